import type { JsonValue, Result, RunStatus, StepResult } from "@idle/contract";
import { recordResult, recordStepResult } from "../record/record-result.ts";
import type { ExpectedResult, ExpectedStepResult } from "../test-document.ts";
import { compareError } from "./compare-error.ts";
import { compareFields } from "./compare-fields.ts";
import { compareSteps } from "./compare-steps.ts";
import { saysOf } from "./error-words.ts";
import type { Collector, Path } from "./finding.ts";
import { isSameValue } from "./values.ts";

/** What became of the run and of its steps. */
export function compareResult(
  expected: ExpectedResult & { readonly status: RunStatus },
  result: Result,
  collector: Collector,
): void {
  const { match, status, steps, notReached, onFailure } = expected;
  if (status !== result.status) compareStatus(status, result, ["result", "status"], collector);
  const isExact = match === "exact";
  if (steps !== undefined) stepsOf(steps, result.steps, ["result", "steps"], "result");
  else if (isExact) {
    const unexpected = result.steps.map(({ name }): JsonValue => name);
    collector.find({ path: ["result"], about: "result: steps", missing: [], unexpected });
    collector.edit({ kind: "set", path: ["result", "steps"], value: recordResult(result).steps ?? [] });
  }
  if (notReached !== undefined && !isSameValue(notReached, result.notReached)) {
    const path = ["result", "notReached"];
    collector.find({ path, about: "result: notReached", expected: notReached, actual: result.notReached });
    collector.edit({ kind: "set", path, value: result.notReached });
  }
  if (onFailure?.status !== undefined) {
    compareFields(
      {
        path: ["result", "onFailure"],
        about: "result, after the failure",
        expected: { status: onFailure.status },
        actual: { status: result.onFailure.status },
      },
      collector,
    );
  }
  if (onFailure?.steps === undefined) return;
  stepsOf(onFailure.steps, result.onFailure.steps, ["result", "onFailure", "steps"], "result, after the failure");

  function stepsOf(
    expectedSteps: readonly ExpectedStepResult[],
    actual: readonly StepResult[],
    path: Path,
    about: string,
  ): void {
    const compare = (each: ExpectedStepResult, step: StepResult, at: Path, what: string) =>
      compareStep({ each, step, path: at, about: what }, collector);
    compareSteps(
      { path, about, expected: expectedSteps, actual, isExact, compare, record: recordStepResult },
      collector,
    );
  }
}

/** `path` leads to where the status stands or would. */
export function compareStatus(expected: string, result: Result, path: Path, collector: Collector): void {
  collector.find({
    path,
    about: "result: status",
    expected,
    actual: result.status,
    notes: [...result.steps, ...result.onFailure.steps].flatMap(({ name, error }) =>
      error === undefined ? [] : saysOf(error).map((text) => `${name}: ${text}`),
    ),
  });
  collector.edit({ kind: "set", path: ["result", "status"], value: result.status });
}

function compareStep(
  {
    each,
    step,
    path,
    about,
  }: {
    readonly each: ExpectedStepResult;
    readonly step: StepResult;
    readonly path: Path;
    readonly about: string;
  },
  collector: Collector,
): void {
  const { step: _, error, outputs, sealedOutputs, ...fields } = each;
  const { status, changed, attempts } = step;
  const notesOf = (key: string) => (key === "status" && step.error !== undefined ? saysOf(step.error) : []);
  compareFields({ path, about, expected: { ...fields }, actual: { status, changed, attempts }, notesOf }, collector);
  if (outputs !== undefined) {
    const at = [...path, "outputs"];
    compareFields({ path: at, about: `${about}, outputs`, expected: outputs, actual: step.outputs ?? {} }, collector);
  }
  const sealed = Object.keys(step.sealedOutputs ?? {});
  if (sealedOutputs !== undefined && !isSameValue([...sealedOutputs].sort(), sealed.toSorted())) {
    const at = [...path, "sealedOutputs"];
    collector.find({ path: at, about: `${about}: sealedOutputs`, expected: sealedOutputs, actual: sealed });
    collector.edit({ kind: "set", path: at, value: sealed });
  }
  if (error === undefined) return;
  const at = [...path, "error"];
  if (step.error !== undefined) {
    compareError({ expected: error, actual: step.error, path: at, about: `${about}, error` }, collector);
  } else {
    collector.find({ path: at, about: `${about}: error`, expected: { ...error }, actual: null });
    collector.edit({ kind: "remove", path: at });
    // How the step ended is what is left to say of it.
    if (each.status === undefined) collector.edit({ kind: "set", path: [...path, "status"], value: status });
  }
}
