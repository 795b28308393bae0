/** What plan and apply share: configuration, workflow and request in; an engine, a provider bag and a plan out. */
import { resolve } from "node:path";
import type { Diagnostic, Plan, ProviderBag } from "@idle/contract";
import { createEngine, type Engine } from "@idle/core";
import type { CommandContext } from "./command-context.ts";
import type { Configuration } from "./configuration/configuration.ts";
import { configurationFileName } from "./configuration/find-configuration.ts";
import { loadConfiguration } from "./configuration/load-configuration.ts";
import { distinctCapabilities, loadProviders, loadSteps } from "./configuration/load-plugins.ts";
import { loadRecipient } from "./configuration/load-recipient.ts";
import { longestDocument, readBytes, standardInputName } from "./input/read-bytes.ts";
import { readRequest } from "./input/read-request.ts";
import { diagnosticsView } from "./view/problem-view.ts";

export interface Setup {
  readonly engine: Engine;
  /** undefined when no provider is configured. */
  readonly bag: ProviderBag | undefined;
  readonly retry: Configuration["retry"];
}

export interface PlanSource {
  readonly workflow: string;
  readonly request: string;
}

/** Loads what the configuration names. Says on standard error when there is nothing to work with. */
export async function setUp(context: CommandContext, consequence: string): Promise<Setup> {
  const configuration = await loadConfiguration(context.config, context.workingFolder, context.sources);
  const sealTo = await loadRecipient(configuration);
  const { steps, capabilities } = await loadSteps(configuration);
  const providers = await loadProviders(configuration);
  if (providers.bag === undefined) context.stderr.write(`${whyNoProviders(configuration)}: ${consequence}\n`);
  else
    context.log.info(
      { configuration: configuration?.path, providers: Object.keys(providers.bag) },
      "Configuration read",
    );
  const engine = createEngine({
    steps,
    capabilities: distinctCapabilities([...capabilities, ...providers.capabilities]),
    redactNames: configuration?.redactNames ?? [],
    ...(sealTo !== null && { sealTo }),
  });
  return {
    engine,
    bag: providers.bag,
    retry: configuration === null ? {} : { retryProfiles: {}, ...configuration.retry },
  };
}

function whyNoProviders(configuration: Configuration | null): string {
  return configuration === null
    ? `There is no ${configurationFileName} here`
    : `${configuration.name} names no providers`;
}

/** A plan for a workflow and a request, or the error that says why not, with places in both. */
export async function makePlan(
  source: PlanSource,
  context: CommandContext,
  consequence: string,
  signal: AbortSignal,
  bagWithoutConfiguration?: ProviderBag,
): Promise<Setup & { readonly plan: Plan }> {
  const { sources, workingFolder, stderr, log } = context;
  const pathOf = (name: string) => (name === "-" ? name : resolve(workingFolder, name));
  const nameOf = (name: string) => (name === "-" ? standardInputName : name);
  const file = nameOf(source.workflow);
  const text = await readBytes(pathOf(source.workflow), longestDocument, file);
  sources.remember(file, text);
  const requestDocument = await readRequest(pathOf(source.request), nameOf(source.request), sources);
  const setup = await setUp(context, consequence);
  const workflow = await setup.engine.loadWorkflow({ text, file });
  showWarnings(workflow.warnings);
  const providers = setup.bag ?? bagWithoutConfiguration;
  try {
    const plan = await setup.engine.createPlan({
      workflow,
      request: requestDocument.request,
      signal,
      ...setup.retry,
      ...(providers !== undefined && { providers }),
    });
    log.info({ planId: plan.plan.id, correlationId: plan.request.correlationId }, "Plan made");
    return { ...setup, plan };
  } catch (error) {
    throw requestDocument.locate(error);
  }

  function showWarnings(warnings: readonly Diagnostic[]) {
    stderr.write(diagnosticsView(warnings, stderr.style(), sources));
  }
}
