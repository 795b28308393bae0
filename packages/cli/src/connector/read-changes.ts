/**
 * Lines of JSON in; changes for a connector, each with the number of its line, out. What is wrong with a line is a diagnostic,
 * and never shows a value.
 */
import type { ConnectorSchema, CsValue, ObjectName, StagedChange, Unstaging } from "@idle/connector";
import type { Diagnostic } from "@idle/contract";
import { didYouMean, findJsonProblem } from "@idle/core";
import type { InputCode } from "../input/input-codes.ts";
import { isRecord } from "../input/is-object.ts";
import { LineProblem } from "./line-problem.ts";
import { attributesOf, quoted, valueIn } from "./read-values.ts";

export interface NumberedChange {
  readonly line: number;
  readonly change: StagedChange | Unstaging;
}

export interface ReadChanges {
  readonly changes: readonly NumberedChange[];
  readonly problems: readonly Diagnostic[];
}

/** `file` is what messages call it. The schema says which texts are whole numbers. */
export function readChanges(text: string, file: string, schema: ConnectorSchema | null): ReadChanges {
  const changes: NumberedChange[] = [];
  const problems: Diagnostic[] = [];
  for (const [index, content] of text
    .replace(/^\ufeff/, "")
    .split("\n")
    .entries()) {
    if (content.trim() === "") continue;
    const line = index + 1;
    try {
      changes.push({ line, change: withIntegers(changeOf(parse(content)), schema) });
    } catch (error) {
      if (!(error instanceof LineProblem)) throw error;
      problems.push(lineProblem(file, line, error.message, error.column));
    }
  }
  return { changes, problems };
}

export function lineProblem(file: string, line: number, message: string, column: number | null = null): Diagnostic {
  return { severity: "error", code: "ChangeInvalid" satisfies InputCode, message, file, line, column };
}

/** JSON's numbers are those of JavaScript, but that whole ones keep all their digits. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits);
  } catch {
    const { column = 1, expected = "one object on a line" } = findJsonProblem(text) ?? {};
    throw new LineProblem(`This is no JSON: here should be ${expected}.`, column);
  }
}

function keepDigits(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^-?\d{1,40}$/.test(source) ? BigInt(source) : value;
}

const keysOf = {
  add: ["action", "objectType", "dn", "attributes"],
  update: ["action", "object", "attributes", "newDn"],
  delete: ["action", "object"],
  unstage: ["action", "object"],
} as const;
const actions = Object.keys(keysOf);

function changeOf(value: unknown): StagedChange | Unstaging {
  if (!isRecord(value)) throw new LineProblem('A change is an object: {"action": "add", …}.');
  const action = own(value, "action");
  switch (action) {
    case "add": {
      checkKeys(value, keysOf.add);
      const dn = optionalText(value, "dn");
      const attributes = attributesOf(own(value, "attributes") ?? {});
      return { action, objectType: textOf(value, "objectType"), ...(dn !== undefined && { dn }), attributes };
    }
    case "update": {
      checkKeys(value, keysOf.update);
      const newDn = optionalText(value, "newDn");
      const given = own(value, "attributes");
      if (newDn === undefined && given === undefined)
        throw new LineProblem('It changes nothing: there is neither "attributes" nor "newDn".');
      const attributes = given === undefined ? {} : { attributes: attributesOf(given) };
      return { action, object: nameOf(own(value, "object")), ...attributes, ...(newDn !== undefined && { newDn }) };
    }
    case "delete":
    case "unstage":
      checkKeys(value, keysOf[action]);
      return { action, object: nameOf(own(value, "object")) };
    default: {
      const meant = typeof action === "string" ? didYouMean(action, actions) : undefined;
      const hint = meant === undefined ? ' Write "add", "update", "delete" or "unstage".' : ` Did you mean "${meant}"?`;
      const what = action === undefined ? "is missing" : "is none that there is";
      throw new LineProblem(`"action" ${what}.${hint}`);
    }
  }
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function checkKeys(record: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  for (const key of Object.keys(record)) {
    if (known.includes(key)) continue;
    const meant = didYouMean(key, known);
    const hint = meant === undefined ? ` There are: ${known.join(", ")}.` : ` Did you mean "${meant}"?`;
    throw new LineProblem(`${quoted(key)} is no key of it.${hint}`);
  }
}

function textOf(record: Readonly<Record<string, unknown>>, key: string): string {
  const value = optionalText(record, key);
  if (value === undefined) throw new LineProblem(`"${key}" is missing.`);
  return value;
}

function optionalText(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = own(record, key);
  if (value === undefined) return undefined;
  if (typeof value === "string" && value !== "") return value;
  throw new LineProblem(`"${key}" is a text, and not empty.`);
}

function nameOf(value: unknown): ObjectName {
  if (!isRecord(value))
    throw new LineProblem('"object" says which one: {"dn": "…"} or {"objectType": "…", "anchor": {…}}.');
  if (Object.hasOwn(value, "dn")) {
    checkKeys(value, ["dn"]);
    return { dn: textOf(value, "dn") };
  }
  checkKeys(value, ["objectType", "anchor"]);
  const anchor = own(value, "anchor");
  if (!isRecord(anchor)) throw new LineProblem('"anchor" is an object: the anchor attributes with their values.');
  const values = Object.entries(anchor).map(([name, part]) => [name, valueIn(part, name)] as const);
  return { objectType: textOf(value, "objectType"), anchor: Object.fromEntries(values) };
}

/** A whole number beyond those that programs read exactly is written as a text. */
function withIntegers(change: StagedChange | Unstaging, schema: ConnectorSchema | null): StagedChange | Unstaging {
  const named =
    change.action === "add" ? change.objectType : "anchor" in change.object ? change.object.objectType : null;
  const types = (schema?.types ?? []).filter(({ name }) => named === null || isSame(name, named));
  const isInteger = (attribute: string) =>
    types.some(({ attributes }) =>
      attributes.some(({ name, dataType }) => dataType === "Integer" && isSame(name, attribute)),
    );
  const convert = <T>(values: Readonly<Record<string, T>>, one: (value: T) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isInteger(name) ? one(value) : value]));
  const list = (values: readonly CsValue[]) => values.map(asInteger);
  if (change.action === "add") return { ...change, attributes: convert(change.attributes, list) };
  const { object } = change;
  const shown = "anchor" in object ? { ...object, anchor: convert(object.anchor, asInteger) } : object;
  if (change.action !== "update" || change.attributes === undefined) return { ...change, object: shown };
  return { ...change, object: shown, attributes: convert(change.attributes, list) };
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

function asInteger(value: CsValue): CsValue {
  return typeof value === "string" && /^-?\d{1,19}$/.test(value) ? BigInt(value) : value;
}
