import { randomInt } from "node:crypto";
import { Secret } from "@idle/contract";

/** Without signs that are easily taken for others: people read these once. */
const classes = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!$%*+-?@_"] as const;
const length = 24;
const all = classes.join("");

/** A password that every usual policy takes: 24 characters of all four kinds. `random(n)` is a whole number below n. */
export function generatePassword(random: (below: number) => number = randomInt): Secret {
  const pick = (signs: string) => signs[random(signs.length)] ?? "";
  const signs: string[] = classes.map(pick);
  while (signs.length < length) signs.push(pick(all));
  // Each takes a place by chance: where the four kinds stand is not known either.
  const mixed: string[] = [];
  while (signs.length > 0) mixed.push(...signs.splice(random(signs.length), 1));
  return new Secret(mixed.join(""));
}
