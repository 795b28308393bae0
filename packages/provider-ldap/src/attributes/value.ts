/**
 * One value of an attribute, on its way in either direction. In: bytes of the server, or data of a workflow. Out: the
 * bytes, how the value is shown, and a key that is the same for all values its matching rule holds for one.
 */
import { type AttributeValue, dnKey, foldText, IdleError } from "@idle/contract";

import { guidToBytes, guidToText, sidToText } from "../names/guid.ts";
import type { AttributeType, ValueKind } from "../server/schema.ts";
import { fileTimeToText, textToFileTime } from "./file-time.ts";

type List = Extract<AttributeValue, readonly unknown[]>;
export type Element = List[number];

export interface Value {
  readonly bytes: Buffer;
  readonly shown: Element;
  readonly key: string;
}

/** Null for what stands for "no value". */
export function readBytes(bytes: Buffer, kind: ValueKind): Value | null {
  const shown = showBytes(bytes, kind);
  if (shown === null) return null;
  if (typeof shown === "object") return { bytes, shown, key: shown.base64 };
  const text = kind === "guid" || kind === "sid" ? String(shown) : bytes.toString("utf8");
  return { bytes, shown, key: keyOf(text, kind) };
}

/** How a value is shown, and nothing more; null for what stands for "no value". */
export function showBytes(bytes: Buffer, kind: ValueKind): Element {
  if (kind === "binary") return binary(bytes);
  if (kind === "guid") return guidToText(bytes) ?? binary(bytes);
  if (kind === "sid") return sidToText(bytes) ?? binary(bytes);
  const text = bytes.toString("utf8");
  // What is no UTF-8 keeps its bytes.
  if (text.includes("\ufffd") && !Buffer.from(text).equals(bytes)) return binary(bytes);
  return kind === "fileTime" ? fileTimeToText(text) : shownOf(text, kind);
}

function binary(bytes: Buffer): { readonly base64: string } {
  return { base64: bytes.toString("base64") };
}

function shownOf(text: string, kind: ValueKind): Element {
  if (kind === "boolean" && /^(?:TRUE|FALSE)$/i.test(text)) return text.toUpperCase() === "TRUE";
  if (kind === "integer" && /^-?\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  return text;
}

/** The rules of RFC 4517, 4.2, as far as values can differ that a rule holds for one. */
function keyOf(text: string, kind: ValueKind): string {
  switch (kind) {
    case "exactText":
      return text.normalize("NFKC").replace(/ +/g, " ").replace(/^ | $/g, "");
    case "telephone":
      return text.normalize("NFKC").toLowerCase().replace(/[ -]/g, "");
    case "digits":
      return text.replaceAll(" ", "");
    case "integer":
    case "largeInteger":
      return /^[+-]?\d+$/.test(text) ? String(BigInt(text.replace(/^\+/, ""))) : text;
    case "dn":
      return dnKey(text) ?? foldText(text);
    case "guid":
    case "sid":
    case "fileTime":
      return text;
    default:
      return foldText(text);
  }
}

/** Throws `InvalidInput` for what the attribute cannot hold; without the value, which may be secret. */
export function writeElement(element: Element, { name, kind }: AttributeType): Value {
  const refuse = (wanted: string) =>
    new IdleError("InvalidInput", `A value of the attribute ${JSON.stringify(name)} must be ${wanted}.`, {
      details: { attribute: name },
    });
  const bytes = bytesOf(element, kind);
  if (typeof bytes === "string") throw refuse(bytes);
  const value = readBytes(bytes, kind);
  if (value === null || bytes.length === 0) throw refuse("more than nothing; to clear the attribute, give null alone");
  return value;
}

/** The bytes, or in words what it would have to be. */
function bytesOf(element: Element, kind: ValueKind): Buffer | string {
  if (typeof element === "object" && element !== null) {
    const bytes = typeof element.base64 === "string" ? Buffer.from(element.base64, "base64") : null;
    const isExact = bytes !== null && bytes.toString("base64").replace(/=+$/, "") === element.base64.replace(/=+$/, "");
    return isExact ? bytes : "{ base64 } with proper Base64";
  }
  if (element === null) return "a value; null stands alone, for the attribute as a whole";
  switch (kind) {
    case "binary":
    case "sid":
      return "{ base64 }, since it is binary";
    case "guid":
      return guidToBytes(String(element)) ?? "a GUID";
    case "fileTime": {
      const ticks = typeof element === "string" ? textToFileTime(element) : null;
      return ticks === null
        ? "a date or a moment with its zone, such as 2027-01-31 or 2027-01-31T17:00:00Z"
        : Buffer.from(ticks);
    }
    case "boolean": {
      const text = String(element).toUpperCase();
      return text === "TRUE" || text === "FALSE" ? Buffer.from(text) : "true or false";
    }
    case "integer":
    case "largeInteger": {
      const isWhole = typeof element === "number" ? Number.isSafeInteger(element) : /^-?\d+$/.test(String(element));
      return isWhole ? Buffer.from(String(element)) : "a whole number";
    }
    default:
      return Buffer.from(typeof element === "boolean" ? String(element).toUpperCase() : String(element));
  }
}
