import type { InputError, JsonObject, JsonValue } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { quote } from "../diagnostics/quote.ts";
import type { Report } from "./findings.ts";
import { checkSchemaRules, listPatterns } from "./json-schema-rules.ts";
import { describeInputErrors } from "./with-errors.ts";

export const inputGroups = ["identityKeys", "intent"] as const;

/** The schemas under `inputs`, by group, as far as they are objects. */
export function inputSchemas(data: JsonObject): [(typeof inputGroups)[number], JsonObject][] {
  const inputs = Object.hasOwn(data, "inputs") ? data.inputs : undefined;
  if (!isObject(inputs)) return [];
  return inputGroups.flatMap((group) => {
    const schema = Object.hasOwn(inputs, group) ? inputs[group] : undefined;
    return isObject(schema) ? [[group, schema] as [typeof group, JsonObject]] : [];
  });
}

/** Pass: the schemas under `inputs` are JSON Schemas that can be compiled, refer to nothing outside, and end. */
export async function checkInputSchemas(data: JsonObject, report: Report): Promise<void> {
  for (const [group, schema] of inputSchemas(data)) {
    const pointer = `/inputs/${group}`;
    const isValid = await checkByMetaSchema(schema, pointer, report);
    if (!isValid) continue;
    checkSchemaRules(schema, (finding) => report({ ...finding, pointer: `${pointer}${finding.pointer}` }));
    await checkPatterns(schema, pointer, report);
  }
}

async function checkByMetaSchema(schema: JsonValue, pointer: string, report: Report): Promise<boolean> {
  const { validateJsonSchema } = await import("./generated/json-schema.ts");
  if (validateJsonSchema(schema)) return true;
  const errors: readonly InputError[] = validateJsonSchema.errors ?? [];
  for (const described of describeInputErrors(errors, schema, true, { root: "The schema" })) {
    report({ ...described, pointer: `${pointer}${described.pointer}`, code: "SchemaInvalid" });
  }
  return false;
}

async function checkPatterns(schema: JsonObject, pointer: string, report: Report): Promise<void> {
  const patterns = listPatterns(schema);
  if (patterns.length === 0) return;
  const { compilePattern } = await import("./linear-regexp.ts");
  for (const { text, pointer: inner, at } of patterns) {
    try {
      compilePattern(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : String(error);
      const message = `${quote(text)} is no regular expression that can be used here: ${reason}. Lookarounds and back references are not supported.`;
      report({ code: "PatternInvalid", message, pointer: `${pointer}${inner}`, at });
    }
  }
}
