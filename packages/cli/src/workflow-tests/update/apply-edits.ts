/** The edits of a comparison on the expectation as data. What they mean is fixed here; files get the same, text and all. */
import type { JsonObject, JsonValue } from "@idle/contract";
import type { Edit, ListEntry } from "../compare/finding.ts";

/** A copy with every edit made. */
export function applyEdits(expectation: JsonValue, edits: readonly Edit[]): JsonValue {
  return inOrder(edits).reduce((value, edit) => change(value, edit.path, edit), expectation);
}

/** The inner ones first: a path leads through lists as they were. */
export function inOrder(edits: readonly Edit[]): Edit[] {
  return edits.toSorted((a, b) => b.path.length - a.path.length);
}

function change(value: JsonValue | undefined, path: Edit["path"], edit: Edit): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return replaced(value, edit);
  if (Array.isArray(value)) {
    return value.map((item: JsonValue, index) => (index === key ? change(item, rest, edit) : item));
  }
  const object = (typeof value === "object" && value !== null ? value : {}) as JsonObject;
  if (rest.length === 0 && edit.kind === "remove") {
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  }
  const inner: JsonValue | undefined = Object.hasOwn(object, key) ? object[key] : undefined;
  return Object.fromEntries(
    [
      ...Object.entries(object).filter(([name]) => name !== key || inner !== undefined),
      ...(inner === undefined ? [[String(key), null] as const] : []),
    ].map(([name, item]) => [name, name === key ? change(inner, rest, edit) : item]),
  );
}

function replaced(value: JsonValue | undefined, edit: Edit): JsonValue {
  if (edit.kind === "set") return edit.value;
  if (edit.kind === "remove") return null;
  return arranged(Array.isArray(value) ? value : [], edit.entries);
}

function arranged(list: readonly JsonValue[], entries: readonly ListEntry[]): JsonValue[] {
  return entries.flatMap((entry) => ("added" in entry ? [entry.added] : list.slice(entry.kept, entry.kept + 1)));
}
