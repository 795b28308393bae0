import type { JsonObject } from "@idle/contract";
import { suggest } from "../diagnostics/did-you-mean.ts";
import { quote } from "../diagnostics/quote.ts";
import { type CompiledTemplates, checkPathUse, listConditionPaths, parsePath } from "../expression/index.ts";
import type { PlacedCondition } from "./check-conditions.ts";
import { inputSchemas } from "./check-input-schemas.ts";
import { isDeclared } from "./declared-inputs.ts";
import type { Report } from "./findings.ts";
import { knownKeys } from "./schemas-at.ts";

/** Templates, and where the object stands that they are in. */
export interface PlacedTemplates {
  readonly pointer: string;
  readonly templates: CompiledTemplates;
}

/** Comparing every undeclared key with every declared one takes its time; nobody reads more suggestions than these. */
const mostSuggestions = 50;

/** Pass: a warning for each path into the request that `inputs` declares the group of, but not the key. */
export function checkDeclared(
  data: JsonObject,
  templates: readonly PlacedTemplates[],
  conditions: readonly PlacedCondition[],
  report: Report,
): void {
  const schemas = new Map(
    inputSchemas(data).map(([group, schema]) => [group.toLowerCase(), { group, schema, keys: knownKeys(schema, "") }]),
  );
  if (schemas.size === 0) return;
  const known = new Map<string, boolean>();
  let suggestions = 0;

  const check = (path: readonly string[], pointer: string) => {
    const [root, group, ...segments] = path;
    const declared = schemas.get(group?.toLowerCase() ?? "");
    if (root?.toLowerCase() !== "request" || !declared || segments.length === 0) return;
    const text = path.join(".");
    const isKnown = known.get(text) ?? isDeclared(declared.schema, segments);
    known.set(text, isKnown);
    if (isKnown) return;
    suggestions += 1;
    const { sentence, field } = suggest(segments[0] ?? "", suggestions > mostSuggestions ? [] : declared.keys);
    const message = `${quote(text)} is not declared under inputs.${declared.group}.${sentence === "" ? " Declare it, so that a request without it is refused before anything is planned." : sentence}`;
    report({ severity: "warning", code: "UndeclaredInput", message, pointer, ...field });
  };

  for (const { pointer, templates: each } of templates) {
    for (const placeholder of each.placeholders) check(placeholder.path, `${pointer}${placeholder.pointer}`);
  }
  for (const { pointer, node } of conditions) {
    for (const { path: text, pointer: inner } of listConditionPaths(node)) {
      const parsed = parsePath(text);
      if ("path" in parsed && checkPathUse(parsed.path, "precondition") === null)
        check(parsed.path, `${pointer}${inner}`);
    }
  }
}
