/** How a step ended, and how that is told: as an event and as its result. */
import type { IdleError, JsonObject, PlannedStep, StepResult } from "@idle/contract";
import { asObject } from "../events/run-events.ts";
import type { Run, StepList } from "./run.ts";

export interface Ending extends Pick<StepResult, "status" | "changed" | "attempts"> {
  readonly outputs?: JsonObject;
  readonly sealedOutputs?: Readonly<Record<string, string>>;
  /** Whether its state was read back; null when that cannot be. */
  readonly verified?: true | null;
  /** Told beside a completed step. */
  readonly warnings?: readonly string[];
  readonly error?: IdleError;
}

export function resultOf(
  { id, name, stepType }: PlannedStep,
  run: Run,
  ending: Ending,
  durationMs: number,
): StepResult {
  const { status, changed, attempts, outputs, sealedOutputs, verified, warnings = [], error } = ending;
  return {
    id,
    name,
    type: stepType,
    status,
    changed,
    attempts,
    durationMs,
    ...(verified === true ? { verified } : {}),
    ...(outputs === undefined ? {} : { outputs: asObject(run.redactor.data(outputs)) }),
    // Under names of secrets, and none: these have to get through.
    ...(sealedOutputs === undefined ? {} : { sealedOutputs }),
    ...(warnings.length === 0 ? {} : { warnings: warnings.map((warning) => run.redactor.text(warning)) }),
    ...(error === undefined ? {} : { error: run.redactor.error(error) }),
  };
}

/** What a step skips because of its precondition has been told by then. */
export function announce(step: PlannedStep, run: Run, { events }: StepList, ending: Ending): void {
  const { status, changed, attempts, warnings = [], error } = ending;
  const emit = (type: string, what: string, data: JsonObject | null = null): void =>
    run.events.emit(type, `Step "${step.name}" ${what}`, data, step);
  const failed = { status, code: error?.code ?? "UnexpectedError", attempts };
  if (status === "Completed") {
    emit(events.completed, `completed${changed ? "" : ", nothing to change"}.`, {
      changed,
      attempts,
      ...(warnings.length === 0 ? {} : { warnings }),
    });
  } else if (status === "NotApplicable") emit(events.notApplicable, "is not applicable.");
  else if (status === "Blocked") emit("StepBlocked", "is blocked, and with it the run.");
  else if (status === "Failed") emit(events.failed, `failed: ${error?.message}`, failed);
  else if (status === "Cancelled") emit(events.failed, `was cancelled: ${error?.message}`, failed);
}
