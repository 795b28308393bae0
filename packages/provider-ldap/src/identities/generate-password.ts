import { randomInt } from "node:crypto";
import { Secret } from "@idle/contract";

/** Without signs that are easily taken for others: people read these once. */
const classes = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!$%*+-?@_"] as const;
const shortest = 24;
const all = classes.join("");

/**
 * A password that every usual policy takes: at least 24 characters and as many as the policy wants, of all four kinds,
 * with none of the words in it that a policy may forbid, such as the account's name. `random(n)` is a whole number below n.
 */
export function generatePassword(minimum = 0, forbidden: readonly string[] = [], random = randomInt): Secret {
  const length = Math.max(shortest, minimum);
  // Shorter ones are found in any text by chance, and no policy minds them (MS-SAMR 3.1.1.7.2).
  const words = forbidden.flatMap(tokens).filter((word) => word.length >= 3);
  for (;;) {
    const signs = classes.map((signsOfClass) => pick(signsOfClass, random));
    while (signs.length < length) signs.push(pick(all, random));
    const password = shuffle(signs, random).join("");
    if (!words.some((word) => password.toLowerCase().includes(word))) return new Secret(password);
  }
}

function tokens(text: string): string[] {
  const small = text.toLowerCase();
  return [small, ...small.split(/[\s,.\-_#\t]+/)];
}

function pick(signs: string, random: (below: number) => number): string {
  return signs[random(signs.length)] ?? "";
}

function shuffle<T>(list: readonly T[], random: (below: number) => number): T[] {
  const mixed = [...list];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
