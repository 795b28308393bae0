/** The time of one step: its signal, its time limit by the host's clock, and what of it is left. */
import { IdleError, type TimeLimit } from "@idle/contract";
import type { Host } from "../host.ts";
import { abortable } from "../providers/abortable.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import type { RetryLoop } from "../retry/retry.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Run } from "./run.ts";

export interface StepTime {
  /** Aborts with a Timeout or Cancelled error as its reason. */
  readonly signal: AbortSignal;
  /** True once the step must end, by its time limit or the host's abort. Looks at the clock, too. */
  isOver(): boolean;
  /** True once the host's abort has ended it. */
  isCancelled(): boolean;
  /** Why it is over: Timeout or Cancelled. */
  reason(): IdleError;
  /** Whether a wait of this length still ends within the time limit. */
  hasTimeFor(milliseconds: number): boolean;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A limit of the step type's own within this time. Ends with it at the latest. */
  limit(milliseconds: number): TimeLimit;
  end(): void;
}

export interface StepTimeOptions {
  readonly host: Host;
  readonly timeoutSeconds: number | null;
  readonly abort: AbortSignal;
  /** How long after the host's abort the step is told. */
  readonly abortDelayMs: number;
}

export function startStepTime({ host, timeoutSeconds, abort, abortDelayMs }: StepTimeOptions): StepTime {
  const controller = new AbortController();
  const cancels = new Set<() => void>();
  const deadline = timeoutSeconds === null ? null : Number(host.now()) + timeoutSeconds * 1000;

  const timeOut = () => {
    controller.abort(
      new IdleError(
        "Timeout",
        `The step was not done after ${timeoutSeconds} s. Raise timeoutSeconds, or look why it takes so long.`,
      ),
    );
  };
  const onAbort = () => {
    const cancel = () =>
      controller.abort(new IdleError("Cancelled", "The host aborted the run.", { cause: abort.reason }));
    if (abortDelayMs === 0) cancel();
    else cancels.add(host.setTimer(abortDelayMs, cancel));
  };

  if (timeoutSeconds !== null) cancels.add(host.setTimer(timeoutSeconds * 1000, timeOut));
  if (abort.aborted) onAbort();
  else {
    abort.addEventListener("abort", onAbort, { once: true });
    cancels.add(() => abort.removeEventListener("abort", onAbort));
  }

  const reason = () => toIdleError(controller.signal.reason, "");
  const isOver = () => {
    if (deadline !== null && Number(host.now()) >= deadline) timeOut();
    return controller.signal.aborted;
  };
  return {
    signal: controller.signal,
    isOver,
    isCancelled: () => controller.signal.aborted && reason().code === "Cancelled",
    reason,
    hasTimeFor: (milliseconds) => deadline === null || Number(host.now()) + milliseconds < deadline,
    async sleep(milliseconds, signal) {
      const either = signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]);
      // A host's sleep need not know the signal.
      await abortable(host.sleep(milliseconds, either), either);
      if (isOver()) throw controller.signal.reason;
    },
    limit(milliseconds) {
      const limit = new AbortController();
      const timeout = () => limit.abort(new IdleError("Timeout", `It was not done after ${milliseconds / 1000} s.`));
      const cancel = host.setTimer(milliseconds, timeout);
      cancels.add(cancel);
      return {
        signal: AbortSignal.any([controller.signal, limit.signal]),
        end() {
          cancel();
          cancels.delete(cancel);
        },
      };
    },
    end() {
      for (const cancel of cancels) cancel();
    },
  };
}

/** How a step's reads and attempts are tried again: by its profile, within its time. */
export function patienceOf(step: PreparedStep, run: Run, time: StepTime): RetryLoop {
  return {
    host: { sleep: (milliseconds) => time.sleep(milliseconds) },
    profile: step.retryProfile,
    seed: `${run.plan.request.correlationId}|${step.planned.id}`,
    signal: time.signal,
  };
}
