import { isDeepStrictEqual } from "node:util";
import type { Attributes, EnsureAttributesResult } from "@idle/contract";

/**
 * What setting `wanted` over `current` changes. The one comparison of preview and write: put here what the system takes
 * for equal, such as texts that differ in case only.
 */
export function compareAttributes(current: Attributes, wanted: Attributes): EnsureAttributesResult {
  const attributes = Object.entries(wanted).map(([name, value]) => {
    const before = Object.hasOwn(current, name) ? (current[name] ?? null) : null;
    const after = value === "" ? null : value;
    return { name, changed: !isDeepStrictEqual(before, after), before, after };
  });
  return { changed: attributes.some(({ changed }) => changed), attributes };
}

/** What of it is to be written: null removes. */
export function changedValues({ attributes }: EnsureAttributesResult): Attributes {
  const changed = attributes.filter((attribute) => attribute.changed);
  return Object.fromEntries(changed.map(({ name, after = null }) => [name, after]));
}
