import type { CloseImportConnectionResults } from "../model/slots.ts";
import { type AnswerContext, reading } from "./answer-context.ts";
import { readCustomData } from "./read-custom-data.ts";
import { readObject } from "./read-object.ts";

const expected = "Its author must return one object: {}, or { customData } with the watermark, a text.";

/** One result. Throws PluginAnswerInvalid. */
export function checkCloseImport(answer: unknown, context: AnswerContext): CloseImportConnectionResults {
  return reading(context, expected, () => {
    const { customData } = readObject(answer, { context, expected, what: null, keys: ["customData"] });
    return Object.freeze(readCustomData(customData, { context, expected }));
  });
}
