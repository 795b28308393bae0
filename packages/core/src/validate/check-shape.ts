import type { InputError, JsonObject, JsonValue } from "@idle/contract";
import { parsePointer, readablePointer } from "../data/pointer.ts";
import { quote } from "../diagnostics/quote.ts";
import type { Report } from "./findings.ts";
import { validateWorkflow, workflowSchema } from "./generated/workflow.ts";
import { describeInputErrors } from "./with-errors.ts";

/** Pass 1: keys, types and ranges, by workflow.schema.json. */
export function checkShape(data: JsonValue, report: Report): void {
  if (validateWorkflow(data)) return;
  const errors: readonly InputError[] = validateWorkflow.errors ?? [];
  for (const described of describeInputErrors(errors, data, workflowSchema, { root: "The workflow", nameOf })) {
    if (isLiteralTemplate(data, described.pointer)) continue;
    report({ ...described, ...conditionWords(described, data) });
  }
}

/** Inside a step or resolver the line says which one it is: only the rest of the path is named. */
function nameOf(pointer: string): string {
  const inner = /^\/(?:steps|onFailureSteps|contextResolvers)\/\d+(\/.+)$/.exec(pointer)?.[1];
  return quote(readablePointer(inner ?? pointer));
}

const literalPlace =
  /^\/(?:steps|onFailureSteps|contextResolvers)\/\d+\/with\/(?:provider|authSessionName|authSessionOptions)$/;

/** That no template is allowed there is said by `checkLiterals`, in its own words. */
function isLiteralTemplate(data: JsonValue, pointer: string): boolean {
  if (!literalPlace.test(pointer)) return false;
  const value = parsePointer(pointer).reduce<unknown>((here, key) => Reflect.get(here as object, key), data);
  return typeof value === "string" && value.includes("{{");
}

/** A condition node says "exactly one" by the number of its keys. */
function conditionWords({ pointer, code }: { pointer: string; code: string }, data: JsonValue): { message?: string } {
  if (code !== "LengthOutOfRange" || !/\/(condition|precondition|(all|any|none)\/\d+)$/.test(pointer)) return {};
  const node = parsePointer(pointer).reduce<unknown>(
    (here, key) => Reflect.get(here as object, key),
    data,
  ) as JsonObject;
  const keys = Object.keys(node);
  const start = `A condition holds exactly one operator or group, and this one has ${keys.length === 0 ? "none" : keys.length}.`;
  if (keys.length === 0) return { message: `${start} Write one, such as exists or equals.` };
  return { message: `${start} Put them into a list under all or any.` };
}
