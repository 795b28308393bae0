/** One step of a run, from its precondition to its result. */
import type { StepResult } from "@idle/contract";
import { announce, type Ending, resultOf } from "./ending.ts";
import { guardStep } from "./guard-step.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Run, StepList } from "./run.ts";
import { startStepTime } from "./step-time.ts";
import { tryStep } from "./try-step.ts";

export async function runStep(step: PreparedStep, run: Run, list: StepList): Promise<StepResult> {
  const { planned } = step;
  if (planned.status === "NotApplicable") {
    const ending: Ending = { status: "NotApplicable", changed: false, attempts: 0 };
    announce(planned, run, list, ending);
    return resultOf(planned, run, ending, 0);
  }
  if (run.world.isDone(planned)) {
    const ending: Ending = { status: "Completed", changed: false, attempts: 0 };
    announce(planned, run, list, ending);
    return resultOf(planned, run, ending, 0);
  }

  const startedAt = Number(run.host.now());
  const time = startStepTime({
    host: run.host,
    timeoutSeconds: planned.timeoutSeconds,
    abort: run.signal,
    abortDelayMs: list.abortDelayMs,
  });
  try {
    let ending = await guardStep(step, run, list, time);
    if (ending === null) {
      run.events.emit(list.events.started, `Step "${planned.name}" started.`, null, planned);
      ending = await tryStep(step, run, list, time);
    }
    announce(planned, run, list, ending);
    return resultOf(planned, run, ending, Number(run.host.now()) - startedAt);
  } finally {
    time.end();
  }
}
