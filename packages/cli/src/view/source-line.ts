import type { Diagnostic } from "@idle/contract";
import { createNearSecretNames, readData } from "@idle/core";
import type { ConfigurationCode } from "../configuration/configuration.ts";
import type { Source, Sources } from "../input/sources.ts";
import { isPrivateIn } from "./private-parts.ts";

/** Any key, in whatever is written; bounded, because a line may be a megabyte long. */
const anyKey = /(?<![\p{L}\p{N}_.-])([\p{L}\p{N}_.-]{1,64})["']?\s{0,20}[:=]/gu;
/** A key and what begins a text; a list, an object or nothing behind the key is no secret yet. */
const keyOfText = new RegExp(`${anyKey.source}\\s*[^\\s{[]`, "gu");
/** A line that begins with a key. */
const leadingKey = /^[ \t]*(?:- +)*(?:([A-Za-z]\w*)|"([A-Za-z]\w*)"|'([A-Za-z]\w*)')[ \t]*:(?:\s|$)/;

/**
 * The text a diagnostic is about, for showing its line, with `…` in place of what may be secret there; undefined when
 * there is none, or when nothing of the line is known to be none.
 */
export type FindSource = (diagnostic: Diagnostic) => string | undefined;

export function createFindSource(sources: Sources): FindSource {
  const shown = new Map<string, ReturnType<typeof createShownLine>>();
  return ({ code, file, line, column }) => {
    // What is refused there is a secret, or may be a private key.
    const isSecret =
      code === ("SecretInClear" satisfies ConfigurationCode) ||
      code === ("SealRecipientInvalid" satisfies ConfigurationCode);
    const source = file === null ? undefined : sources.sourceOf(file);
    if (file === null || line === null || isSecret || source === undefined) return undefined;
    const shownLine = shown.get(file) ?? createShownLine(source, sources.secretNames());
    shown.set(file, shownLine);
    const text = shownLine(line, column ?? 1, code === "SyntaxInvalid");
    return text === undefined ? undefined : "\n".repeat(line - 1) + text;
  };
}

/** `names` are the further secret names; null when they are not known yet. */
function createShownLine({ text, kind }: Source, names: readonly string[] | null) {
  const isSecretName = createNearSecretNames(names ?? []);
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const hidden = readData({ text, file: null }).hiddenParts({
    names: names ?? [],
    isPrivate: isPrivateIn(kind, names !== null),
  });
  let doubtful: readonly boolean[] | undefined;
  const lengthOf = (number: number, line: string, isSyntax: boolean): number => {
    if (hidden === null || isSyntax) {
      doubtful ??= doubtfulLines(lines, isSecretName);
      return doubtful[number - 1] === false && leadingKey.test(line) ? line.indexOf(":") : 0;
    }
    const named = [...line.matchAll(keyOfText)].find(([, key = ""]) => isSecretName(key));
    const atName = named === undefined ? line.length : named.index + (named[1] ?? "").length;
    return Math.min(hidden.get(number) ?? line.length, atName);
  };
  // A line of a megabyte may have a thousand problems.
  const lengths = new Map<string, number>();
  return (number: number, column: number, isSyntax: boolean): string | undefined => {
    const line = lines[number - 1];
    if (line === undefined) return undefined;
    const id = `${number} ${isSyntax}`;
    const length = lengths.get(id) ?? lengthOf(number, line, isSyntax);
    lengths.set(id, length);
    if (length >= line.length) return line;
    const end = /^["']?\s*:/.exec(line.slice(length))?.[0] ?? "";
    const shown = line.slice(0, length) + end;
    // Blanks, so that the caret is below the mark.
    return length === 0 ? undefined : `${shown.padEnd(Math.min(column - 1, 200))}…`;
  };
}

/** In a text that is not read, a line may be the inside of a value, and that value a secret: after a quote, or after a secret's name. */
function doubtfulLines(lines: readonly string[], isSecretName: (key: string) => boolean): boolean[] {
  let isDoubtful = false;
  const open = { "'": false, '"': false };
  return lines.map((line) => {
    const isInside = isDoubtful || open["'"] || open['"'];
    for (const [mark] of line.matchAll(/['"]/g)) open[mark as keyof typeof open] = !open[mark as keyof typeof open];
    isDoubtful ||= [...line.matchAll(anyKey)].some(([, key = ""]) => isSecretName(key));
    return isInside;
  });
}
