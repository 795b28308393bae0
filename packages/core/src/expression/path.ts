import type { JsonObject, JsonValue } from "@idle/contract";
import { isObject } from "../data/value.ts";
import type { Path } from "./path-grammar.ts";

export { type Path, parsePath, pathSegment } from "./path-grammar.ts";
export { checkPathUse, pathNames } from "./path-use.ts";

export type Resolution =
  | { readonly kind: "found"; readonly value: JsonValue }
  | {
      readonly kind: "absent";
      /** The part of the path that did resolve, as it was written; "" for none. */
      readonly deepest: string;
      /** The keys that are there, at most 20. */
      readonly keys: readonly string[];
      /** What stands at the deepest segment. */
      readonly holds: "object" | "list" | "scalar" | "null";
    }
  | {
      readonly kind: "ambiguous";
      /** The part of the path, as it was written, that fits more than one key. */
      readonly at: string;
      readonly keys: readonly string[];
    };

const shownKeys = 20;

/**
 * What stands at a path: own keys only, matched exactly or else by the one key that equals ignoring case. A segment
 * after a list collects the key from every element that has it; where an element holds a list there, its members are added.
 */
export function resolvePath(root: JsonObject, path: Path): Resolution {
  let value: JsonValue = root;
  for (let depth = 0; depth < path.length; depth += 1) {
    const segment = path[depth] ?? "";
    const step = takeStep(value, segment);
    if (step.kind === "ambiguous") return { ...step, at: path.slice(0, depth + 1).join(".") };
    if (step.kind === "absent") {
      return { kind: "absent", deepest: path.slice(0, depth).join("."), keys: keysAt(value), holds: holdsOf(value) };
    }
    value = step.value;
  }
  return { kind: "found", value };
}

type Step =
  | { readonly kind: "found"; readonly value: JsonValue }
  | { readonly kind: "absent" }
  | { readonly kind: "ambiguous"; readonly keys: readonly string[] };

const absent: Step = { kind: "absent" };

function takeStep(value: JsonValue, segment: string): Step {
  const folded = segment.toLowerCase();
  if (isForbidden(folded)) return absent;
  return isList(value) ? collect(value, segment, folded) : stepInto(value, segment, folded);
}

function stepInto(value: JsonValue, segment: string, folded: string): Step {
  if (!isObject(value)) return absent;
  const exact = Object.hasOwn(value, segment) ? value[segment] : undefined;
  if (exact !== undefined) return { kind: "found", value: exact };
  const keys = Object.keys(value).filter((key) => key.toLowerCase() === folded);
  if (keys.length > 1) return { kind: "ambiguous", keys };
  const found = keys[0] === undefined ? undefined : value[keys[0]];
  return found === undefined ? absent : { kind: "found", value: found };
}

function collect(list: readonly JsonValue[], segment: string, folded: string): Step {
  const collected: JsonValue[] = [];
  let seen = list.length === 0;
  for (const element of list) {
    const step = stepInto(element, segment, folded);
    if (step.kind === "ambiguous") return step;
    if (step.kind === "absent") continue;
    seen = true;
    if (!isList(step.value)) collected.push(step.value);
    else for (const member of step.value) collected.push(member);
  }
  return seen ? { kind: "found", value: collected } : absent;
}

/** Names that lead to prototypes. They are no keys here, in any case and under any circumstances. */
function isForbidden(folded: string): boolean {
  return folded === "__proto__" || folded === "constructor" || folded === "prototype";
}

function keysAt(value: JsonValue): string[] {
  const keys = new Set<string>();
  for (const element of isList(value) ? value : [value]) {
    if (!isObject(element)) continue;
    for (const key of Object.keys(element)) {
      if (keys.size === shownKeys) return [...keys];
      if (!isForbidden(key.toLowerCase())) keys.add(key);
    }
  }
  return [...keys];
}

function holdsOf(value: JsonValue): "object" | "list" | "scalar" | "null" {
  if (value === null) return "null";
  if (isList(value)) return "list";
  return isObject(value) ? "object" : "scalar";
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
