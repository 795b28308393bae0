/** After a step: whether the state is what the plan promised, read back until it is or the step's time is over. */
import { type Change, IdleError, type StepOutcome } from "@idle/contract";
import { redactChange } from "../plan/planned-step.ts";
import { noPrediction } from "../plan/prediction.ts";
import { createReadRecord } from "../plan/read-record.ts";
import { abortable } from "../providers/abortable.ts";
import { isTransient, toIdleError } from "../providers/foreign-error.ts";
import { notSo } from "./drift-in-words.ts";
import { isUnseen, look } from "./look.ts";
import { openChanges } from "./open-changes.ts";
import type { PreparedStep } from "./prepare.ts";
import type { OpenRun } from "./run.ts";
import type { StepTime } from "./step-time.ts";

/** How long a step without a time limit is waited for. */
const defaultLimitMs = 30_000;
const [firstWaitMs, longestWaitMs] = [250, 5_000];

/**
 * True when it is, null when that cannot be read back, or the run was aborted meanwhile. Throws NotVerified, with what is
 * still not so. Systems that tell their readers late are waited for.
 */
export async function confirmStep(
  step: PreparedStep,
  run: OpenRun,
  time: StepTime,
  left: StepOutcome["left"],
): Promise<true | null> {
  const { planned, type } = step;
  if (isUnseen(step)) return null;
  const deadline = Number(run.host.now()) + defaultLimitMs;
  const hasTime = (waitMs: number): boolean =>
    planned.timeoutSeconds === null ? Number(run.host.now()) + waitMs < deadline : time.hasTimeFor(waitMs);
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    let open: readonly Change[] = [];
    let problem: IdleError | null = null;
    const record = createReadRecord();
    try {
      const found = await look(step, run, {
        signal: time.signal,
        prediction: noPrediction("unknown"),
        record,
        read: (call) => abortable(call(), time.signal),
      });
      if (found === null || record.reads.length === 0) return null;
      open = openChanges(found, left);
      if (open.length === 0) return found.length === 0 || found.some(({ action }) => action !== "invoke") ? true : null;
    } catch (error) {
      if (time.isCancelled()) return null;
      problem = toIdleError(error, `Step type ${type.type} failed in its preview`);
    }
    if (run.signal.aborted) return null;
    const isWorthWaiting = problem === null || isTransient(problem);
    if (!isWorthWaiting || time.isOver() || !hasTime(waitMs)) throw notVerified(step, run, open, problem);
    try {
      await time.sleep(waitMs);
    } catch {
      if (time.isCancelled()) return null;
      throw notVerified(step, run, open, problem);
    }
  }
}

function notVerified(
  { planned }: PreparedStep,
  run: OpenRun,
  open: readonly Change[],
  problem: IdleError | null,
): IdleError {
  const redacted = open.map((change) => redactChange(change, run.redactor));
  const what = problem === null ? redacted.map(notSo).join(" ") : problem.message;
  return new IdleError(
    "NotVerified",
    `Step "${planned.name}" was executed, and reading it back does not confirm it: ${what}`,
    {
      ...(problem === null ? {} : { cause: problem }),
    },
  );
}
