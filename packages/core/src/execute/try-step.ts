/** All attempts of one step, with the waits in between, and what they come to together. */
import { IdleError, type PlannedStep } from "@idle/contract";
import { generatedSecrets } from "../plan/unsealable-secrets.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import { retry } from "../retry/retry.ts";
import { confirmStep } from "./confirm-step.ts";
import type { Ending } from "./ending.ts";
import { AttemptFailed, judgeAttempt } from "./judge-attempt.ts";
import { openChanges } from "./open-changes.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Run, StepList } from "./run.ts";
import { patienceOf, type StepTime } from "./step-time.ts";
import { createWriteWatch, type WriteWatch } from "./write-watch.ts";

export async function tryStep(step: PreparedStep, run: Run, list: StepList, time: StepTime): Promise<Ending> {
  const { planned, type, retryProfile } = step;
  let attempts = 0;
  const watches: WriteWatch[] = [];
  const attempt = () => {
    const watch = createWriteWatch();
    watches.push(watch);
    const onExecute = () => {
      attempts += 1;
    };
    const hasExecuted = attempts > 0;
    return judgeAttempt({ step, run, list, time, watch, attempt: watches.length, hasExecuted, onExecute });
  };
  try {
    const outcome = await retry(attempt, {
      ...patienceOf(step, run, time),
      mayRetry: (error, delayMs) => {
        if (!(error instanceof AttemptFailed) || !error.mayRetry) return false;
        if (time.hasTimeFor(delayMs)) return true;
        throw new IdleError(
          "Timeout",
          `The step had no time left of its ${planned.timeoutSeconds} s to try again. Last error: ${error.message}`,
          { cause: error.error },
        );
      },
      onRetry: (error, number, delayMs) => {
        const { code, message } = (error as AttemptFailed).error;
        const data = { attempt: number, maxAttempts: retryProfile.maxAttempts, delayMs, code };
        const text = `Step "${planned.name}" is tried again in ${delayMs} ms: ${message}`;
        run.events.emit("StepRetrying", text, data, planned);
      },
    });
    // What an earlier attempt changed, or may have, stays changed, whatever the last one says of itself.
    const earlier = watches.slice(0, -1);
    const changed =
      outcome.changed ||
      watches.some((watch) => watch.hasChanged()) ||
      earlier.some((watch) => watch.isOutcomeUnknown());
    const { isConfirmed = false, left, ...told } = outcome;
    const wasLost = isConfirmed || earlier.some((watch) => watch.isOutcomeUnknown());
    const isLost = wasLost && changed && told.sealedOutputs === undefined;
    const warnings = [
      ...watches.flatMap((watch) => watch.wrongAnswers()).map(completedAllTheSame),
      ...(isLost ? lostSecrets(planned, run) : []),
    ];
    const found = run.world.now.get(planned.id) ?? null;
    // What the system refused was not done.
    if (left !== undefined && found !== null) run.world.now.set(planned.id, openChanges(found, left));
    try {
      const verified = isConfirmed ? true : await confirmStep(step, run, time, left);
      return { ...told, status: "Completed", changed, attempts, warnings, verified };
    } catch (error) {
      // What it gave is kept: there may be a password in it.
      return {
        ...told,
        status: "Failed",
        changed,
        attempts,
        error: toIdleError(error, "Reading the step back failed"),
      };
    }
  } catch (thrown) {
    const changed = watches.some((watch) => watch.hasChanged());
    const isInDoubt = watches.some((watch) => watch.isOutcomeUnknown());
    const last = thrown instanceof AttemptFailed ? thrown.error : toIdleError(thrown, `Step type ${type.type} failed`);
    const error = isInDoubt ? withUnknownOutcome(last) : last;
    const status = error.code === "Cancelled" && run.signal.aborted ? "Cancelled" : "Failed";
    return { status, changed, attempts, error };
  }
}

/** A second look may find all as wanted; who wrote the provider would never learn of the answer otherwise. */
function completedAllTheSame(wrongAnswer: string): string {
  return `${wrongAnswer} The step completed all the same.`;
}

/** The same error, saying that the step may have taken effect. */
function withUnknownOutcome({ code, message, details, transient, retryAfterMs, cause }: IdleError): IdleError {
  return new IdleError(code, message, {
    details: { ...details, outcomeUnknown: true },
    transient,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    cause,
  });
}

/** What it made and could not tell, because its answer never came: seen was only that it is done. */
function lostSecrets({ inputs }: PlannedStep, { redactor }: Run): string[] {
  return generatedSecrets(inputs ?? {}, redactor).map(
    (place) =>
      `It was done, but its answer was lost, and with it the generated ${place}: nobody knows it. Set a new one in the target system.`,
  );
}
