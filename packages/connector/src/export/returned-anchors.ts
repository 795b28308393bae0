import { type AnswerContext, wrongAnswer } from "../answers/answer-context.ts";
import { normalValue, valueProblem } from "../model/check-value.ts";
import type { CSEntryChangeResult } from "../model/entry.ts";
import type { IndexedType } from "../model/schema-index.ts";

const expected = "Its author must return each anchor attribute with a value of the type that the schema says.";

/**
 * Anchors as imports will find them: by a wrong one nobody would find the object again. `types`: of each entry, by its
 * identifier. Throws PluginAnswerInvalid.
 */
export function checkReturnedAnchors<R extends CSEntryChangeResult>(
  results: readonly R[],
  types: ReadonlyMap<string, IndexedType>,
  context: AnswerContext,
): readonly R[] {
  return results.map((result) => {
    const { anchorAttributes } = result;
    const type = types.get(result.identifier);
    if (anchorAttributes === undefined || anchorAttributes.length === 0 || type === undefined) return result;
    const checked = anchorAttributes.map(({ name, value }) => {
      const anchor = type.anchors.find((each) => each.name.toLowerCase() === name.toLowerCase());
      const shown = JSON.stringify(name.slice(0, 100));
      if (anchor === undefined)
        throw wrongAnswer(context, `the anchor attribute ${shown}, which ${type.name} has not`, expected);
      const wrong = value === "" ? "an empty text" : valueProblem(value, anchor, () => true);
      if (wrong !== null) throw wrongAnswer(context, `${wrong} as the anchor attribute ${shown}`, expected);
      return { name: anchor.name, value: normalValue(value, anchor.dataType) };
    });
    return { ...result, anchorAttributes: checked };
  });
}
