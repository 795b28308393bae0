/** Pending exports as plans show changes: `+` what comes, `~` what changes, `-` what goes, with what was there before. */
import { createHash } from "node:crypto";
import type { Change, JsonValue } from "@idle/contract";
import type { AttributeDocument, PendingDocument } from "../connector/as-json.ts";
import { isObject } from "../input/is-object.ts";
import { changeLines, valueLines } from "./change-lines.ts";
import { countText } from "./count-text.ts";
import type { Line } from "./lay-out.ts";
import { factText, nameText } from "./short-text.ts";
import type { Paint, Style } from "./style.ts";

const signs: Readonly<Record<PendingDocument["action"], readonly [string, (style: Style) => Paint]>> = {
  add: ["+", (style) => style.green],
  update: ["~", (style) => style.yellow],
  delete: ["-", (style) => style.red],
  replace: ["±", (style) => style.magenta],
};

/** What an export would do to one object. */
export function pendingLines(pending: PendingDocument, style: Style): Line[] {
  const { action, object, objectType, newDn, outcomeUnknown, attributes } = pending;
  const [sign, paint] = signs[action];
  const lines: Line[] = [
    {
      indent: 0,
      hang: 4,
      pieces: [
        { text: `${sign} `, paint: paint(style) },
        `${nameText(objectType, style)} `,
        { text: nameText(object, style), paint: style.bold },
      ],
    },
  ];
  if (outcomeUnknown) {
    const text = "an export was cut off while this was on its way: an import tells what became of it";
    lines.push({ indent: 4, pieces: [{ text: "? ", paint: style.cyan }, text] });
  }
  if (newDn !== null) {
    const arrow = { text: "→ ", paint: style.yellow };
    lines.push({ indent: 4, hang: 6, pieces: [arrow, `renamed to ${factText(newDn, style)}`] });
  }
  return [...lines, ...attributeLines(pending, attributes, style)];
}

function attributeLines(pending: PendingDocument, attributes: readonly AttributeDocument[], style: Style): Line[] {
  if (pending.action === "update") return attributeChangeLines(attributes, 4, style);
  return valueLines(Object.fromEntries(attributes.map(({ name, after }) => [name, withoutBytes(after)])), 4, style);
}

/** A terminal shows so many of the values that come or go in one attribute; a group may have thousands. */
const mostValues = 20;

/** What changes in attributes: of one with many values, which of them come and go. */
export function attributeChangeLines(attributes: readonly AttributeDocument[], indent: number, style: Style): Line[] {
  const left: string[] = [];
  const changes = attributes.flatMap((attribute) => {
    const all = changesOf(attribute);
    const shown = style.width === null ? all : all.slice(0, mostValues);
    if (shown.length < all.length) {
      left.push(`… and ${countText(all.length - shown.length, "more value")} of ${nameText(attribute.name, style)}`);
    }
    return shown;
  });
  const more = left.map((text): Line => ({ indent, pieces: [{ text, paint: style.dim }] }));
  return [...changeLines(changes, indent, style), ...more];
}

function changesOf({ name: path, isMultiValued, before, after }: AttributeDocument): Change[] {
  const target = { provider: "", identityKey: "" };
  const update: Change = {
    action: "update",
    target,
    path,
    before: withoutBytes(before),
    after: withoutBytes(after),
  };
  if (!isMultiValued || !isListOrNone(before) || !isListOrNone(after)) return [update];
  const had = new Set((before ?? []).map((value) => JSON.stringify(value)));
  const has = new Set((after ?? []).map((value) => JSON.stringify(value)));
  const gone = (before ?? []).filter((value) => !has.has(JSON.stringify(value)));
  const come = (after ?? []).filter((value) => !had.has(JSON.stringify(value)));
  // What differs only in how it is written is shown as a whole.
  if (gone.length + come.length === 0) return [update];
  return [
    ...gone.map((value): Change => ({ action: "remove", target, path, before: withoutBytes(value) })),
    ...come.map((value): Change => ({ action: "add", target, path, after: withoutBytes(value) })),
  ];
}

/** Of bytes people see how many there are, and whether they are the same. */
function withoutBytes(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (!isObject(value) || typeof value.base64 !== "string") return value;
  const bytes = Buffer.from(value.base64, "base64");
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex").slice(0, 12) };
}

function isListOrNone(value: AttributeDocument["before"]): value is AttributeDocument["before"][] | null {
  return value === null || Array.isArray(value);
}

export interface PendingTotals {
  readonly add: number;
  readonly update: number;
  readonly delete: number;
  readonly replace: number;
  readonly outcomeUnknown: number;
}

export const noTotals: PendingTotals = { add: 0, update: 0, delete: 0, replace: 0, outcomeUnknown: 0 };

/** What an earlier export was cut off in is no part of what this one would do, until an import has told. */
export function countPending(totals: PendingTotals, { action, outcomeUnknown }: PendingDocument): PendingTotals {
  const counted = outcomeUnknown ? "outcomeUnknown" : action;
  return { ...totals, [counted]: totals[counted] + 1 };
}

export function isNothing({ outcomeUnknown, ...totals }: PendingTotals): boolean {
  return outcomeUnknown === 0 && Object.values(totals).every((count) => count === 0);
}

/** `Export: 2 to add, 1 to change, 0 to delete.` */
export function pendingTotalLine(totals: PendingTotals, style: Style): Line {
  const number = (count: number) => count.toLocaleString("en-US");
  const parts = [
    `${number(totals.add)} to add`,
    `${number(totals.update)} to change`,
    `${number(totals.delete)} to delete`,
    ...(totals.replace > 0 ? [`${number(totals.replace)} to replace`] : []),
  ];
  const unknown = ` ${number(totals.outcomeUnknown)} of unknown outcome.`;
  return {
    indent: 0,
    pieces: [
      { text: `Export: ${parts.join(", ")}.`, paint: style.bold },
      ...(totals.outcomeUnknown > 0 ? [{ text: unknown, paint: style.yellow }] : []),
    ],
  };
}
