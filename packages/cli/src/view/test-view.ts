/** Test files for people: a line for each test, then for each that failed what differs and where, then how many. */
import type { JsonValue } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { FileReport, PlacedFinding, TestReport, Totals } from "../workflow-tests/report.ts";
import { showDuration } from "./duration.ts";
import { emptyLine, type Line, layOut, type Piece } from "./lay-out.ts";
import { countProblems } from "./problem-view.ts";
import { messageText, nameText } from "./short-text.ts";
import type { Paint, Style } from "./style.ts";
import { cutText, showValue } from "./value.ts";

/** A terminal shows at most so many lines of one value, and so many entries of a list. */
const longestValueInLines = 3;
const mostEntries = 12;

/** Shown as soon as the file is through. */
export function testFileView({ file, problems, tests }: FileReport, style: Style): string {
  const head: Line = { indent: 0, pieces: [{ text: escapeText(file), paint: style.bold }] };
  if (problems.length > 0) {
    const text = `not run: ${countProblems(problems)}`;
    return layOut([head, { indent: 2, pieces: [{ text, paint: style.red }] }], style.width);
  }
  const lines = tests.map(({ name, status }): Line => {
    const { word, paint } = look(status, style);
    return { indent: 2, hang: 11, pieces: [{ text: word.padEnd(9), paint }, nameText(name, style)] };
  });
  return layOut([head, ...lines], style.width);
}

/** What differs in the tests that failed, and what was written in those that were updated. */
export function testFindingsView(files: readonly FileReport[], style: Style): string {
  const lines = files.flatMap(({ file, tests }) =>
    tests.filter(({ findings }) => findings.length > 0).flatMap((test) => testLines(file, test, style)),
  );
  return layOut(lines, style.width);
}

export function testTotalsLine(
  { passed, failed, updated, invalid }: Totals,
  milliseconds: number,
  style: Style,
): string {
  const parts: [number, string, Paint][] = [
    [passed, "passed", style.green],
    [updated, "updated", style.yellow],
    [failed, "failed", style.red],
  ];
  const shown = parts.filter(([number], index) => number > 0 || index === 0);
  const counts = shown.flatMap(([number, word, paint], index): Piece[] => [
    ...(index === 0 ? [] : [", "]),
    number === 0 ? `${number} ${word}` : { text: `${number} ${word}`, paint },
  ]);
  const files: Piece[] =
    invalid === 0 ? [] : ["; ", { text: `${invalid === 1 ? "1 file" : `${invalid} files`} not run`, paint: style.red }];
  const time: Piece = { text: `, in ${showDuration(milliseconds)}.`, paint: style.dim };
  return layOut([{ indent: 0, pieces: ["Tests: ", ...counts, ...files, time] }], style.width);
}

function look(status: TestReport["status"], style: Style): { word: string; paint: Paint } {
  const paint = { passed: style.green, failed: style.red, updated: style.yellow }[status];
  return { word: status, paint };
}

function testLines(file: string, { name, line, column, status, findings }: TestReport, style: Style): Line[] {
  const { word, paint } = look(status, style);
  const place = `${escapeText(file)}:${line}:${column}`;
  const head: Line = {
    indent: 0,
    pieces: [
      { text: word, paint },
      " ",
      { text: place, paint: style.dim },
      " ",
      { text: nameText(name, style), paint: style.bold },
    ],
  };
  return [emptyLine, head, ...findings.flatMap((finding) => findingLines(file, finding, status, style))];
}

function findingLines(file: string, finding: PlacedFinding, status: TestReport["status"], style: Style): Line[] {
  const {
    about,
    line,
    column,
    expected,
    actual,
    missing = [],
    unexpected = [],
    present = [],
    replacements = [],
    notes = [],
  } = finding;
  const words = status === "updated" ? updatedWords : failedWords;
  const place = { text: `${escapeText(file)}:${line}:${column} `, paint: style.dim };
  const lines: Line[] = [{ indent: 2, hang: 4, pieces: [place, messageText(about, style)] }];
  const limit = style.width === null ? Number.POSITIVE_INFINITY : style.width * longestValueInLines;
  const row = (word: string, text: string, paint: Paint): Line => ({
    indent: 4,
    hang: 16,
    pieces: [{ text: word.padEnd(12), paint }, text],
  });
  if (expected !== undefined || actual !== undefined) {
    const [wanted, found] = [showValue(expected), showValue(actual)];
    lines.push(row(words.expected, cutText(wanted, limit, found), style.red));
    lines.push(row(words.actual, cutText(found, limit, wanted), style.green));
  }
  const list = (word: string, entries: readonly JsonValue[], paint: Paint) => {
    const shown = style.width === null ? entries : entries.slice(0, mostEntries);
    lines.push(...shown.map((entry) => row(word, cutText(showValue(entry), limit), paint)));
    const more = entries.length - shown.length;
    if (more > 0) lines.push(row("", `and ${more} more`, style.dim));
  };
  list(words.missing, missing, style.red);
  list(words.unexpected, unexpected, style.green);
  if (status === "updated") list(words.unexpected, replacements, style.green);
  else list("there is", present, style.green);
  // What to do about it has been done.
  for (const note of status === "updated" ? [] : notes) lines.push({ indent: 4, pieces: [messageText(note, style)] });
  return lines;
}

const failedWords = { expected: "expected", actual: "actual", missing: "missing", unexpected: "unexpected" };
const updatedWords = { expected: "was", actual: "now", missing: "removed", unexpected: "added" };
