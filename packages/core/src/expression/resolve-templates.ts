import type { JsonObject, JsonValue } from "@idle/contract";
import { isObject } from "../data/value.ts";
import type { Branch, CompiledTemplates, TextEdit } from "./compiled-templates.ts";
import { isList, type Path, resolvePath } from "./path.ts";
import { describeMissing } from "./path-words.ts";
import { convertTo, describeKind, describeWanted, type JsonType } from "./scalar-conversion.ts";
import type { Slot } from "./template-text.ts";

interface TemplateProblem {
  readonly code: "TemplateUnresolved" | "PathAmbiguous" | "WrongKind";
  readonly message: string;
  readonly pointer: string;
  readonly path: string;
}

export interface ResolvedTemplates {
  readonly value: JsonObject;
  readonly problems: readonly TemplateProblem[];
  /** Where in the value something of the request went, and from which path. */
  readonly origins: readonly { readonly pointer: string; readonly path: Path }[];
}

type Wanted = (pointer: string) => ReadonlySet<JsonType> | null;

interface Work {
  readonly root: JsonObject;
  readonly wanted: Wanted;
  readonly problems: TemplateProblem[];
  readonly origins: { readonly pointer: string; readonly path: Path }[];
}

const none: readonly never[] = [];

/**
 * Puts the request's values in. `wanted` says which types the step's schema takes at a pointer, null for any. What is
 * put in is data and is not looked at again. A text with a problem stays as it was written; all problems are reported.
 */
export function resolveTemplates(compiled: CompiledTemplates, root: JsonObject, wanted: Wanted): ResolvedTemplates {
  const { value, edits } = compiled;
  if (edits === null) return { value, problems: none, origins: none };
  const work: Work = { root, wanted, problems: [], origins: [] };
  return { value: rebuildObject(value, edits, work), problems: work.problems, origins: work.origins };
}

function rebuildObject(source: JsonObject, branch: Branch, work: Work): JsonObject {
  const copy: Record<string, JsonValue> = { ...source };
  for (const { key, edit } of branch.edits) {
    const value = edit.kind === "text" ? resolveText(edit, work) : rebuild(edit, work);
    if (value === undefined) continue;
    // The copy has this key of its own already, so that no key can set a prototype here.
    copy[key] = value;
  }
  return copy;
}

function rebuild(branch: Branch, work: Work): JsonValue {
  const { source } = branch;
  if (!isList(source)) return rebuildObject(source, branch, work);
  const copy = [...source];
  for (const { key, edit } of branch.edits) {
    const value = edit.kind === "text" ? resolveText(edit, work) : rebuild(edit, work);
    if (value !== undefined) copy[Number(key)] = value;
  }
  return copy;
}

/** Undefined when there was a problem. */
function resolveText({ lone, parts, pointer }: TextEdit, work: Work): JsonValue | undefined {
  if (lone !== null) return resolveLone(lone, pointer, work);
  let text: string | undefined = "";
  for (const part of parts) {
    const value = typeof part === "string" ? part : resolveInText(part, pointer, work);
    // Further placeholders are still looked at, for their problems.
    text = text === undefined || value === undefined ? undefined : text + value;
  }
  return text;
}

function resolveLone(slot: Slot, pointer: string, work: Work): JsonValue | undefined {
  const value = read(slot, pointer, work);
  if (value === undefined) return undefined;
  const wanted = work.wanted(pointer);
  const converted = convertTo(wanted, value);
  if (converted !== undefined || wanted === null) return converted;
  const loses = isList(value) || isObject(value) ? "" : ", and cannot become that without a loss";
  return refuse(
    "WrongKind",
    `is ${describeKind(value)}${loses}. This place takes ${describeWanted(wanted)}.`,
    slot,
    pointer,
    work,
  );
}

function resolveInText(slot: Slot, pointer: string, work: Work): string | undefined {
  const value = read(slot, pointer, work);
  if (value === undefined) return undefined;
  if (!isList(value) && !isObject(value)) return String(value);
  const problem = `is ${describeKind(value)}, and only single values can stand inside of a text.`;
  return refuse("WrongKind", problem, slot, pointer, work);
}

/** Undefined for what is absent, null or ambiguous; the problem is noted. */
function read(slot: Slot, pointer: string, work: Work): JsonValue | undefined {
  const { path } = slot;
  const resolution = resolvePath(work.root, path);
  if (resolution.kind === "ambiguous")
    return note("PathAmbiguous", describeMissing(path, resolution), slot, pointer, work);
  if (resolution.kind === "absent")
    return note("TemplateUnresolved", describeMissing(path, resolution), slot, pointer, work);
  if (resolution.value === null)
    return refuse("TemplateUnresolved", "is null, and a template needs a value.", slot, pointer, work);
  work.origins.push({ pointer, path });
  return resolution.value;
}

function refuse(code: TemplateProblem["code"], why: string, slot: Slot, pointer: string, work: Work): undefined {
  return note(code, `${slot.path.join(".")} ${why}`, slot, pointer, work);
}

function note(code: TemplateProblem["code"], message: string, slot: Slot, pointer: string, work: Work): undefined {
  work.problems.push({
    code,
    message: `The template ${slot.text} cannot be resolved. ${message}`,
    pointer,
    path: slot.path.join("."),
  });
  return undefined;
}
