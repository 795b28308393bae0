import { failureKind } from "./failure-kind.ts";
import { propertyOf } from "./property.ts";
import { failureOf } from "./remote-failure.ts";
import { readScalar } from "./scalar.ts";

/**
 * Looks at the answer of `Start-ADSyncSyncCycle`, an object whose `Result` is `Success`. Throws the IdleError for a
 * Result that says otherwise. No Result at all is a start: the command came back without an error.
 */
export function checkStarted(answer: unknown, commandName: string): void {
  const result = resultOf(answer);
  if (result === undefined || result === "" || /^(?:success\w*|succeeded|ok|started|true|0)$/i.test(result)) return;
  // "AlreadyRunning" as words, and "Busy" as part of a sentence.
  const text = `The result is ${result.replace(/(?<=[a-z])(?=[A-Z])/g, " ")}`;
  throw failureOf(failureKind(text) ?? "RemoteExecutionFailed", text, result, commandName, answer);
}

/** The first Result in an answer, which may be a list with warnings beside it, or that one word itself. */
function resultOf(answer: unknown): string | undefined {
  for (const item of asList(answer)) {
    const isWord = typeof item === "string" && /^\s*\w{1,100}\s*$/.test(item);
    const result = readScalar(isWord ? item : propertyOf(item, "Result"));
    if (result !== undefined) return String(result).trim();
  }
  return undefined;
}

function asList(answer: unknown): readonly unknown[] {
  try {
    return Array.isArray(answer) ? answer.slice(0, 100) : [answer];
  } catch {
    return [];
  }
}
