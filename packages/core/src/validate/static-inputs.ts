import type { InputError, JsonObject, JsonValue } from "@idle/contract";
import { valueAt } from "../data/pointer.ts";
import { placeholderKind } from "../expression/index.ts";
import { type ErrorNode, nestErrors } from "./error-tree.ts";
import type { RegisteredStep } from "./step-registry.ts";

/** Keywords that compare or choose by whole values, and may decide otherwise once placeholders are resolved. */
const byContent = new Set([
  "anyOf",
  "oneOf",
  "not",
  "if",
  "contains",
  "uniqueItems",
  "const",
  "enum",
  "unevaluatedProperties",
  "unevaluatedItems",
]);

/**
 * The errors of inputs as they are written that no request can cure: a placeholder stands for any scalar, and one that
 * stands alone for a list or object as well. Text around a placeholder makes it text for certain.
 */
export function staticInputErrors(step: RegisteredStep, inputs: JsonObject): ErrorNode[] {
  const errors = step.check(inputs);
  if (errors === null) return [];
  return nestErrors(errors).flatMap((node) => {
    const { instancePath, keyword } = node.error;
    const value = valueAt(inputs, instancePath);
    if (typeof value === "string") {
      const kind = placeholderKind(value);
      return kind === "none" ? [node] : kind === "mixed" ? textWhereNoneIsWanted(step, instancePath) : [];
    }
    return byContent.has(keyword) && hasPlaceholder(value) ? [] : [node];
  });
}

function textWhereNoneIsWanted(step: RegisteredStep, instancePath: string): ErrorNode[] {
  const wanted = step.wanted(instancePath);
  if (wanted === null || wanted.has("string")) return [];
  const error: InputError = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: [...wanted] } };
  return [{ error, branches: [] }];
}

function hasPlaceholder(value: JsonValue | undefined): boolean {
  if (typeof value === "string") return placeholderKind(value) !== "none";
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasPlaceholder);
}
