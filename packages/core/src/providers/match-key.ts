/** How names written by people meet names that are there: exactly, else the one that equals ignoring case. */
export type KeyMatch =
  | { readonly kind: "found"; readonly key: string }
  | { readonly kind: "absent" }
  | { readonly kind: "ambiguous"; readonly keys: readonly string[] };

export function matchKey(keys: readonly string[], wanted: string): KeyMatch {
  if (keys.includes(wanted)) return { kind: "found", key: wanted };
  const folded = wanted.toLowerCase();
  const near = keys.filter((key) => key.toLowerCase() === folded);
  const [key] = near;
  if (key === undefined) return { kind: "absent" };
  return near.length === 1 ? { kind: "found", key } : { kind: "ambiguous", keys: near };
}
