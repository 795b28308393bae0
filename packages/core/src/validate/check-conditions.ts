import type { JsonObject, JsonValue } from "@idle/contract";
import { appendToPointer } from "../data/pointer.ts";
import { isObject } from "../data/value.ts";
import { checkCondition } from "../expression/index.ts";
import type { RawStep } from "./check-steps.ts";
import type { Report } from "./findings.ts";

const uses = ["condition", "precondition"] as const;

export interface PlacedCondition {
  readonly pointer: string;
  readonly node: JsonObject;
}

/**
 * Pass: the paths and patterns of conditions, as far as their shape is right, and templates where none is resolved. Gives
 * the conditions.
 */
export function checkConditions(steps: readonly RawStep[], report: Report): PlacedCondition[] {
  const conditions: PlacedCondition[] = [];
  for (const { pointer: stepPointer, data } of steps) {
    for (const use of uses) {
      const pointer = `${stepPointer}/${use}`;
      const node = Object.hasOwn(data, use) ? data[use] : undefined;
      if (!isObject(node)) continue;
      for (const problem of checkCondition(node, use)) report({ ...problem, pointer: `${pointer}${problem.pointer}` });
      warnOfTemplates(node, pointer, report);
      conditions.push({ pointer, node });
    }
    warnOfKeysWithoutEffect(data, stepPointer, report);
    if (isObject(data.preconditionEvent))
      warnOfTemplates(data.preconditionEvent, `${stepPointer}/preconditionEvent`, report);
  }
  return conditions;
}

/** Nothing is ever blocked or told by a step that has no precondition, though it looks as if. */
function warnOfKeysWithoutEffect(step: JsonObject, pointer: string, report: Report): void {
  if (Object.hasOwn(step, "precondition")) return;
  for (const key of ["onPreconditionFalse", "preconditionEvent"]) {
    if (!Object.hasOwn(step, key)) continue;
    const message = `"${key}" does nothing, because the step has no "precondition". Write one, or take this out.`;
    report({ severity: "warning", code: "KeyWithoutEffect", message, pointer: `${pointer}/${key}`, at: "key" });
  }
}

function warnOfTemplates(value: JsonValue, pointer: string, report: Report): void {
  if (typeof value === "string") {
    const isPath = /\/(path|exists)$/.test(pointer);
    if (isPath || !/\{\{\s*[Rr]equest\./.test(value)) return;
    const message = 'Templates are resolved in "with" only. This one is taken as it is written.';
    report({ severity: "warning", code: "TemplateIgnored", message, pointer });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, child] of Object.entries(value)) warnOfTemplates(child, appendToPointer(pointer, key), report);
  }
}
