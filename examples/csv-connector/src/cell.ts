/**
 * Values as fields of a CSV file: whole numbers as digits, true and false as such, bytes as base64, references as the names
 * of objects. Several values are a record of their own within the field, with semicolons: `"+49 40 1;+49 40 2"`.
 */
import type { CsValue, SchemaAttribute } from "@idle/connector";
import { CsvError, type Field, parseRecord } from "./csv/parse-record.ts";
import { writeRecord } from "./csv/write-record.ts";

/** A field that holds no value of its attribute. `code` is what an import calls it. */
export class CellError extends Error {
  override readonly name = "CellError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The texts of the values, in no way looked at. Throws CellError. */
export function textsOf(field: Field, { name, isMultiValued = false }: SchemaAttribute): readonly string[] {
  if (field === null) return [];
  if (!isMultiValued) return [field];
  try {
    return parseRecord(field, ";").filter((text) => text !== null);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CellError("ImportErrorParseError", `${name} is no list of values with semicolons: it ${error.message}`);
  }
}

export function fieldOf(texts: readonly string[], { isMultiValued = false }: SchemaAttribute): Field {
  if (isMultiValued && texts.length > 0) return writeRecord(texts, ";");
  return texts[0] ?? null;
}

/** Throws CellError. */
export function valuesOf(field: Field, attribute: SchemaAttribute): readonly CsValue[] {
  return textsOf(field, attribute).map((text) => readValue(text, attribute));
}

const mostInteger = 2n ** 63n - 1n;

function readValue(text: string, { name, dataType }: SchemaAttribute): CsValue {
  switch (dataType) {
    case "Integer": {
      if (!/^-?\d{1,19}$/.test(text))
        throw new CellError("ImportErrorInvalidNumericValue", `${name} is no whole number`);
      const exact = BigInt(text);
      if (!isInteger64(exact)) throw new CellError("ImportErrorInvalidNumericValue", `${name} is beyond 64 bits`);
      const near = Number(exact);
      return Number.isSafeInteger(near) ? near : exact;
    }
    case "Boolean": {
      const small = text.toLowerCase();
      if (small === "true") return true;
      if (small === "false") return false;
      throw new CellError("ImportErrorInvalidBooleanValue", `${name} is neither true nor false`);
    }
    case "Binary": {
      const bytes = Buffer.from(text, "base64");
      if (bytes.toString("base64") === text) return Uint8Array.from(bytes);
      throw new CellError("ImportErrorInvalidBase64Value", `${name} is no base64`);
    }
    default:
      return text;
  }
}

/** Null for what is no value of the attribute. */
export function textOf(value: unknown, { dataType }: SchemaAttribute): string | null {
  switch (dataType) {
    case "Integer":
      if (typeof value === "bigint") return isInteger64(value) ? String(value) : null;
      return Number.isSafeInteger(value) ? String(value) : null;
    case "Boolean":
      return typeof value === "boolean" ? String(value) : null;
    case "Binary":
      return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : null;
    default:
      return typeof value === "string" && value !== "" && value.isWellFormed() ? value : null;
  }
}

function isInteger64(value: bigint): boolean {
  return value <= mostInteger && value >= -mostInteger - 1n;
}
