import type { Change, JsonObject, JsonValue } from "@idle/contract";
import { isObject } from "../input/is-object.ts";
import { changeLines } from "./change-lines.ts";
import type { Line } from "./lay-out.ts";
import { labelText } from "./short-text.ts";
import type { Style } from "./style.ts";
import { cutText, showValue } from "./value.ts";

/** A terminal shows at most so many lines of one output. */
const longestOutputInLines = 4;

/**
 * What a step says it did. Attributes, and entitlements granted and revoked, look as they did in the plan; anything else
 * is shown as data, truth values and numbers on one line, and what is empty not at all.
 */
export function outputLines(outputs: JsonObject, indent: number, style: Style): Line[] {
  const line = (text: string): Line => ({ indent, pieces: [{ text, paint: style.dim }] });
  const limit = style.width === null ? Number.POSITIVE_INFINITY : style.width * longestOutputInLines;
  const entries = Object.entries(outputs);
  const brief = entries.filter(([, value]) => isBrief(value));
  const facts = brief.map(([name, value]) => `${labelText(name, style)}: ${showValue(value)}`).join(", ");
  return [
    ...(facts === "" ? [] : [line(facts)]),
    ...entries.flatMap(([name, value]) => {
      const changes = changesOf(name, value);
      if (changes !== null) return changeLines(changes, indent, style);
      if (isBrief(value) || isEmpty(value)) return [];
      return [line(`${labelText(name, style)}: ${cutText(showValue(value), limit)}`)];
    }),
  ];
}

/** Facts that fit on a line together. */
function isBrief(value: JsonValue): boolean {
  return typeof value === "boolean" || typeof value === "number";
}

const target = { provider: "", identityKey: "" };

function changesOf(name: string, value: JsonValue): Change[] | null {
  if (!Array.isArray(value)) return null;
  const items: readonly JsonValue[] = value;
  if (name === "attributes" && items.every(isAttribute)) {
    return items
      .filter(({ changed }) => changed)
      .map(({ name: path, before = null, after = null }) => ({ action: "update", target, path, before, after }));
  }
  if ((name === "granted" || name === "revoked") && items.every(isEntitlement)) {
    return items.map(({ kind, id }) =>
      name === "granted"
        ? { action: "add", target, path: `entitlements.${kind}`, after: id }
        : { action: "remove", target, path: `entitlements.${kind}`, before: id },
    );
  }
  return null;
}

interface ToldAttribute {
  readonly name: string;
  readonly changed: boolean;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

function isAttribute(item: JsonValue): item is ToldAttribute & JsonObject {
  return isObject(item) && typeof item.name === "string" && typeof item.changed === "boolean";
}

function isEntitlement(item: JsonValue): item is { readonly kind: string; readonly id: string } {
  return isObject(item) && typeof item.kind === "string" && typeof item.id === "string";
}

function isEmpty(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
