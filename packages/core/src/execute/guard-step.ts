/** Before a step executes: its precondition, and what a false one does. */
import { IdleError } from "@idle/contract";
import { abortable } from "../providers/abortable.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import { retry } from "../retry/retry.ts";
import type { Ending } from "./ending.ts";
import { decidePrecondition } from "./precondition.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Run, StepList } from "./run.ts";
import { patienceOf, type StepTime } from "./step-time.ts";

/** The ending that a false or failing precondition brings; null when the step is to be executed. */
export async function guardStep(
  step: PreparedStep,
  run: Run,
  { failure }: StepList,
  time: StepTime,
): Promise<Ending | null> {
  const { planned } = step;
  if (planned.precondition === null) return null;
  const end = (status: Ending["status"], error?: IdleError): Ending => ({
    status,
    changed: false,
    attempts: 0,
    ...(error === undefined ? {} : { error }),
  });
  try {
    const read = <T>(work: () => Promise<T>) =>
      retry(() => abortable(work(), time.signal), patienceOf(step, run, time));
    if (await decidePrecondition(step, run, time.signal, read)) return null;
  } catch (error) {
    if (time.isOver()) return end(time.isCancelled() ? "Cancelled" : "Failed", time.reason());
    return end("Failed", toIdleError(error, `The precondition of step "${planned.name}" could not be decided`));
  }

  const { onPreconditionFalse, preconditionEvent } = planned;
  const message = `The precondition of step "${planned.name}" is false.`;
  run.events.emit("StepPreconditionFailed", message, { onPreconditionFalse }, planned);
  if (preconditionEvent !== null) {
    run.events.emit(preconditionEvent.type, preconditionEvent.message, preconditionEvent.data ?? null, planned);
  }
  if (onPreconditionFalse === "Fail") {
    return end("Failed", new IdleError("PreconditionFailed", "Precondition check failed."));
  }
  // Among the failure steps nothing holds up the others.
  return end(onPreconditionFalse === "Continue" || failure !== null ? "PreconditionSkipped" : "Blocked");
}
