import { isIdleError } from "@idle/contract";
import { type Evidence, evidenceOf, joined } from "./evidence.ts";
import { failureKind } from "./failure-kind.ts";
import { propertyOf } from "./property.ts";
import { failureFrom } from "./remote-failure.ts";
import { readScalar } from "./scalar.ts";
import { partsOf } from "./start-answer-parts.ts";

/**
 * Looks at the answer of `Start-ADSyncSyncCycle`, an object whose `Result` is `Success`. A start is an answer of nothing,
 * for the command came back without an error, or one with such a Result, beside which texts such as warnings do not
 * count. Throws the IdleError for everything else, and when another Result or an error record stands beside it.
 */
export function checkStarted(answer: unknown, commandName: string): void {
  const parts = partsOf(answer);
  const results = resultsOf(parts);
  const contrary = [
    ...parts.filter(isErrorRecord).map((part) => evidenceOf(part)),
    ...results.filter((result) => !isSuccess(result)).map(evidenceOfResult),
  ];
  if (contrary.length === 0 && (parts.length === 0 || results.length > 0)) return;
  throw failureFrom(mostTelling([...contrary, ...parts.map((part) => evidenceOf(part))]), commandName, answer);
}

/** All Results there are: those of objects, one that a text shows, and a word or flag that is the whole answer. */
function resultsOf(parts: readonly unknown[]): unknown[] {
  const results = parts.map(resultOf).filter((result) => result !== undefined && result !== null && result !== "");
  const [only] = parts;
  const isBare = typeof only === "boolean" || (typeof only === "string" && /^\s*\w{1,100}\s*$/.test(only));
  if (parts.length === 1 && isBare) results.push(only);
  const shown = /(?:^|\n)[ \t]*Result\s*(?::|\n[ \t]*-+[ \t\r]*\n)\s*(\w{1,100})\s*$/i.exec(
    parts.filter((part) => typeof part === "string").join("\n"),
  );
  return shown === null ? results : [...results, shown[1]];
}

function resultOf(part: unknown): unknown {
  const result = propertyOf(part, "Result");
  return typeof result === "string" ? result : (readScalar(result) ?? result);
}

function isSuccess(result: unknown): boolean {
  return (
    typeof result !== "object" &&
    /^\s*(?:success(?:ful(?:ly)?)?|succeeded|ok|started|true|0)\s*$/i.test(`${String(result)}`)
  );
}

function isErrorRecord(part: unknown): boolean {
  if (isIdleError(part)) return true;
  return ["Exception", "FullyQualifiedErrorId", "stack"].some((name) => (propertyOf(part, name) ?? null) !== null);
}

/** "AlreadyRunning" is looked at as words, and "Busy" as part of a sentence. */
function evidenceOfResult(result: unknown): Evidence {
  if (typeof result === "object" || typeof result === "function") return evidenceOf(result);
  const word = String(result);
  const words = word.slice(0, 4000).replace(/(?<=[a-z])(?=[A-Z])/g, " ");
  return { ...evidenceOf(`The result is ${words}`), message: word };
}

/** All of it together, with the message of the piece that tells what it was. */
function mostTelling(pieces: readonly Evidence[]): Evidence {
  const all = joined(pieces);
  const kind = failureKind(all.text);
  const telling = pieces.find(({ text }) => failureKind(text) === kind) ?? pieces[0];
  return { ...all, message: telling?.message ?? "" };
}
