import { dnKey } from "@idle/contract";
import type { HierarchyNode } from "../model/schema.ts";
import { type AnswerContext, reading, wrongAnswer } from "./answer-context.ts";
import { readList, readName, readObject, readText, shown } from "./read-object.ts";

const expected =
  'Its author must return a child or a list of them, [{ dn: "ou=people,dc=example,dc=org", name }], and an empty list where there is none.';

const most = 100_000;

/** Direct children of the parent, none twice. Throws PluginAnswerInvalid. */
export function checkHierarchy(
  answer: unknown,
  context: AnswerContext,
  { parent }: { readonly parent: HierarchyNode },
): readonly HierarchyNode[] {
  const expectation = { context, expected };
  const above = stepsOf(parent.dn) ?? [];
  return reading(context, expected, () => {
    const list = Array.isArray(answer) ? readList(answer, "children", most, expectation) : [answer];
    const seen = new Set<string>();
    const nodes = list.map((value) => {
      const what = Array.isArray(answer) ? "a child" : null;
      const given = readObject(value, { ...expectation, what, keys: ["dn", "name"] });
      const dn = readName(given.dn, "dn of a child", expectation);
      const steps = stepsOf(dn);
      if (steps === null) {
        throw wrongAnswer(context, `${shown(dn)} as dn of a child`, "It has to be a distinguished name.");
      }
      if (JSON.stringify(steps.slice(1)) !== JSON.stringify(above) || steps.length !== above.length + 1) {
        throw wrongAnswer(
          context,
          `${shown(dn)}, which is no direct child of ${shown(parent.dn)}`,
          "Return what stands one step below the parent, and nothing else.",
        );
      }
      const key = JSON.stringify(steps);
      if (seen.has(key)) throw wrongAnswer(context, `the child ${shown(dn)} twice`, "Each can be there once.");
      seen.add(key);
      const name = readText(given.name, `name of ${shown(dn)}`, expectation);
      return Object.freeze({ dn, ...(name !== undefined && { name }) });
    });
    return Object.freeze(nodes);
  });
}

/** From the object to the root, each step the same for all its spellings; null for what is no distinguished name. */
function stepsOf(dn: string): readonly unknown[] | null {
  const key = dnKey(dn);
  return key === null ? null : JSON.parse(key);
}
