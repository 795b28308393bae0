/** Right before a step is executed: whether it would still change what was reviewed, or anything, and what it was seen to read. */
import type { Change, PlannedStep } from "@idle/contract";
import { redactChange } from "../plan/planned-step.ts";
import { noPrediction } from "../plan/prediction.ts";
import { createReadRecord, type ReadRecord } from "../plan/read-record.ts";
import { abortable } from "../providers/abortable.ts";
import { isTransient } from "../providers/foreign-error.ts";
import type { Comparison } from "./compare-changes.ts";
import { withObjects } from "./compare-objects.ts";
import { whenReviewed } from "./drift-in-words.ts";
import { isUnseen, look } from "./look.ts";
import type { PreparedStep } from "./prepare.ts";
import { createReadSnapshot, noSnapshot, type ReadSnapshot } from "./read-snapshot.ts";
import type { Run, StepList } from "./run.ts";
import type { StepTime } from "./step-time.ts";
import { compareLook, drifted, statement } from "./world.ts";

export interface Tries {
  /** From 1. */
  readonly attempt: number;
  /** Whether an earlier attempt came to execute the step. */
  readonly hasExecuted: boolean;
}

export interface CheckedStep {
  /** What the step is to be answered when it reads the same. */
  readonly snapshot: ReadSnapshot;
  /** Whether all that the plan has for it is so already: then there is nothing to execute. */
  readonly isDone: boolean;
}

const unchecked: CheckedStep = { snapshot: noSnapshot, isDone: false };

/**
 * Throws PlanDrifted when it would change something else, and what a read fails with. What is done anew each time is not
 * looked at.
 */
export async function checkStep(
  step: PreparedStep,
  run: Run,
  list: StepList,
  time: StepTime,
  tries: Tries,
): Promise<CheckedStep> {
  if (list.failure !== null) return checkCleanup(step, run, list, time, tries);
  const { hasExecuted } = tries;
  const { planned } = step;
  const { world, policy } = run;
  const reviewed = world.allowedTo(planned);
  // The policy was asked before the run, and for nothing that came up since.
  const asked = policy === null ? null : (world.before.get(planned.id) ?? null);
  const isHeld = reviewed !== null || asked !== null;
  if (isUnseen(step) || (!isHeld && run.repeatActs)) return unchecked;
  const isTouched = (target: Change["target"]) => world.isTouchedBefore(planned, target);
  const record = createReadRecord();
  let comparison: Comparison;
  let beyond: Comparison | null = null;
  let isDone = false;
  try {
    const found = await lookNow(step, run, list, time, record);
    // What a first execution was allowed to, a further one is, too: what it did meanwhile may not be to be told.
    if (found === null && hasExecuted) return unchecked;
    // What a further attempt finds is what an earlier one has left.
    if (!hasExecuted) world.now.set(planned.id, found);
    // A further attempt ends what an earlier one began.
    isDone = !hasExecuted && found?.length === 0 && record.reads.length > 0;
    // What the run itself has deleted and made anew is another object, as it was reviewed.
    const isOwn = (identityKey: string) => isTouched({ provider: planned.provider ?? "", identityKey });
    const objects = hasExecuted ? [] : world.objectsOf(planned).filter((each) => !isOwn(each.identityKey));
    comparison = withObjects(compareLook(reviewed, found, run, isTouched), objects, record.reads, run);
    if (asked !== null) beyond = compareLook(redacted(asked, run), found, run, isTouched);
  } catch (error) {
    if (time.isOver()) throw time.reason();
    if (!isHeld) return unchecked;
    comparison = statement(error, run);
  }
  const before = world.drift.get(planned.id);
  const isAccepted = run.acceptDrift && policy === null;
  if (!isAccepted) expectReviewed(comparison, planned);
  if (beyond !== null) expectReviewed(sinceTheRun(beyond), planned);
  // What was so already before the run may not be so any more: then it is changed, as it was reviewed.
  if (comparison.kind === "Same" && before?.kind === "Fewer") world.note(planned, comparison);
  if (comparison.kind !== "Same" && JSON.stringify(before?.differences) !== JSON.stringify(comparison.differences)) {
    world.note(planned, comparison);
    run.events.emit(
      "StepDrifted",
      `Step "${planned.name}": ${comparison.differences.join(" ")}`,
      { kind: comparison.kind, differences: comparison.differences },
      planned,
    );
  }
  return { snapshot: createReadSnapshot(record.reads), isDone };
}

/**
 * A failure step is compared with nothing, as the run itself has changed the world for it. The policy is asked once more,
 * with what it would change by now; throws PolicyRefused.
 */
async function checkCleanup(
  step: PreparedStep,
  run: Run,
  list: StepList,
  time: StepTime,
  { attempt, hasExecuted }: Tries,
): Promise<CheckedStep> {
  if (run.policy === null || hasExecuted) return unchecked;
  const record = createReadRecord();
  let found: readonly Change[] | null = null;
  if (!isUnseen(step)) {
    try {
      found = await lookNow(step, run, list, time, record);
    } catch (error) {
      if (time.isOver()) throw time.reason();
      // What cannot be told is judged as that; what cannot be told for a moment is asked for again.
      if (isTransient(error) && attempt < step.retryProfile.maxAttempts) throw error;
    }
  }
  run.world.now.set(step.planned.id, found);
  try {
    await run.admission.admitStep(step, found, time.signal);
  } catch (error) {
    throw time.isOver() ? time.reason() : error;
  }
  // The policy was asked for nothing: what somebody else changes in the next moment is not to be changed back.
  const isDone = found?.length === 0 && record.reads.length > 0;
  return { snapshot: found === null ? noSnapshot : createReadSnapshot(record.reads), isDone };
}

function lookNow(
  step: PreparedStep,
  run: Run,
  { earlierChanges }: StepList,
  { signal }: StepTime,
  record: ReadRecord,
): Promise<readonly Change[] | null> {
  const read = (call: () => Promise<unknown>) => abortable(call(), signal);
  return look(step, run, { signal, prediction: noPrediction(earlierChanges), record, read });
}

function expectReviewed({ kind, differences }: Comparison, { id, name }: PlannedStep): void {
  if (kind === "Other") throw drifted([{ id, name, kind, differences }]);
}

/** What the policy was asked with was read when the run began, not when the plan was made. */
function sinceTheRun({ kind, differences }: Comparison): Comparison {
  return { kind, differences: differences.map((each) => each.replaceAll(whenReviewed, "when the run began")) };
}

function redacted(changes: readonly Change[], { redactor }: Run): readonly Change[] {
  return changes.map((change) => redactChange(change, redactor));
}
