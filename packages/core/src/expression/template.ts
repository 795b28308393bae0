import type { JsonObject, JsonValue } from "@idle/contract";
import { appendToPointer } from "../data/pointer.ts";
import { isObject } from "../data/value.ts";
import type { Branch, CompiledTemplates, Edit } from "./compiled-templates.ts";
import { isList } from "./path.ts";
import type { ExpressionProblem } from "./problem.ts";
import { loneSlot, readTemplateText } from "./template-text.ts";

export type { CompiledTemplates } from "./compiled-templates.ts";
export { type ResolvedTemplates, resolveTemplates } from "./resolve-templates.ts";
export type { JsonType } from "./scalar-conversion.ts";

/** Reads every text of a `with`, once, when a workflow is loaded. Keys are not templated. */
export function compileTemplates(value: JsonObject): CompiledTemplates {
  const placeholders: CompiledTemplates["placeholders"][number][] = [];
  const problems: ExpressionProblem[] = [];

  const compileText = (text: string, pointer: string): Edit | null => {
    if (!text.includes("{{") && !text.includes("}}")) return null;
    const read = readTemplateText(text);
    const lone = loneSlot(read);
    for (const problem of read.problems) problems.push({ ...problem, pointer });
    for (const part of read.parts) {
      if (typeof part !== "string") placeholders.push({ pointer, ...part, lone: lone !== null });
    }
    return read.problems.length > 0 ? null : { kind: "text", pointer, lone, parts: read.parts };
  };

  const compile = (here: JsonValue, pointer: string): Edit | null => {
    if (typeof here === "string") return compileText(here, pointer);
    return isList(here) || isObject(here) ? compileBranch(here, pointer) : null;
  };

  const compileBranch = (source: JsonObject | readonly JsonValue[], pointer: string): Branch | null => {
    const edits: { key: string; edit: Edit }[] = [];
    for (const [key, child] of Object.entries(source)) {
      const edit = compile(child, appendToPointer(pointer, key));
      if (edit !== null) edits.push({ key, edit });
    }
    return edits.length === 0 ? null : { kind: "branch", source, edits };
  };

  const edits = compileBranch(value, "");
  return { value, placeholders, problems, edits };
}

/** What a text is to a static check: without placeholders, nothing but one, or text with placeholders in it. */
export function placeholderKind(text: string): "none" | "lone" | "mixed" {
  if (!text.includes("{{")) return "none";
  const read = readTemplateText(text);
  if (loneSlot(read) !== null) return "lone";
  if (read.problems.length === 0) return read.parts.some((part) => typeof part !== "string") ? "mixed" : "none";
  // What is malformed is reported as that, and stands for whatever was meant.
  const trimmed = text.trim();
  const isOne = trimmed.startsWith("{{") && trimmed.indexOf("}}") === trimmed.length - 2;
  return isOne ? "lone" : "mixed";
}
