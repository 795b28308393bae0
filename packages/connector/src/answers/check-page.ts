import { kindOf } from "../model/check-value.ts";
import { type AnswerContext, reading, wrongAnswer } from "./answer-context.ts";
import { readCustomData } from "./read-custom-data.ts";
import { isObject, readFlag, readObject } from "./read-object.ts";

const expected =
  "Its author must return a list of entries, or { csEntries, moreToImport, customData } with a list or anything to iterate over as csEntries.";

/** One page of an import. */
export interface Page {
  /** Not looked at yet, and to be read once. Each is somebody else's object. */
  readonly entries: Iterable<unknown> | AsyncIterable<unknown>;
  readonly moreToImport: boolean;
  /** Absent where the script says nothing. */
  readonly customData?: string;
}

/** A page, or a list alone, which is the last one. Throws PluginAnswerInvalid; reading the entries throws what they do. */
export function checkPage(answer: unknown, context: AnswerContext): Page {
  return reading(context, expected, () => {
    const { entries = (list) => list } = context;
    if (isIterable(answer)) return Object.freeze({ entries: entries(answer), moreToImport: false });
    if (isObject(answer) && !("csEntries" in answer) && "modificationType" in answer) {
      throw wrongAnswer(context, "one entry", expected);
    }
    const keys = ["csEntries", "moreToImport", "customData"];
    const { csEntries, moreToImport, customData } = readObject(answer, { context, expected, what: null, keys });
    if (!isIterable(csEntries)) throw wrongAnswer(context, `${kindOf(csEntries)} as csEntries`, expected);
    return Object.freeze({
      entries: entries(csEntries),
      moreToImport: readFlag(moreToImport, "moreToImport", false, { context, expected }),
      ...readCustomData(customData, { context, expected }),
    });
  });
}

/** A list of whatever kind. Texts and bytes can be iterated over, too, and are none. */
function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
  return (
    typeof Reflect.get(value, Symbol.iterator) === "function" ||
    typeof Reflect.get(value, Symbol.asyncIterator) === "function"
  );
}
