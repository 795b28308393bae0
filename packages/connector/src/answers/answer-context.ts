/** Whose answer is looked at, and how a wrong one is refused. */
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { SlotName } from "../model/slots.ts";

export interface AnswerContext {
  readonly connector: string;
  readonly slot: SlotName;
  /** How messages call the script. */
  readonly script: string;
  /** Reads a list piece by piece, as a part of the script's own time. Absent where an answer is looked at by itself. */
  readonly entries?: (list: Iterable<unknown> | AsyncIterable<unknown>) => AsyncIterable<unknown>;
}

/** The beginning of a sentence about a script. */
export function scriptInWords({ connector, slot, script }: AnswerContext): string {
  return `The script ${slot} of the connector ${escapeText(connector)} (${escapeText(script)})`;
}

/** Errors of this module: an answer's getter may throw one that only looks like it. */
const refusals = new WeakSet<object>();

/** `came` ends "The script returned …", `expected` is a sentence of its own for the author. */
export function wrongAnswer(context: AnswerContext, came: string, expected: string): IdleError {
  const { connector, slot, script } = context;
  const error = new IdleError("PluginAnswerInvalid", `${scriptInWords(context)} returned ${came}. ${expected}`, {
    details: { connector, slot, script },
  });
  refusals.add(error);
  return error;
}

/** Whatever a getter or a proxy of the answer throws is the answer's fault, and is not repeated: it may say anything. */
export function reading<T>(context: AnswerContext, expected: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (typeof error === "object" && error !== null && refusals.has(error)) throw error;
    throw wrongAnswer(context, "an object that cannot be read: reading it throws", expected);
  }
}
