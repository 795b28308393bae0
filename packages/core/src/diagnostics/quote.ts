import { escapeText } from "./escape.ts";

const longest = 80;

/** A name or value of the user's for a message: in quotes, escaped, cut when it is long. */
export function quote(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return `"${escapeText(cut)}"`;
}

/** `"A", "B" and "C"`, at most twenty of them. */
export function quoteList(names: readonly string[], conjunction: "and" | "or" = "and"): string {
  const shown = names.slice(0, 20).map(quote);
  if (names.length > shown.length) return `${shown.join(", ")} and ${names.length - shown.length} more`;
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} ${conjunction} ${last}`;
}
