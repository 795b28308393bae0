import { dnKey } from "@idle/contract";
import type { Capabilities } from "../definition/capabilities.ts";
import type { Partition } from "../model/schema.ts";
import { type AnswerContext, reading, wrongAnswer } from "./answer-context.ts";
import { readList, readName, readObject, readText, shown } from "./read-object.ts";

const expected =
  'Its author must return a partition or a list of them: [{ dn: "dc=example,dc=org", id, name }]; id and name may be left out.';

const most = 10_000;

export interface PartitionRules {
  readonly style: Capabilities["distinguishedNameStyle"];
}

/** At least one. Throws PluginAnswerInvalid. */
export function checkPartitions(
  answer: unknown,
  context: AnswerContext,
  { style }: PartitionRules,
): readonly Partition[] {
  const expectation = { context, expected };
  return reading(context, expected, () => {
    const list = Array.isArray(answer) ? readList(answer, "partitions", most, expectation) : [answer];
    if (list.length === 0) throw wrongAnswer(context, "an empty list", expected);
    const names = new Map<string, string>();
    const ids = new Set<string>();
    const partitions = list.map((value) => {
      const what = Array.isArray(answer) ? "a partition" : null;
      const given = readObject(value, { ...expectation, what, keys: ["dn", "id", "name"] });
      const dn = readName(given.dn, "dn of a partition", expectation);
      const key = keyOf(dn, style);
      if (key === null) {
        throw wrongAnswer(
          context,
          `${shown(dn)} as dn of a partition`,
          'It has to be a distinguished name, such as "dc=example,dc=org".',
        );
      }
      const before = names.get(key);
      if (before !== undefined) {
        const twice =
          before === dn
            ? `the partition ${shown(dn)} twice`
            : `one partition in two spellings, ${shown(before)} and ${shown(dn)}`;
        throw wrongAnswer(context, twice, "Each can be there once.");
      }
      names.set(key, dn);
      const id = readText(given.id, `id of ${shown(dn)}`, expectation);
      if (id !== undefined && ids.has(id)) {
        throw wrongAnswer(context, `two partitions with the id ${shown(id)}`, "Each has an id of its own.");
      }
      if (id !== undefined) ids.add(id);
      const name = readText(given.name, `name of ${shown(dn)}`, expectation);
      return Object.freeze({ dn, ...(id !== undefined && { id }), ...(name !== undefined && { name }) });
    });
    return Object.freeze(partitions);
  });
}

/** Null for what is no name of the style; the root is no partition. */
function keyOf(dn: string, style: PartitionRules["style"]): string | null {
  if (style !== "LDAP") return style === "Generic" ? dn.toLowerCase() : dn;
  return dnKey(dn);
}
