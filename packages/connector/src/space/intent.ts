/** What is wanted of an object, as the space keeps it: staged, on its way, or waiting for an import to confirm it. */

import type { CsValue } from "../model/value.ts";
import { distinctValues, type Image, readAttributes, type StoredAttributes, storeAttributes } from "./image.ts";

export type IntentKind = "add" | "update" | "delete" | "replace";

export interface Intent {
  readonly kind: IntentKind;
  /** What is wanted of attributes; an empty list is "no value". All of them for `add` and `replace`. */
  readonly attributes: Image;
  /** For an update that renames. */
  readonly newDn: string | null;
  /** Type of what takes the place of a deleted object, for `replace`. */
  readonly objectType: string | null;
  /** Somebody waits for its outcome: when it fails or had no effect it is forgotten, and not tried again by itself. */
  readonly isDirect: boolean;
}

interface StoredIntent {
  readonly kind: IntentKind;
  readonly attributes: StoredAttributes;
  readonly newDn?: string;
  readonly objectType?: string;
  readonly direct?: true;
}

export function encodeIntent(intent: Intent): string {
  const { kind, attributes, newDn, objectType, isDirect } = intent;
  const stored: StoredIntent = {
    kind,
    attributes: storeAttributes(attributes),
    ...(newDn !== null && { newDn }),
    ...(objectType !== null && { objectType }),
    ...(isDirect && { direct: true as const }),
  };
  return JSON.stringify(stored);
}

export function decodeIntent(text: string): Intent {
  const { kind, attributes, newDn, objectType, direct }: StoredIntent = JSON.parse(text);
  return {
    kind,
    attributes: readAttributes(attributes),
    newDn: newDn ?? null,
    objectType: objectType ?? null,
    isDirect: direct === true,
  };
}

export function intent(kind: IntentKind, parts: Partial<Omit<Intent, "kind">> = {}): Intent {
  return { kind, attributes: new Map(), newDn: null, objectType: null, isDirect: false, ...parts };
}

/** What holds once the intent has taken effect; null when nobody is there then. */
export function afterIntent(image: Image | null, { kind, attributes }: Intent): Image | null {
  if (kind === "delete") return null;
  const result = new Map(kind === "update" ? (image ?? []) : []);
  for (const [name, values] of attributes) {
    if (values.length === 0) result.delete(name);
    else result.set(name, distinctValues(values));
  }
  return result;
}

/** The later one over the earlier one: what both together want. Null when they undo each other. */
export function mergeIntents(earlier: Intent | null, later: Intent): Intent | null {
  if (earlier === null) return later;
  switch (later.kind) {
    case "delete":
      return earlier.kind === "add" ? null : intent("delete", { isDirect: later.isDirect });
    case "add":
    case "replace":
      return earlier.kind === "delete" || earlier.kind === "replace" ? { ...later, kind: "replace" } : later;
    default:
      return {
        ...earlier,
        kind: earlier.kind === "delete" ? "update" : earlier.kind,
        attributes: new Map([...earlier.attributes, ...later.attributes]),
        newDn: later.newDn ?? earlier.newDn,
      };
  }
}

/** Whether two lists of values of an attribute are the same. */
export type Compare = (attribute: string, left: readonly CsValue[], right: readonly CsValue[]) => boolean;

/** What an intent wants that does not hold, given what does. */
export function openAttributes(image: Image | null, attributes: Image, isSame: Compare): Image {
  return new Map([...attributes].filter(([name, values]) => !isSame(name, image?.get(name) ?? [], values)));
}

/** What was sent before, with what was sent now: what an import is expected to see. */
export function afterSending(before: Intent | null, now: Intent): Intent {
  if (now.kind !== "update" || before === null) return now.kind === "replace" ? { ...now, kind: "add" } : now;
  const attributes = new Map([...before.attributes, ...now.attributes]);
  const isDirect = before.isDirect && now.isDirect;
  return {
    ...before,
    kind: before.kind === "add" ? "add" : "update",
    attributes,
    newDn: now.newDn ?? before.newDn,
    isDirect,
  };
}
