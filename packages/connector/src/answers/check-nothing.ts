import { kindOf } from "../model/check-value.ts";
import { type AnswerContext, reading, scriptInWords, wrongAnswer } from "./answer-context.ts";

/**
 * For scripts that return nothing. What comes all the same is not looked at, and the note says so; null when nothing came.
 * Throws PluginAnswerInvalid for what shows that the script has not run: a generator, a function.
 */
export function checkNothing(answer: unknown, context: AnswerContext): { readonly note: string | null } {
  if (answer === undefined || answer === null) return { note: null };
  const { slot } = context;
  const expected = `Its author must write ${slot}(args) { … }, which does the work itself and returns nothing.`;
  if (typeof answer === "function") throw wrongAnswer(context, "a function, which nobody calls", expected);
  const isGenerator = reading(
    context,
    expected,
    () => typeof answer === "object" && typeof Reflect.get(answer, "next") === "function",
  );
  if (isGenerator) throw wrongAnswer(context, "a generator, of which nothing has run", expected);
  return {
    note: `${scriptInWords(context)} returned ${kindOf(answer)}, which nobody looks at: it should return nothing.`,
  };
}
