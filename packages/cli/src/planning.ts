/** What plan and apply share: configuration, workflow and request in; an engine, a provider bag and a plan out. */
import { resolve } from "node:path";
import { type Diagnostic, isIdleError, type Plan, type ProviderBag } from "@idle/contract";
import { createEngine, type Engine } from "@idle/core";
import type { CommandContext } from "./command-context.ts";
import type { Configuration } from "./configuration/configuration.ts";
import { loadBag, type SessionWish, whyNoProviders } from "./configuration/load-bag.ts";
import { loadConfiguration } from "./configuration/load-configuration.ts";
import { distinctCapabilities, loadSteps } from "./configuration/load-plugins.ts";
import { loadPolicy } from "./configuration/load-policy.ts";
import { loadRecipient } from "./configuration/load-recipient.ts";
import { stateFolderOf } from "./configuration/state-folder.ts";
import { longestDocument, readBytes, standardInputName } from "./input/read-bytes.ts";
import { readRequest } from "./input/read-request.ts";
import { createMachineState, type MachineState } from "./machine-state.ts";
import { diagnosticsView } from "./view/problem-view.ts";
import { sentence } from "./view/sentence.ts";

export interface Setup {
  readonly engine: Engine;
  /** Providers and sessions as configured; empty when there are none. */
  readonly bag: ProviderBag;
  /** Whether no provider is configured: planning can then only be offline. */
  readonly isOffline: boolean;
  readonly retry: Configuration["retry"];
  /** What runs on this machine share; nothing of it is touched before a step needs it. */
  readonly machineState: MachineState;
}

export interface PlanSource {
  readonly workflow: string;
  readonly request: string;
}

/**
 * Loads what the configuration names. Says on standard error when there is nothing to work with. The sessions are the
 * keeper's from then on.
 */
export async function setUp(context: CommandContext, consequence: string, sessions: SessionWish): Promise<Setup> {
  const { redactor } = context;
  const configuration = await loadConfiguration(context.config, context.workingFolder, context.sources);
  redactor.addNames(configuration?.redactNames ?? []);
  const sealTo = await loadRecipient(configuration);
  const { steps, capabilities } = await loadSteps(configuration);
  const { bag, capabilities: ownCapabilities, isOffline } = await loadBag(configuration, redactor, sessions);
  const { stderr } = context;
  if (isOffline) stderr.write(sentence(stderr.style(), `${whyNoProviders(configuration)}: ${consequence}`));
  else context.log.info({ configuration: configuration?.path, providers: Object.keys(bag) }, "Configuration read");
  const machineState = createMachineState(stateFolderOf(configuration));
  const policy = await loadPolicy(configuration);
  const engine = createEngine({
    steps,
    capabilities: distinctCapabilities([...capabilities, ...ownCapabilities]),
    redactNames: configuration?.redactNames ?? [],
    ...(sealTo !== null && { sealTo }),
    redactor,
    machineState,
    ...(policy !== null && { policy }),
  });
  return {
    engine,
    bag,
    isOffline,
    retry: configuration === null ? {} : { retryProfiles: {}, ...configuration.retry },
    machineState,
  };
}

/**
 * A plan for a workflow and a request, or the error that says why not, with places in both. `wish.canBeOffline` plans
 * without reading any system where no provider is configured.
 */
export async function makePlan(
  source: PlanSource,
  context: CommandContext,
  consequence: string,
  wish: SessionWish & { readonly canBeOffline: boolean },
): Promise<Setup & { readonly plan: Plan }> {
  const { sources, workingFolder, stderr, log, redactor } = context;
  const pathOf = (name: string) => (name === "-" ? name : resolve(workingFolder, name));
  const nameOf = (name: string) => (name === "-" ? standardInputName : name);
  const file = nameOf(source.workflow);
  const text = await readBytes(pathOf(source.workflow), longestDocument, file);
  sources.remember(file, text);
  const requestFile = nameOf(source.request);
  const requestDocument = await orOtherKind(readRequest(pathOf(source.request), requestFile, sources));
  const setup = await setUp(context, consequence, wish);
  const workflow = await orOtherKind(setup.engine.loadWorkflow({ text, file }));
  showWarnings(workflow.warnings);
  try {
    const plan = await setup.engine.createPlan({
      workflow,
      request: requestDocument.request,
      signal: wish.signal,
      ...setup.retry,
      ...(!(setup.isOffline && wish.canBeOffline) && { providers: setup.bag }),
    });
    log.info({ planId: plan.plan.id, correlationId: plan.request.correlationId }, "Plan made");
    return { ...setup, plan };
  } catch (error) {
    throw requestDocument.locate(error);
  }

  /** What is wrong with one of the two may be that it is something else altogether. */
  async function orOtherKind<T>(read: Promise<T>): Promise<T> {
    try {
      return await read;
    } catch (error) {
      if (!isIdleError(error, "WorkflowInvalid") && !isIdleError(error, "RequestInvalid")) throw error;
      const { filesOfAnotherKind, wrongFile } = await import("./input/file-of-another-kind.ts");
      const request = { file: requestFile, content: sources.sourceOf(requestFile)?.text ?? "" };
      const wrong = filesOfAnotherKind({ file, content: text }, request);
      throw wrong.length === 0 ? error : wrongFile(error.code, wrong);
    }
  }

  function showWarnings(warnings: readonly Diagnostic[]) {
    const shown = warnings.map((warning) => ({ ...warning, message: redactor.text(warning.message) }));
    stderr.write(diagnosticsView(shown, stderr.style(), sources));
  }
}
