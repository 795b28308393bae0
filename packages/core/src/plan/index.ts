/**
 * Workflow, request and provider bag come in; a plan goes out. Reads, never writes. Passes 1 and 2 must each be clean
 * before the next; the problems of 3 and 4 are reported together; 5 runs only when they are clean.
 */
import type { Diagnostic, JsonValue, Plan, Policy, ProviderBag, Request } from "@idle/contract";
import { invalid } from "../diagnostics/invalid.ts";
import { errorWithoutSecrets } from "../events/error-without-secrets.ts";
import type { Redactor } from "../events/redact.ts";
import { learnReveals } from "../events/reveal-scope.ts";
import { createRunRedactor, type SecretListener } from "../events/run-redactor.ts";
import type { Host } from "../host.ts";
import { type Review, reviewPlan } from "../policy/review-plan.ts";
import { type OpenBag, openBag } from "../providers/bag.ts";
import type { CapabilityRegistry } from "../providers/capability-registry.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import { type RetryOptions, readRetryProfiles } from "../retry/profile.ts";
import { retry } from "../retry/retry.ts";
import { expectSessions } from "../sessions/expect-sessions.ts";
import { createSessionSource } from "../sessions/session-source.ts";
import type { Workflow, WorkflowStep } from "../validate/workflow.ts";
import { checkCapabilities, wantedAlias, wantedSession } from "./check-capabilities.ts";
import { identityKeyIn } from "./identity-key.ts";
import { type Previewed, previewSteps } from "./preview-steps.ts";
import { toDiagnostic } from "./problem.ts";
import { learnRequestSecrets } from "./request-secrets.ts";
import { resolveContext } from "./resolve-context.ts";
import { type ResolvedStep, resolveSteps } from "./resolve-steps.ts";
import type { PlanRun } from "./run.ts";
import { learnStepSecrets } from "./step-secrets.ts";
import { writePlan } from "./write-plan.ts";

export interface PlanOptions extends RetryOptions {
  readonly workflow: Workflow;
  readonly request: Request;
  readonly providers?: ProviderBag | undefined;
  readonly signal: AbortSignal;
  readonly metadata: { readonly environment?: string | null; readonly labels?: readonly JsonValue[] };
  readonly host: Host;
  readonly capabilities: CapabilityRegistry;
  readonly redactNames: readonly string[];
  readonly canSeal: boolean;
  readonly hostRedactor?: SecretListener | undefined;
  readonly policy: Policy | null;
}

/** Throws what the passes throw, without what is secret in the request or came from the broker. */
export async function planWorkflow(options: PlanOptions): Promise<Plan> {
  const redactor = createRunRedactor(options);
  try {
    return await learnReveals(redactor.addValue, () => runPasses(options, redactor));
  } catch (error) {
    learnRequestSecrets(options.request, redactor);
    throw errorWithoutSecrets(error, redactor);
  }
}

async function runPasses(options: PlanOptions, redactor: Redactor): Promise<Plan> {
  const { workflow, request } = options;
  await checkRequest(workflow, request);
  const run = openRun(options, redactor);
  const aliasOf = (step: WorkflowStep) => aliasIn(run, step);

  const context = await resolveContext(workflow, request, run);
  refuse(context.diagnostics);

  const resolved = await resolveSteps(workflow, request, context.sources, aliasOf);
  const all = [...resolved.steps, ...resolved.onFailureSteps];
  learnStepSecrets(all, redactor);
  const unfit = run.bag === null ? [] : checkCapabilities(workflow, run.bag, run.capabilities, all);
  refuse([...resolved.diagnostics, ...unfit]);
  run.signal.throwIfAborted();

  const previews = run.bag === null ? null : await previewSteps(workflow, request, resolved, run);
  run.signal.throwIfAborted();
  const plan = writePlan({
    workflow,
    request,
    resolvers: context.resolvers,
    steps: resolved.steps,
    onFailureSteps: resolved.onFailureSteps,
    previews,
    aliasOf,
    metadata: options.metadata,
    warnings: [...unknownProfiles(all, options.retryProfiles), ...missingSessions(all, request, run)],
    canSeal: options.canSeal,
    redactor,
  });
  const { policy } = options;
  if (policy === null || run.bag === null || previews === null) return plan;
  return reviewPlan(plan, { policy, redactor, ...subjectOf(all, previews, run, run.bag, aliasOf) });
}

/** What the policy is asked about, and where it can ask. */
function subjectOf(
  all: readonly ResolvedStep[],
  previews: ReadonlyMap<string, Previewed>,
  { sessions, capabilities, signal, retry }: PlanRun,
  bag: OpenBag,
  aliasOf: (step: WorkflowStep) => string | null,
): Pick<Review, "steps" | "questions"> {
  const applicable = all.filter((step) => step.applicable);
  return {
    steps: applicable.map((resolved) => ({
      id: resolved.id,
      name: resolved.step.name,
      stepType: resolved.step.type,
      provider: aliasOf(resolved.step),
      capabilities: resolved.step.step.definition.requiredCapabilities,
      changes: previews.get(resolved.id)?.changes ?? null,
      identityKey: identityKeyIn(resolved.inputs),
    })),
    questions: {
      bag,
      sessions,
      capabilities,
      signal,
      retry,
      places: applicable.map((resolved) => ({
        provider: aliasOf(resolved.step),
        identityKey: identityKeyIn(resolved.inputs),
        sessionName: wantedSession(resolved.step),
        sessionOptions: resolved.step.authSessionOptions,
      })),
    },
  };
}

/** A run is refused for a retry profile the host does not have; who reviews the plan should know before. */
function unknownProfiles(steps: readonly ResolvedStep[], profiles: RetryOptions["retryProfiles"]): readonly string[] {
  if (profiles === undefined) return [];
  return steps
    .filter(({ step: { retryProfile } }) => retryProfile !== null && !Object.hasOwn(profiles, retryProfile))
    .map(
      ({ step: { name, retryProfile } }) =>
        `Step "${name}" names the retry profile "${retryProfile}", which the host does not have: the plan cannot be run there.`,
    );
}

/** The same for sessions: reading may be another account's business, so planning alone would not show it. */
function missingSessions(steps: readonly ResolvedStep[], request: Request, { bag }: PlanRun): readonly string[] {
  if (bag === null) return [];
  return steps.flatMap(({ step, applicable, inputs }) => {
    if (!applicable) return [];
    const alias = wantedAlias(step);
    const { requiredCapabilities } = step.step.definition;
    const provider = alias === null || requiredCapabilities.length === 0 ? undefined : bag.find(alias).provider;
    try {
      const needs = {
        requirement: provider?.session,
        name: wantedSession(step),
        options: step.authSessionOptions,
        inputs,
      };
      expectSessions(bag.broker, needs, request);
      return [];
    } catch (error) {
      return [`Step "${step.name}" would find no session when it is run here: ${toIdleError(error, "").message}`];
    }
  });
}

async function checkRequest(workflow: Workflow, request: Request): Promise<void> {
  const problems: Diagnostic[] = [];
  if (workflow.lifecycleEvent.toLowerCase() !== request.lifecycleEvent.toLowerCase()) {
    problems.push(
      toDiagnostic(workflow, {
        code: "LifecycleEventMismatch",
        message: `This workflow is for ${JSON.stringify(workflow.lifecycleEvent)}, and the request is for ${JSON.stringify(request.lifecycleEvent)}.`,
        pointer: "/lifecycleEvent",
      }),
    );
  }
  problems.push(...(await workflow.checkInputs(request)));
  if (problems.length > 0) throw invalid("RequestInvalid", "The request does not fit the workflow", problems);
}

function openRun(options: PlanOptions, redactor: Redactor): PlanRun {
  const { request, host, signal } = options;
  const profile = readRetryProfiles(options).get(null);
  const bag = options.providers === undefined ? null : openBag(options.providers);
  return {
    host,
    bag,
    capabilities: options.capabilities,
    sessions: createSessionSource({
      broker: bag?.broker ?? null,
      purpose: "Plan",
      correlationId: request.correlationId,
      actor: request.actor,
      redactor,
    }),
    signal,
    retry: (what, read) => retry(read, { host, profile, seed: `${request.correlationId}|plan|${what}`, signal }),
  };
}

/** In the bag's spelling where the bag has it, else as the workflow says. */
function aliasIn({ bag }: PlanRun, step: WorkflowStep): string | null {
  const wanted = wantedAlias(step);
  if (wanted === null || bag === null) return wanted;
  return (
    bag.aliases.find((alias) => alias === wanted) ??
    bag.aliases.find((alias) => alias.toLowerCase() === wanted.toLowerCase()) ??
    wanted
  );
}

/** In the order of the file, whichever pass found them. */
function refuse(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  const inOrder = diagnostics.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  throw invalid("WorkflowInvalid", "The workflow cannot be planned", inOrder);
}
