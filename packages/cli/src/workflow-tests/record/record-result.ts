/** A result as a test's file would say it. */
import type { JsonObject, Result, StepResult } from "@idle/contract";
import { recordError } from "./record-error.ts";

export function recordResult({ status, steps, notReached, onFailure }: Result): JsonObject {
  return {
    status,
    steps: steps.map(recordStepResult),
    ...(notReached.length > 0 && { notReached }),
    ...(onFailure.status !== "NotRun" && {
      onFailure: { status: onFailure.status, steps: onFailure.steps.map(recordStepResult) },
    }),
  };
}

export function recordStepResult({ name, status, changed, sealedOutputs, error }: StepResult): JsonObject {
  return {
    step: name,
    status,
    ...(status === "Completed" && { changed }),
    ...(sealedOutputs !== undefined && { sealedOutputs: Object.keys(sealedOutputs) }),
    ...(error !== undefined && { error: recordError(error) }),
  };
}
