/** One text with placeholders, read from left to right in time linear in its length. */
import { quote } from "../diagnostics/quote.ts";
import { checkPathUse, type Path, parsePath } from "./path.ts";
import { type ExpressionProblem, sentence } from "./problem.ts";

/** A placeholder: its path, and the text as it was written, braces included. */
export interface Slot {
  readonly path: Path;
  readonly text: string;
}

export interface TemplateText {
  /** Literal texts and placeholders, in order. */
  readonly parts: readonly (string | Slot)[];
  readonly problems: readonly Omit<ExpressionProblem, "pointer">[];
}

const hint = "To mean the characters {{ themselves, write \\{{.";
const mostProblems = 20;

export function readTemplateText(text: string): TemplateText {
  const parts: (string | Slot)[] = [];
  const problems: Omit<ExpressionProblem, "pointer">[] = [];
  const opens = finder(text, "{{");
  const closes = finder(text, "}}");
  let literal = "";
  let at = 0;
  // Literal "{{" whose "}}" is still to come, and is literal too.
  let awaited = 0;

  const report = (code: ExpressionProblem["code"], message: string, path?: string) => {
    const known = problems.some((problem) => problem.message === message);
    if (!known && problems.length < mostProblems)
      problems.push({ code, message, ...(path === undefined ? {} : { path }) });
  };

  for (;;) {
    const open = opens(at);
    const close = closes(at);
    if (open === -1 && close === -1) break;
    if (open === -1 || (close !== -1 && close < open)) {
      literal += text.slice(at, close + 2);
      if (awaited > 0) awaited -= 1;
      else report("TemplateInvalid", `The braces are not balanced: }} has no {{ before it. ${hint}`);
      at = close + 2;
      continue;
    }
    const end = closes(open + 2);
    const nextOpen = opens(open + 2);
    const isClosed = end !== -1 && (nextOpen === -1 || end < nextOpen);
    const inner = isClosed ? text.slice(open + 2, end).trim() : "";
    const read = isClosed ? readInner(inner) : { reason: "" };
    if ("path" in read) {
      literal += text.slice(at, open);
      if (literal !== "") parts.push(literal);
      literal = "";
      parts.push({ path: read.path, text: text.slice(open, end + 2) });
      at = end + 2;
    } else if (open > at && text[open - 1] === "\\") {
      literal += `${text.slice(at, open - 1)}{{`;
      awaited += 1;
      at = open + 2;
    } else if (isClosed) {
      report("PathInvalid", `${sentence(read.reason)} ${hint}`, inner);
      literal += text.slice(at, end + 2);
      at = end + 2;
    } else {
      report("TemplateInvalid", `The braces are not balanced: {{ is not closed by }}. ${hint}`);
      literal += text.slice(at, open + 2);
      awaited += 1;
      at = open + 2;
    }
  }
  literal += text.slice(at);
  if (literal !== "") parts.push(literal);
  return { parts, problems };
}

/** The one placeholder of a text that is nothing else, blanks around it apart; else null. */
export function loneSlot({ parts, problems }: TemplateText): Slot | null {
  if (problems.length > 0) return null;
  let slot: Slot | null = null;
  for (const part of parts) {
    if (typeof part === "string" ? part.trim() !== "" : slot !== null) return null;
    if (typeof part !== "string") slot = part;
  }
  return slot;
}

function readInner(inner: string): { readonly path: Path } | { readonly reason: string } {
  if (inner === "") return { reason: "the placeholder {{ }} has no path in it" };
  if (inner.length > 1000) return { reason: `${quote(inner)} is too long for a path` };
  const parsed = parsePath(inner);
  if ("reason" in parsed) return parsed;
  const reason = checkPathUse(parsed.path, "template");
  return reason === null ? parsed : { reason };
}

/** Where `mark` stands next, from a place that never goes back; each character is looked at once. */
function finder(text: string, mark: string): (from: number) => number {
  let found = text.indexOf(mark);
  return (from) => {
    if (found !== -1 && found < from) found = text.indexOf(mark, from);
    return found;
  };
}
