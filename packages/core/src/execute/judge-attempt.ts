/**
 * One attempt, and what it came to: done, failed, or not known, and then looked up. Waits for it within the step's time
 * and for a while beyond, since what was begun may still end well.
 */
import { IdleError } from "@idle/contract";
import { isTransient, toIdleError } from "../providers/foreign-error.ts";
import { attemptStep } from "./attempt.ts";
import type { CheckedOutcome } from "./check-outcome.ts";
import { type CheckedStep, checkStep } from "./check-step.ts";
import { previewLive } from "./live-preview.ts";
import type { PreparedStep } from "./prepare.ts";
import { type Run, type StepList, timestamp } from "./run.ts";
import { type SealedOutcome, sealOutcome } from "./seal-outcome.ts";
import { type Settled, settle } from "./settle.ts";
import type { StepTime } from "./step-time.ts";
import type { WriteWatch } from "./write-watch.ts";

/** How long a step may go on after the host's abort, and a write that is under way after the step's time. */
const graceMs = 5_000;

/** What an attempt came to, other than by returning. */
export class AttemptFailed extends Error {
  readonly error: IdleError;
  readonly mayRetry: boolean;

  constructor(error: IdleError, mayRetry: boolean) {
    super(error.message, { cause: error });
    this.error = error;
    this.mayRetry = mayRetry;
  }
}

export interface AttemptToJudge {
  readonly step: PreparedStep;
  readonly run: Run;
  readonly list: StepList;
  readonly time: StepTime;
  readonly watch: WriteWatch;
  /** From 1. */
  readonly attempt: number;
  /** Whether an earlier attempt came to execute the step. */
  readonly hasExecuted: boolean;
  /** Called right before the step type is. */
  onExecute(): void;
}

/** Throws AttemptFailed. */
export async function judgeAttempt(parts: AttemptToJudge): Promise<SealedOutcome> {
  const { step, run, list, time, watch } = parts;
  const { planned, type } = step;
  const { snapshot, isDone } = await checked(parts);
  if (isDone) return { changed: false, isConfirmed: true };
  await recordIntent(parts);
  if (time.isOver()) throw new AttemptFailed(time.reason(), false);
  let open = true;
  parts.onExecute();
  const work = attemptStep({ step, run, list, time, watch, snapshot, isOpen: () => open });
  const settled = await settle(work, time.signal, run.host, () => {
    if (time.isCancelled()) return graceMs - list.abortDelayMs;
    // After a time limit only a write that is under way is waited for: what it does is worth knowing.
    return watch.isWriting() ? graceMs : 0;
  });
  open = false;

  const isInTime = !time.isOver() || time.isCancelled();
  if (settled.kind === "returned" && isInTime) return finish(settled.value, parts);
  if (time.isOver()) return lookAfterTheEnd(parts, settled);
  const thrown = settled.kind === "threw" ? settled.error : undefined;
  const error = toIdleError(thrown, `Step type ${type.type} failed in step "${planned.name}"`);

  // A type that is not idempotent must not repeat writes that came back well before the error, either.
  const isUnclear = watch.isOutcomeUnknown() || (!type.idempotent && watch.hasWritten());
  if (isUnclear && (await previewLive(step, run)) === "done") {
    return { changed: watch.hasChanged() || watch.isOutcomeUnknown(), isConfirmed: true };
  }
  throw new AttemptFailed(error, isTransient(error) && (!isUnclear || type.idempotent === true));
}

/** A look that failed for a while is taken again as the step is: nothing was written. */
async function checked({ step, run, list, time, attempt, hasExecuted }: AttemptToJudge): Promise<CheckedStep> {
  try {
    return await checkStep(step, run, list, time, { attempt, hasExecuted });
  } catch (error) {
    const failure = toIdleError(error, `Step type ${step.type.type} failed in its preview`);
    throw new AttemptFailed(failure, !time.isOver() && isTransient(failure));
  }
}

/** Outside of the step's time: a step that made a secret in time is not cut off before the secret is safe. */
async function finish(outcome: CheckedOutcome, { step, run }: AttemptToJudge): Promise<SealedOutcome> {
  try {
    return await sealOutcome(outcome, step, run);
  } catch (error) {
    throw new AttemptFailed(toIdleError(error, "A secret output could not be sealed"), false);
  }
}

/**
 * The step's time is over, by its limit or by the host: whether it took effect is looked up. What it returned too late is
 * kept all the same: there may be a password in it.
 */
async function lookAfterTheEnd(parts: AttemptToJudge, settled: Settled<CheckedOutcome>): Promise<SealedOutcome> {
  const { step, run, time, watch } = parts;
  const isWorthALook = time.isCancelled() || watch.isOutcomeUnknown() || watch.hasWritten();
  if (isWorthALook && (await previewLive(step, run)) === "done") {
    // Where it never came to a write, nothing had to be changed. What a step without a provider does, no watch sees.
    const changed = step.entry === null || watch.wasTried();
    const outcome = settled.kind === "returned" ? await finish({ ...settled.value, changed }, parts) : { changed };
    return { ...outcome, isConfirmed: true };
  }
  const reason = time.reason();
  const thrown = settled.kind === "threw" ? settled.error : undefined;
  const cause = thrown === reason ? undefined : thrown;
  throw new AttemptFailed(new IdleError(reason.code, reason.message, cause === undefined ? {} : { cause }), false);
}

async function recordIntent({ step: { planned }, run, attempt }: AttemptToJudge): Promise<void> {
  const { runId } = run;
  const idempotencyKey = `${runId}/${planned.id}`;
  try {
    await run.journal.recordIntent({ runId, stepId: planned.id, attempt, idempotencyKey, at: timestamp(run) });
  } catch (cause) {
    const message = "The step was not executed, because that could not be recorded.";
    throw new AttemptFailed(new IdleError("JournalFailed", message, { cause }), false);
  }
}
