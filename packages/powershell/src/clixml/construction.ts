/** An `Obj` element as it is read, and the JavaScript data it becomes. */
import { ClixmlError } from "./clixml-error.ts";

export type Properties = Record<string, unknown>;

/** What of an object's type names matters here. */
export interface Types {
  readonly isEnum: boolean;
  /** The first one, its own. */
  readonly first: string | null;
}

export interface Construction {
  types: Types;
  /** What its ToString says. */
  text: string | null;
  /** What it is beside its properties: one value, a list or a dictionary. */
  base: { readonly value: unknown } | null;
  /** Those that its type gives it, and those that PowerShell or somebody added. */
  properties: Properties | null;
  members: Properties | null;
}

const enumType = /^(?:Deserialized\.)?System\.Enum$/;
/** What PowerShell keeps about an object among its members, and is none of its data. */
const notes: ReadonlySet<string> = new Set(["PSStandardMembers", "__ClassMetadata", "__InstanceMetadata"]);

export const noTypes: Types = { isEnum: false, first: null };

export function addType({ isEnum, first }: Types, name: string): Types {
  return { isEnum: isEnum || enumType.test(name), first: first ?? name.replace(/^Deserialized\./, "") };
}

export function setBase(object: Construction, value: unknown): void {
  if (object.base !== null) throw new ClixmlError("An object has more than one value.");
  object.base = { value };
}

export function addMember(object: Construction, set: string, name: string, value: unknown): void {
  if (set === "Props") {
    object.properties ??= {};
    define(object.properties, name, value);
  } else if (!notes.has(name)) {
    object.members ??= {};
    define(object.members, name, value);
  }
}

/** Types whose objects are no more than their text, and whose properties say something else about it. */
const textual: ReadonlySet<string> = new Set([
  "System.RuntimeType",
  "System.Management.Automation.SemanticVersion",
  "System.Net.IPAddress",
  "System.Net.Mail.MailAddress",
  "System.Security.Principal.NTAccount",
  "System.Security.Principal.SecurityIdentifier",
  "System.Text.RegularExpressions.Regex",
  "System.Text.StringBuilder",
]);

type ValueOf = (construction: Construction) => { readonly value: unknown } | null;

/** Types that CLIXML has no element for, and JavaScript has a value; null where the object is none such after all. */
const values: ReadonlyMap<string, ValueOf> = new Map<string, ValueOf>([
  ["System.DBNull", () => ({ value: null })],
  [
    "System.Numerics.BigInteger",
    ({ text }) => {
      if (text === null || !/^-?\d{1,100000}$/.test(text)) return null;
      const value = Number(text);
      return { value: Number.isSafeInteger(value) ? value : BigInt(text) };
    },
  ],
  [
    "System.Management.Automation.SwitchParameter",
    ({ properties }) => (typeof properties?.IsPresent === "boolean" ? { value: properties.IsPresent } : null),
  ],
  [
    "System.DateTimeOffset",
    ({ properties }) => (properties?.UtcDateTime instanceof Date ? { value: properties.UtcDateTime } : null),
  ],
  [
    "System.DateOnly",
    ({ properties }) => {
      const parts = [properties?.Year, properties?.Month, properties?.Day];
      if (!parts.every(Number.isInteger)) return null;
      const [year, month, day] = parts.map(String);
      return { value: `${year?.padStart(4, "0")}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}` };
    },
  ],
]);

/**
 * An enum is its text; what has a value, a list or a dictionary is that alone. Else it is an object of its properties, the
 * added ones over the others, and without any its text.
 */
export function finishObject(construction: Construction): unknown {
  const { types, text, base, properties, members } = construction;
  if (types.isEnum && text !== null) return text;
  if (base !== null) return base.value;
  if (types.first !== null) {
    if (text !== null && textual.has(types.first)) return text;
    const found = values.get(types.first)?.(construction) ?? null;
    if (found !== null) return found.value;
  }
  if (properties === null) return members ?? text ?? {};
  if (members !== null) for (const name of Object.keys(members)) define(properties, name, members[name]);
  return properties;
}

/** An own property whatever its name is, `__proto__` too. */
export function define(target: Properties, name: string, value: unknown): void {
  if (name !== "__proto__") target[name] = value;
  else Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

/** What an object is called where it is a key: its text, else the name of its type. */
export function labelOf({ text, types }: Construction): string | null {
  return text ?? types.first;
}

/** The key of a dictionary as text; `label` is the object's, where it is one. Throws ClixmlError for null. */
export function keyText(value: unknown, label: string | null): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (label === null) throw new ClixmlError("A dictionary has a key that is no text.");
  return label;
}
