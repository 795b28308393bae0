import { randomInt } from "node:crypto";
import { IdleError, Secret } from "@idle/contract";

/** Without signs that are easily taken for others: people read these once. */
const classes = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!$%*+-?@_"] as const;
const shortest = 24;
/** Windows knows no longer ones (PWLEN of lmcons.h). */
const longest = 256;
const mostTries = 10_000;
const all = classes.join("");

/**
 * A password that every usual policy takes: at least 24 characters and as many as the policy wants, of all four kinds,
 * with none of the words in it that a policy may forbid, such as the account's name. `random(n)` is a whole number below n.
 * Throws `InvalidInput` where the words leave no password, or the policy wants one that is longer than any may be.
 */
export function generatePassword(minimum = 0, forbidden: readonly string[] = [], random = randomInt): Secret {
  // Of a policy that cannot be read the server itself sees to it that it is kept.
  const length = Math.max(shortest, Number.isNaN(minimum) ? 0 : minimum);
  if (length > longest) throw refuse(`the domain's policy wants ${length} characters, and ${longest} are the most`);
  // Shorter ones are found in any text by chance, and no policy minds them (MS-SAMR 3.1.1.7.2).
  const words = new Set(forbidden.flatMap(tokens).filter((word) => word.length >= 3));
  for (let tries = 0; tries < mostTries; tries += 1) {
    const signs = classes.map((signsOfClass) => pick(signsOfClass, random));
    while (signs.length < length) signs.push(pick(all, random));
    const password = shuffle(signs, random).join("");
    if (!hasAny(password.toLowerCase(), words)) return new Secret(password);
  }
  throw refuse(
    "the identity's names have so many words that every password holds one of them. Give fewer, or a password",
  );
}

/** However many words there are, it takes no longer: names come from others. */
function hasAny(text: string, words: ReadonlySet<string>): boolean {
  if (words.size === 0) return false;
  for (let start = 0; start < text.length; start += 1) {
    for (let end = start + 3; end <= text.length; end += 1) if (words.has(text.slice(start, end))) return true;
  }
  return false;
}

function refuse(why: string): IdleError {
  return new IdleError("InvalidInput", `No password can be generated: ${why}.`);
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
