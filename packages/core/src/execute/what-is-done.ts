/**
 * A plan that is applied again: what of it needs not be done once more, what is owed since an earlier run, and what this run
 * leaves on record for the next. Only for steps that leave nothing to be read.
 */
import type { PlannedStep, StepResult } from "@idle/contract";
import { bySight, type Doer, markOf, writeApplied } from "./applied-plans.ts";
import { isUnseen } from "./look.ts";
import type { PreparedStep } from "./prepare.ts";
import { type OpenRun, type Run, timestamp } from "./run.ts";
import type { World } from "./world.ts";

/** The steps that leave nothing to be read, that need not be done again, with the reason. */
export function unseenDone(
  steps: readonly PreparedStep[],
  { applied, before }: Pick<World, "applied" | "before">,
): readonly (readonly [PlannedStep, string])[] {
  const [unseen, seen] = bySight(steps);
  if (!seen.every(({ planned }) => before.get(planned.id)?.length === 0)) return [];
  const found: (readonly [PlannedStep, string])[] = [];
  for (const step of unseen) {
    const doer = applied.get(markOf(step));
    // What is done now may want all that follows it to be done again.
    if (doer === undefined) break;
    const why = `The run ${doer.runId} did this for the same plan (${doer.at}), and nothing else is left to do.`;
    found.push([step.planned, why]);
  }
  return found;
}

/** A run that comes to do something anew, and may end before it does, must not be taken for one that has done it. */
export async function keepWhatIsDone(steps: readonly PreparedStep[], world: World, run: OpenRun): Promise<void> {
  const [unseen] = bySight(steps);
  if (world.applied.size > 0 && unseen.some(({ planned }) => !world.isDone(planned))) {
    await writeApplied(run, keptIn(unseen, world));
  }
}

/** What was left out, by who did it; what this run did; and nothing where failure steps have changed the world again. */
export async function noteWhatIsDone(
  steps: readonly PreparedStep[],
  run: Run,
  main: readonly StepResult[],
  cleanup: readonly StepResult[],
): Promise<void> {
  const [unseen] = bySight(steps);
  const doer = { runId: run.runId, at: timestamp(run) };
  const results = new Map(main.map((result) => [result.id, result]));
  const did = unseen.filter(({ planned }) => {
    const { status, changed } = results.get(planned.id) ?? {};
    return status === "Completed" && changed === true && !run.world.isDone(planned);
  });
  const isUndone = cleanup.some(({ changed, error }) => changed || error?.details?.outcomeUnknown === true);
  if (did.length === 0 && !isUndone) return;
  const kept = keptIn(unseen, run.world);
  for (const step of did) kept.set(markOf(step), doer);
  try {
    await writeApplied(run, isUndone ? new Map() : kept);
  } catch {
    // It is done again another time. The host knows that nothing is shared, and says so.
  }
}

function keptIn(unseen: readonly PreparedStep[], { applied, isDone }: World): Map<string, Doer> {
  const kept = new Map<string, Doer>();
  for (const step of unseen) {
    const doer = applied.get(markOf(step));
    if (doer !== undefined && isDone(step.planned)) kept.set(markOf(step), doer);
  }
  return kept;
}

/**
 * Whether a step that leaves nothing to be read is still to follow what an earlier run of the plan has changed: that run ended
 * before it came to it.
 */
export function isOwed(step: PreparedStep, steps: readonly PreparedStep[], { repeatActs, world }: Run): boolean {
  if (repeatActs || !isUnseen(step) || world.applied.has(markOf(step))) return false;
  const earlier = steps.slice(0, steps.indexOf(step));
  return earlier.some(({ planned }) => world.drift.get(planned.id)?.kind === "Fewer");
}
