/** What is still to be done once a step was executed: the measure of the engine, and of the suite for authors of steps. */
import type { Change, StepOutcome } from "@idle/contract";
import { compareChanges } from "./compare-changes.ts";

/** Of what a preview finds after the execution. Nobody can read back an act, and the step does not insist on what it left. */
export function openChanges(found: readonly Change[], left: StepOutcome["left"] = []): readonly Change[] {
  return found.filter((change) => change.action !== "invoke" && !isLeft(change, left));
}

function isLeft(change: Change, left: NonNullable<StepOutcome["left"]>): boolean {
  const { target } = change;
  return left.some((each) => compareChanges([{ ...each, target }], [change], () => false).kind === "Same");
}
