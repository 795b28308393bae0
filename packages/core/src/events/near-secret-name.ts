import { editDistance } from "@idle/contract";
import { secretNames } from "./secret-names.ts";

const mostRemembered = 4096;
const longest = 64;

/**
 * Tells whether a key is the name of a secret or was probably meant to be one: at most two edits, or a third of the name,
 * away. For what must not be shown when in doubt. `names` are the host's further secret names.
 */
export function createNearSecretNames(names: readonly string[] = []): (key: string) => boolean {
  const known = [...secretNames, ...names].map(fold);
  const remembered = new Map<string, boolean>();
  return (key) => {
    const before = remembered.get(key);
    if (before !== undefined) return before;
    if (remembered.size >= mostRemembered) remembered.clear();
    const folded = fold(key);
    const isNear = known.some((name) => name === folded || isMisspelt(folded, name));
    remembered.set(key, isNear);
    return isNear;
  };
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, "");
}

function isMisspelt(key: string, name: string): boolean {
  // With two edits, `id` would be near `pwd`.
  const allowed = name.length < 3 ? 0 : name.length < 5 ? 1 : Math.max(2, Math.floor(name.length / 3));
  if (key.length > longest || Math.abs(key.length - name.length) > allowed) return false;
  return editDistance(key, name) <= allowed;
}
