/**
 * With what authors of steps and providers test their own. In: a step type or a factory of providers. Out: vitest suites
 * that say whether it keeps the contract, and stand-ins for engine, clock, event sink and Entra Connect server.
 */
export {
  type AdSyncErrorKind,
  type AdSyncFailure,
  type AdSyncSimulator,
  type AdSyncSimulatorChanges,
  type AdSyncSimulatorOptions,
  type CommandRecord,
  createAdSyncSimulator,
  type SyncCycle,
} from "@idle/adsync-simulator";
export {
  createVirtualHost as createFakeHost,
  type VirtualHost as FakeHost,
  type VirtualHostOptions as FakeHostOptions,
} from "@idle/core";
export { describeWith, type RequiredProgram } from "./describe-with.ts";
export { createEventRecorder, type EventRecorder } from "./event-recorder.ts";
export { oddTexts } from "./odd-texts.ts";
export type { ProviderFixture, SeedIdentity } from "./provider-contract/fixture.ts";
export { type ProviderContractOptions, providerContract } from "./provider-contract/provider-contract.ts";
export type { SampleCall, SampleCalls } from "./provider-contract/sample-calls.ts";
export {
  executeStep,
  previewStep,
  type RunStepOptions,
  runStep,
  type StepEvent,
  type StepExecution,
  type StepPreview,
} from "./run-step/run-step.ts";
export type { StepCase } from "./step-contract/case.ts";
export { type StepContractOptions, stepContract } from "./step-contract/step-contract.ts";
