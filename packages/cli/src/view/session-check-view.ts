/** What became of the check of sessions, for people: a line for each, and a total where there are several. */
import type { JsonObject } from "@idle/contract";
import { displayWidth } from "@idle/core";
import type { SessionEntrySource } from "../configuration/configuration.ts";
import type { SessionCheck } from "../session-check/check-sessions.ts";
import { type Line, layOut, type Piece } from "./lay-out.ts";
import { factText, labelText, messageText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

/** A match that is longer does not push the others to the right; on a terminal it may take a third of the width. */
const widestName = 40;

/** `redact` gives a `match` without what is secret in it. */
export function sessionCheckView(
  checks: ReadonlyMap<SessionEntrySource, SessionCheck>,
  redact: (match: JsonObject) => JsonObject,
  style: Style,
): string {
  const rows = [...checks].map(([entry, check]) => ({ name: nameOf(entry, redact, style), entry, check }));
  const widest = Math.min(widestName, (style.width ?? Number.POSITIVE_INFINITY) / 3);
  const widths = rows.map(({ name }) => displayWidth(name)).filter((width) => width <= widest);
  const column = Math.max(0, ...widths) + 2;
  const lines = rows.map(({ name, entry, check }): Line => {
    const pieces = [stateText(check, style), pad(name, column), ...aboutText(check, entry, style)];
    return { indent: 0, hang: stateColumn + column, pieces };
  });
  return layOut(rows.length > 1 ? [...lines, totalLine([...checks.values()], style)] : lines, style.width);
}

/** The name alone where that is all there is, else the whole match. */
function nameOf({ match }: SessionEntrySource, redact: (match: JsonObject) => JsonObject, style: Style): string {
  if (match === null) return "the default session";
  const shown = redact(match as JsonObject);
  const { name } = shown;
  return typeof name === "string" && Object.keys(shown).length === 1 ? labelText(name, style) : factText(shown, style);
}

const words = { Works: "ok", LacksCommands: "lacks", Failed: "failed", NotContacted: "made" } as const;
const stateColumn = 8;

function stateText({ state }: SessionCheck, style: Style): Piece {
  const paint = { Works: style.green, LacksCommands: style.yellow, Failed: style.red, NotContacted: style.dim }[state];
  return { text: words[state].padEnd(stateColumn), paint };
}

function aboutText(check: SessionCheck, { origin }: SessionEntrySource, style: Style): Piece[] {
  const { state, account, commands, error } = check;
  if (state === "Failed" && error !== null) {
    return [`${nameText(error.code, style)}: ${messageText(error.message, style)}`];
  }
  if (state === "NotContacted") {
    const read = origin.kind === "credential" ? ", whose password could be read" : "";
    const who = account === null ? "" : `${nameText(account, style)}${read}; `;
    return [`${who}not contacted: it has no check of its own`];
  }
  const who = whoText(check, style);
  if (state === "LacksCommands") {
    const missing = commands.filter(({ isAvailable }) => !isAvailable).map(({ name }) => name);
    const verb = missing.length === 1 ? "is" : "are";
    return [`${who === null ? "" : `${who}: `}${messageText(missing.join(", "), style)} ${verb} not there`];
  }
  const count = `  ${commands.length} of ${commands.length} commands`;
  return [who ?? "it answered", ...(commands.length === 0 ? [] : [{ text: count, paint: style.dim }])];
}

function whoText({ account, target }: SessionCheck, style: Style): string | null {
  const parts = [account, target].flatMap((each) => (each === null ? [] : [nameText(each, style)]));
  return parts.length === 0 ? null : parts.join(" on ");
}

function totalLine(checks: readonly SessionCheck[], style: Style): Line {
  const count = (state: SessionCheck["state"]) => checks.filter((check) => check.state === state).length;
  const parts: [number, string][] = [
    [count("Works"), "ok"],
    [count("LacksCommands"), "without all commands"],
    [count("Failed"), "failed"],
    [count("NotContacted"), "not contacted"],
  ];
  const counts = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return { indent: 0, pieces: [{ text: `Sessions: ${counts.join(", ")}.`, paint: style.bold }] };
}

function pad(text: string, column: number): string {
  return text + " ".repeat(Math.max(2, column - displayWidth(text)));
}
