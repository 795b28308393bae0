import { kindOf } from "../model/check-value.ts";
import type { ParameterValidationResult } from "../model/slots.ts";
import { type AnswerContext, reading, wrongAnswer } from "./answer-context.ts";
import { readObject, readText, shown } from "./read-object.ts";

const expected =
  'Its author must return one object: { code: "Success" }, or { code: "Failure", errorMessage, errorParameter }.';

/** One result. Throws PluginAnswerInvalid. The words are the script's own: take secrets out before anybody sees them. */
export function checkValidation(answer: unknown, context: AnswerContext): ParameterValidationResult {
  return reading(context, expected, () => {
    const expectation = { context, expected };
    const keys = ["code", "errorMessage", "errorParameter"];
    const { code, errorMessage, errorParameter } = readObject(answer, { ...expectation, what: null, keys });
    if (code !== "Success" && code !== "Failure") {
      throw wrongAnswer(context, `${typeof code === "string" ? shown(code) : kindOf(code)} as code`, expected);
    }
    const message = readText(errorMessage, "errorMessage", expectation);
    const parameter = readText(errorParameter, "errorParameter", expectation);
    return Object.freeze({
      code,
      ...(message !== undefined && { errorMessage: message }),
      ...(parameter !== undefined && { errorParameter: parameter }),
    });
  });
}
