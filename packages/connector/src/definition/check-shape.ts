import type { CompiledValidator, JsonValue } from "@idle/contract";
import { describeInputErrors } from "@idle/core";
import type { FoundProblem } from "./found-problem.ts";
import { connectorSchema } from "./generated/connector-schema.ts";
import { validateConnector } from "./generated/validate-connector.ts";

/** What is wrong with the keys of a definition and the kinds of its values. Messages never repeat a value. */
export function shapeProblems(data: JsonValue): readonly FoundProblem[] {
  const validator: CompiledValidator = validateConnector;
  if (validator(data)) return [];
  return describeInputErrors(validator.errors ?? [], data, connectorSchema, { root: "The definition" });
}
