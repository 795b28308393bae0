/**
 * Pass 5: each step that can reads the current state and says what it would change. The main steps see what earlier ones
 * would have changed by then; the failure steps see the state as it is now.
 */
import { type Change, type Diagnostic, IdleError, isIdleError, type Request } from "@idle/contract";
import { abortable } from "../providers/abortable.ts";
import type { BagEntry } from "../providers/bag.ts";
import { type Caller, createCaller } from "../providers/caller.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import type { Workflow } from "../validate/workflow.ts";
import { missingCapabilities, wantedAlias, wantedSession } from "./check-capabilities.ts";
import { createPrediction, noPrediction, type Prediction } from "./prediction.ts";
import { previewStep } from "./preview-step.ts";
import { toDiagnostic } from "./problem.ts";
import { createReadRecord, type Read } from "./read-record.ts";
import { listed } from "./resolve-context.ts";
import type { ResolvedStep, ResolvedSteps } from "./resolve-steps.ts";
import type { PlanRun } from "./run.ts";

export interface Previewed {
  readonly changes: readonly Change[] | null;
  readonly warnings: readonly string[];
  /** What its preview read; null where there was none, or it could not tell. */
  readonly reads: readonly Read[] | null;
}

/** By step id. Throws PlanFailed with a diagnostic for each step whose preview failed. */
export async function previewSteps(
  workflow: Workflow,
  request: Request,
  { steps, onFailureSteps }: ResolvedSteps,
  run: PlanRun,
): Promise<ReadonlyMap<string, Previewed>> {
  const previews = new Map<string, Previewed>();
  const problems: Diagnostic[] = [];
  const errors: IdleError[] = [];

  const previewOne = async (resolved: ResolvedStep, prediction: Prediction): Promise<void> => {
    if (!resolved.applicable) return;
    const { step, id } = resolved;
    try {
      const preview = await lookAhead(resolved, request, prediction, run);
      prediction.add(bagEntry(resolved, run)?.alias ?? null, preview.changes);
      previews.set(id, preview);
    } catch (error) {
      if (run.signal.aborted) throw run.signal.reason;
      const failure = toIdleError(error, `Step type ${step.type} failed in its preview`);
      const { code, message, cause } = failure;
      errors.push(failure);
      problems.push(toDiagnostic(workflow, { code, message, pointer: step.pointer, step: step.name, cause }));
    }
  };

  const prediction = createPrediction();
  for (const resolved of steps) await previewOne(resolved, prediction);
  for (const resolved of onFailureSteps) await previewOne(resolved, noPrediction("unknown"));
  if (problems.length > 0) throw planFailed(problems, errors);
  return previews;
}

function planFailed(problems: readonly Diagnostic[], errors: readonly IdleError[]): IdleError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return new IdleError("PlanFailed", `Step "${first?.step}" cannot be planned: ${first?.message}${more}`, {
    details: { diagnostics: problems.map((problem) => ({ ...problem })) },
    transient: errors.every(({ transient }) => transient),
    cause: errors[0],
  });
}

function bagEntry({ step }: ResolvedStep, run: PlanRun): BagEntry | null {
  const alias = wantedAlias(step);
  const { requiredCapabilities, previewCapabilities } = step.step.definition;
  if (run.bag === null || alias === null || requiredCapabilities.length + previewCapabilities.length === 0) return null;
  return run.bag.find(alias);
}

async function lookAhead(
  resolved: ResolvedStep,
  request: Request,
  prediction: Prediction,
  run: PlanRun,
): Promise<Previewed> {
  const { step, inputs } = resolved;
  const type = step.step.definition;
  if (type.preview === undefined || run.bag === null) return { changes: null, warnings: [], reads: null };
  const entry = bagEntry(resolved, run);
  const missing = entry === null ? type.previewCapabilities : missingCapabilities(entry, type.previewCapabilities);
  if (missing.length > 0) {
    const who = entry === null ? "it names no provider to have" : `provider ${entry.alias} does not have`;
    const warning = `Its changes are not known before it runs: ${who} ${listed(missing)}.`;
    return { changes: null, warnings: [warning], reads: null };
  }
  const caller =
    entry === null ? null : await run.retry(resolved.id, () => abortable(openCaller(entry, resolved, run), run.signal));
  const warnings: string[] = [];
  const record = createReadRecord();
  try {
    const changes = await abortable(
      previewStep({
        type,
        inputs: inputs ?? {},
        authSessionName: step.authSessionName,
        authSessionOptions: step.authSessionOptions,
        request,
        caller,
        capabilities: run.capabilities,
        prediction,
        record,
        read: (call) => run.retry(resolved.id, () => abortable(call(), run.signal)),
        warn: (message) => warnings.push(message),
      }),
      run.signal,
    );
    return { changes, warnings, reads: changes === null ? null : record.reads };
  } catch (error) {
    if (!isIdleError(error, "Unsupported")) throw error;
    const warning = `Its changes are not known before it runs: ${error.message}`;
    return { changes: null, warnings: [...warnings, warning], reads: null };
  }
}

function openCaller(entry: BagEntry, { step }: ResolvedStep, { sessions, signal }: PlanRun): Promise<Caller> {
  const sessionName = wantedSession(step);
  return createCaller({ entry, sessions, sessionName, sessionOptions: step.authSessionOptions, signal });
}
