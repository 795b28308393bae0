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
  /** The part of `text` that was found outside of `specific`. */
  readonly around: string;
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
  const around: string[] = [];
  const seen = new Set<unknown>();
  let message: string | undefined;
  let specific: IdleError | undefined;

  const note = (marks: readonly string[], isInside: boolean): void => {
    found.push(...marks);
    if (!isInside) around.push(...marks);
  };
  const visit = (value: unknown, depth: number, wasInside: boolean): void => {
    if (typeof value !== "object" || value === null) {
      message ??= typeof value === "string" ? value : undefined;
      note(marksOf(value), wasInside);
      return;
    }
    if (seen.has(value) || depth > deepest) return;
    seen.add(value);
    if (isIdleError(value) && !vague.has(value.code) && Object.hasOwn(errorCodes, value.code)) specific ??= value;
    const isInside = wasInside || value === specific;
    const own = propertyOf(value, "message");
    if (typeof own === "string" && own !== "") message ??= own;
    for (const name of texts) note(marksOf(propertyOf(value, name)), isInside);
    for (const name of nested) visitInner(propertyOf(value, name), depth + 1, isInside);
  };
  const visitInner = (value: unknown, depth: number, isInside: boolean): void => {
    for (const each of asList(value))
      if (typeof each === "object" || typeof each === "string") visit(each, depth, isInside);
  };

  visit(error, 0, false);
  return { text: onOneLine(found), message: message ?? "", specific, around: onOneLine(around) };
}

/** What several pieces tell together; the message is the first one's. */
export function joined(pieces: readonly Evidence[]): Evidence {
  return {
    text: onOneLine(pieces.map(({ text }) => text)),
    message: pieces[0]?.message ?? "",
    specific: pieces.find(({ specific }) => specific !== undefined)?.specific,
    around: onOneLine(pieces.map(({ around }) => around)),
  };
}

/** For looking at only: nothing that was tidied here is ever shown. */
function onOneLine(pieces: readonly string[]): string {
  return pieces.join(" ").slice(0, longest).replace(/\s+/g, " ").normalize("NFC");
}

/**
 * A number below zero, or above those of 31 bits, is an HRESULT: told in hexadecimal digits, as it is written about. Any
 * other is told as the code it is, so that it is not taken for a number in a sentence.
 */
function marksOf(value: unknown): string[] {
  if (typeof value === "string") return [/^\d{1,9}$/.test(value) ? `error code ${value}` : value.slice(0, longest / 2)];
  if (typeof value !== "number") return [];
  const isHResult = value < 0 || value > 0x7fffffff;
  return [isHResult ? `0x${(value >>> 0).toString(16).padStart(8, "0")}` : `error code ${value}`];
}

function asList(value: unknown): readonly unknown[] {
  try {
    return Array.isArray(value) ? value.slice(0, 20) : [value];
  } catch {
    return [];
  }
}
