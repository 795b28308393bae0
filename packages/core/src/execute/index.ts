/**
 * A plan and a provider bag come in; a result goes out, with the events on the way. Steps run in order and the first
 * failure ends them; then the failure steps run, each whatever became of the one before.
 */
import {
  type EarlierChanges,
  type Failure,
  IdleError,
  type Result,
  type RunStatus,
  type StepResult,
} from "@idle/contract";
import { errorWithoutSecrets } from "../events/error-without-secrets.ts";
import { learnReveals } from "../events/reveal-scope.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import { admitRun } from "./admit-run.ts";
import { lockIdentities } from "./identity-locks.ts";
import { type ExecuteOptions, openRun } from "./open-run.ts";
import { type PreparedStep, preparePlan } from "./prepare.ts";
import { recordEnd, recorded, recordStart } from "./record.ts";
import { failureEvents, mainEvents, type OpenRun, type Run, timestamp } from "./run.ts";
import { runStep } from "./run-step.ts";
import { isOwed, keepWhatIsDone, noteWhatIsDone } from "./what-is-done.ts";
import { checkWorld } from "./world.ts";

/** How long an aborted run lets a failure step go on before it is told. */
const failureStepGraceMs = 5_000;

export async function executePlan(options: ExecuteOptions): Promise<Result> {
  const { plan, bag, steps, onFailureSteps } = await preparePlan(options.plan, options);
  if (options.signal.aborted)
    throw new IdleError("Cancelled", "The host aborted before the run began.", { cause: options.signal.reason });
  const open = openRun(options, plan, bag.broker);
  return learnReveals(open.redactor.addValue, async () => {
    const release = await beforeTheStart(open, "The identities could not be locked", () =>
      lockIdentities([...steps, ...onFailureSteps], open),
    );
    try {
      const world = await beforeTheStart(open, "The plan could not be compared with the world", () =>
        checkWorld(steps, onFailureSteps, open),
      );
      const all = [...steps, ...onFailureSteps];
      const admission = await beforeTheStart(open, "The policy failed", () => admitRun(all, bag, world, open));
      return await runPlan({ ...open, world, admission }, steps, onFailureSteps);
    } finally {
      await release();
    }
  });
}

/** Nothing has begun yet, so what goes wrong here rejects, without secrets. */
async function beforeTheStart<T>(run: OpenRun, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (run.signal.aborted)
      throw new IdleError("Cancelled", "The host aborted before the run began.", { cause: run.signal.reason });
    throw errorWithoutSecrets(toIdleError(error, what), run.redactor);
  }
}

async function runPlan(
  run: Run,
  steps: readonly PreparedStep[],
  onFailureSteps: readonly PreparedStep[],
): Promise<Result> {
  const { plan } = run;
  const startedAt = timestamp(run);
  const { admission, world } = run;
  try {
    const what = "What the plan did before could not be noted";
    await beforeTheStart(run, what, () => keepWhatIsDone(steps, world, run));
    await recordStart(run, startedAt);
  } catch (error) {
    await admission.settle([]);
    throw error;
  }
  const { verdicts } = admission;
  run.events.emit("RunStarted", `Run of "${plan.plan.workflow.name}" started.`, {
    planId: plan.plan.id,
    workflow: plan.plan.workflow.name,
    ...(verdicts === null ? {} : { policy: verdicts.map((verdict) => ({ ...verdict })) }),
  });
  for (const { id, name, kind, differences } of world.drift.values()) {
    run.events.emit("StepDrifted", `Step "${name}": ${differences.join(" ")}`, { kind, differences }, { id, name });
  }

  const main = await runMainSteps(steps, run);
  const onFailure = main.failure === null ? noFailureSteps : await runFailureSteps(onFailureSteps, run, main);
  const notReached = [...main.notReached, ...onFailure.notReached];
  await admission.settle([...main.results, ...onFailure.results]);
  if (!run.repeatActs) await noteWhatIsDone(steps, run, main.results, onFailure.results);
  run.events.emit("RunCompleted", `Run of "${plan.plan.workflow.name}" ended: ${main.status}.`, {
    status: main.status,
    changedSteps: main.results.filter(({ changed }) => changed).length,
    notReached: notReached.length,
  });
  await recordEnd(run, main.status);
  await run.events.drain();
  return {
    runId: run.runId,
    status: main.status,
    planId: plan.plan.id,
    correlationId: plan.request.correlationId,
    actor: plan.request.actor,
    ...(verdicts === null ? {} : { policy: verdicts }),
    ...(world.drift.size === 0 ? {} : { drift: [...world.drift.values()] }),
    steps: main.results,
    notReached,
    onFailure: { status: onFailure.status, steps: onFailure.results },
    events: run.events.kept,
    eventsDropped: run.events.dropped(),
    sinkError: run.events.sinkError(),
    startedAt,
    finishedAt: timestamp(run),
  };
}

interface MainOutcome {
  readonly status: RunStatus;
  readonly results: readonly StepResult[];
  readonly notReached: readonly string[];
  readonly failure: Failure | null;
  /** Whether the main steps changed anything, or may have. */
  readonly earlierChanges: EarlierChanges;
}

async function runMainSteps(steps: readonly PreparedStep[], run: Run): Promise<MainOutcome> {
  const results: StepResult[] = [];
  let earlierChanges: EarlierChanges = "none";
  const stop = (status: RunStatus, failure: Failure | null = null): MainOutcome => ({
    status,
    results,
    notReached: steps.slice(results.length).map(({ planned }) => planned.name),
    failure,
    earlierChanges,
  });
  for (const step of steps) {
    if (run.signal.aborted) return stop("Cancelled");
    const known = earlierChanges === "none" && isOwed(step, steps, run) ? "some" : earlierChanges;
    const list = { events: mainEvents, failure: null, earlierChanges: known, abortDelayMs: 0 };
    const result = await recorded(await runStep(step, run, list), run);
    results.push(result);
    if (result.changed) earlierChanges = "some";
    else if (earlierChanges === "none" && result.error?.details?.outcomeUnknown === true) earlierChanges = "unknown";
    // A step that was done in spite of an abort is done; the run ends all the same.
    if (run.signal.aborted && result.status !== "Failed") return stop("Cancelled");
    if (result.status === "Cancelled") return stop("Cancelled");
    if (result.status === "Blocked") return stop("Blocked");
    if (result.status === "Failed") {
      return stop("Failed", {
        stepName: result.name,
        code: result.error?.code ?? "UnexpectedError",
        message: result.error?.message ?? "",
      });
    }
  }
  return stop("Completed");
}

interface FailureOutcome {
  readonly status: Result["onFailure"]["status"];
  readonly results: readonly StepResult[];
  readonly notReached: readonly string[];
}

const noFailureSteps: FailureOutcome = { status: "NotRun", results: [], notReached: [] };

async function runFailureSteps(
  steps: readonly PreparedStep[],
  run: Run,
  { failure, earlierChanges }: MainOutcome,
): Promise<FailureOutcome> {
  if (steps.length === 0 || failure === null) return noFailureSteps;
  const results: StepResult[] = [];
  run.events.emit("OnFailureStarted", "The failure steps started.", { failure: { ...failure } });
  for (const step of steps) {
    if (run.signal.aborted) break;
    const list = {
      events: failureEvents,
      failure,
      earlierChanges,
      abortDelayMs: failureStepGraceMs,
    };
    results.push(await recorded(await runStep(step, run, list), run));
  }
  const complete =
    results.length === steps.length && results.every(({ status }) => status !== "Failed" && status !== "Cancelled");
  const status = complete ? "Completed" : "PartiallyFailed";
  run.events.emit("OnFailureCompleted", `The failure steps ended: ${status}.`, { status });
  return { status, results, notReached: steps.slice(results.length).map(({ planned }) => planned.name) };
}
