/**
 * What an error from outside tells. In: whatever a session threw, hostile or not. Out: its texts and language-neutral
 * marks in one text, its first message, and the error of the contract it is or wraps.
 */
import { errorCodes, type IdleError, isIdleError } from "@idle/contract";
import { propertyOf } from "./property.ts";

export interface Evidence {
  /** Everything that was found, on one line. */
  readonly text: string;
  /** The outermost message; empty when there is none. */
  readonly message: string;
  /** The outermost IdleError whose code says more than that something failed. */
  readonly specific: IdleError | undefined;
}

const deepest = 5;
const longest = 8000;
/** Where errors keep what they wrap; `details` is where an IdleError keeps its data. */
const nested = ["errorRecord", "cause", "exception", "innerException", "details", "categoryInfo", "errors"];
const texts = [
  "message",
  "name",
  "fullyQualifiedErrorId",
  "exceptionType",
  "category",
  "categoryInfo",
  "reason",
  "code",
  "errno",
  "hResult",
  "nativeErrorCode",
  "errorCode",
];
const vague: ReadonlySet<string> = new Set(["RemoteExecutionFailed", "UnexpectedError"]);

export function evidenceOf(error: unknown): Evidence {
  const found: string[] = [];
  const seen = new Set<unknown>();
  let message: string | undefined;
  let specific: IdleError | undefined;

  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null) {
      message ??= typeof value === "string" ? value : undefined;
      found.push(...marksOf(value));
      return;
    }
    if (seen.has(value) || depth > deepest) return;
    seen.add(value);
    if (isIdleError(value) && !vague.has(value.code) && Object.hasOwn(errorCodes, value.code)) specific ??= value;
    const own = propertyOf(value, "message");
    if (typeof own === "string" && own !== "") message ??= own;
    for (const name of texts) found.push(...marksOf(propertyOf(value, name)));
    for (const name of nested) visitInner(propertyOf(value, name), depth + 1);
  };
  const visitInner = (value: unknown, depth: number): void => {
    for (const each of asList(value)) if (typeof each === "object" || typeof each === "string") visit(each, depth);
  };

  visit(error, 0);
  return { text: found.join(" ").slice(0, longest).replace(/\s+/g, " "), message: message ?? "", specific };
}

/** A number below zero is an HRESULT: told in hexadecimal digits, as it is written about. */
function marksOf(value: unknown): string[] {
  if (typeof value === "string") return [value.slice(0, longest / 2)];
  if (typeof value !== "number") return [];
  return [value < 0 ? `0x${(value >>> 0).toString(16).padStart(8, "0")}` : String(value)];
}

function asList(value: unknown): readonly unknown[] {
  try {
    return Array.isArray(value) ? value.slice(0, 20) : [value];
  } catch {
    return [];
  }
}
