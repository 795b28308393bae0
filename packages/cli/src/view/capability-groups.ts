import { messageText } from "./short-text.ts";
import type { Style } from "./style.ts";

/** `IdLE.Identity: Create, Read` for each group of ids that differ in their last word only, sorted. */
export function capabilityGroups(ids: readonly string[], style: Style): string[] {
  const groups = new Map<string, string[]>();
  for (const id of [...ids].sort()) {
    const dot = id.lastIndexOf(".");
    const group = id.slice(0, dot);
    groups.set(group, [...(groups.get(group) ?? []), id.slice(dot + 1)]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, names]) => messageText(`${group}: ${names.join(", ")}`, style));
}
