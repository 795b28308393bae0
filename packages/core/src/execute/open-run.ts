/** What the steps of a run share, made from what the host handed in. */
import {
  type AuthSessionBroker,
  type EventSink,
  IdleError,
  type Journal,
  type Plan,
  type Policy,
  type ProviderBag,
  type SharedState,
} from "@idle/contract";
import { createRunEvents } from "../events/run-events.ts";
import { createRunRedactor, type SecretListener } from "../events/run-redactor.ts";
import type { Host } from "../host.ts";
import { requestOf } from "../plan/carried-request.ts";
import type { CapabilityRegistry } from "../providers/capability-registry.ts";
import { type RetryOptions, readRetryProfiles } from "../retry/profile.ts";
import type { CheckedRecipient } from "../sealing/recipient.ts";
import { createSessionSource } from "../sessions/session-source.ts";
import type { StepRegistry } from "../validate/step-registry.ts";
import { createMemoryJournal } from "./memory-journal.ts";
import type { OpenRun } from "./run.ts";

export interface ExecuteOptions extends RetryOptions {
  readonly plan: unknown;
  readonly providers?: ProviderBag | undefined;
  readonly eventSink?: EventSink | undefined;
  readonly acceptDrift?: boolean | undefined;
  readonly repeatActs?: boolean | undefined;
  readonly onWait?: ((what: string) => () => void) | undefined;
  readonly signal: AbortSignal;
  readonly host: Host;
  readonly registry: StepRegistry;
  readonly capabilities: CapabilityRegistry;
  readonly journal?: Journal | undefined;
  readonly redactNames: readonly string[];
  readonly recipient: CheckedRecipient | null;
  readonly hostRedactor?: SecretListener | undefined;
  readonly machineState: SharedState | null;
  readonly policy: Policy | null;
  shared<T>(key: string, factory: () => T): T;
}

/** Throws InvalidInput for a sink that is none. */
export function openRun(options: ExecuteOptions, plan: Plan, broker: AuthSessionBroker | null): OpenRun {
  const { host, signal, eventSink } = options;
  if (eventSink !== undefined && typeof eventSink?.writeEvent !== "function") {
    throw new IdleError("InvalidInput", "The eventSink has no method writeEvent(event).");
  }
  const { correlationId, actor } = plan.request;
  const runId = host.randomUUID();
  const redactor = createRunRedactor(options);
  const journal = options.journal ?? createMemoryJournal();
  return {
    runId,
    plan,
    request: requestOf(plan.request),
    host,
    capabilities: options.capabilities,
    sessions: createSessionSource({
      broker,
      purpose: "Execute",
      correlationId,
      actor,
      redactor,
    }),
    retryProfile: readRetryProfiles(options).get(null),
    events: createRunEvents({ runId, correlationId, actor, host, redactor, sink: eventSink, journal }),
    redactor,
    journal,
    recipient: options.recipient,
    acceptDrift: options.acceptDrift === true,
    repeatActs: options.repeatActs !== false,
    signal,
    onWait: options.onWait ?? (() => () => undefined),
    machineState: options.machineState,
    policy: options.policy,
    shared: options.shared,
  };
}
