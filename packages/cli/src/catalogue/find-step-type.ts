import { didYouMean } from "@idle/core";
import { shortName } from "./step-example.ts";

export type Found =
  | { readonly kind: "found"; readonly type: string }
  | { readonly kind: "ambiguous"; readonly types: readonly string[] }
  | {
      readonly kind: "unknown";
      /** Near misses first, then those with the name somewhere in theirs. */
      readonly meant: readonly string[];
    };

/** More than this is no help. */
const mostMeant = 5;

/**
 * The step type of a name as people write it: in full, in another case, or the end of it (`EnsureAttributes`,
 * `Mailbox.GetInfo`). Exact names come first, then those that differ in case only, then ends.
 */
export function findStepType(name: string, types: readonly string[]): Found {
  const folded = name.toLowerCase();
  const ways: readonly ((type: string) => boolean)[] = [
    (type) => type === name,
    (type) => type.toLowerCase() === folded,
    (type) => type.endsWith(`.${name}`),
    (type) => type.toLowerCase().endsWith(`.${folded}`),
  ];
  for (const fits of ways) {
    const found = types.filter(fits);
    const [first] = found;
    if (first !== undefined && found.length === 1) return { kind: "found", type: first };
    if (found.length > 1) return { kind: "ambiguous", types: found };
  }
  const shortNear = didYouMean(name, types.map(shortName));
  const near = [didYouMean(name, types), types.find((type) => shortName(type) === shortNear)];
  const containing = name.length < 3 ? [] : types.filter((type) => type.toLowerCase().includes(folded));
  const meant = [...near, ...containing].filter((type) => type !== undefined);
  return { kind: "unknown", meant: [...new Set(meant)].slice(0, mostMeant) };
}
