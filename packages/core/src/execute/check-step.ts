/** Right before a step is executed: whether it would still change what was reviewed, or anything, and what it was seen to read. */
import { noPrediction } from "../plan/prediction.ts";
import { createReadRecord } from "../plan/read-record.ts";
import { abortable } from "../providers/abortable.ts";
import type { Comparison } from "./compare-changes.ts";
import { canLook, look } from "./look.ts";
import type { PreparedStep } from "./prepare.ts";
import { createReadSnapshot, noSnapshot, type ReadSnapshot } from "./read-snapshot.ts";
import type { Run, StepList } from "./run.ts";
import type { StepTime } from "./step-time.ts";
import { compareLook, drifted, statement } from "./world.ts";

export interface CheckedStep {
  /** What the step is to be answered when it reads the same. */
  readonly snapshot: ReadSnapshot;
  /** Whether all that the plan has for it is so already: then there is nothing to execute. */
  readonly isDone: boolean;
}

const unchecked: CheckedStep = { snapshot: noSnapshot, isDone: false };

/**
 * Throws PlanDrifted when it would change something else, and what a read fails with. What is done anew each time is not
 * looked at, nor are failure steps: the run itself has changed the world for them.
 */
export async function checkStep(
  step: PreparedStep,
  run: Run,
  list: StepList,
  time: StepTime,
  attempt: number,
): Promise<CheckedStep> {
  const { planned, type } = step;
  const reviewed = run.world.allowedTo(planned);
  if (reviewed === null || list.failure !== null || type.isAct === true || !canLook(step)) return unchecked;
  const record = createReadRecord();
  const { signal } = time;
  let comparison: Comparison;
  let isDone = false;
  try {
    const found = await look(step, run, {
      signal,
      prediction: noPrediction(list.earlierChanges),
      record,
      read: (call) => abortable(call(), signal),
    });
    // What a first attempt was allowed to, a further one is, too: what it did meanwhile may not be to be told.
    if (found === null && attempt > 1) return unchecked;
    // What a further attempt finds is what an earlier one has left.
    if (attempt === 1) run.world.found(planned, found);
    // Steps that had nothing to change do something else, if anything; a further attempt ends what an earlier one began.
    const wasToChange = (planned.changes ?? []).length > 0;
    isDone = attempt === 1 && wasToChange && found?.length === 0 && record.reads.length > 0;
    comparison = compareLook(reviewed, found, run, (target) => run.world.isTouchedBefore(planned, target));
  } catch (error) {
    if (time.isOver()) throw time.reason();
    comparison = statement(error, run);
  }
  const before = run.world.drift.get(planned.id);
  // The policy was asked before the run, and not for this.
  const isAccepted = run.acceptDrift && run.policy === null;
  if (comparison.kind === "Other" && !isAccepted) {
    throw drifted([{ id: planned.id, name: planned.name, kind: "Other", differences: comparison.differences }]);
  }
  // What was so already before the run may not be so any more: then it is changed, as it was reviewed.
  if (comparison.kind === "Same" && before?.kind === "Fewer") run.world.note(planned, comparison);
  if (comparison.kind !== "Same" && JSON.stringify(before?.differences) !== JSON.stringify(comparison.differences)) {
    run.world.note(planned, comparison);
    run.events.emit(
      "StepDrifted",
      `Step "${planned.name}": ${comparison.differences.join(" ")}`,
      { kind: comparison.kind, differences: comparison.differences },
      planned,
    );
  }
  return { snapshot: createReadSnapshot(record.reads), isDone };
}
