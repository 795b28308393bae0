/** What the runs of an import or an export did, for people: a few lines for each partition, errors, and the totals at the end. */
import type { ExportRun, ImportRun, ObjectError, RunSummary } from "@idle/connector";
import { countText } from "./count-text.ts";
import { emptyLine, type Line, layOut, type Piece } from "./lay-out.ts";
import { objectErrorLines } from "./object-error-lines.ts";
import { nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

/** A run as a result or as the record has it. */
export interface ShownRun {
  readonly kind: "import" | "export";
  readonly type: "Full" | "Delta";
  readonly partition: string | null;
  /** By the names of `ImportRun` and `ExportRun`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Whether it went to its end. */
  readonly isDone: boolean;
}

export function runOfResult(run: ImportRun | ExportRun): ShownRun {
  const counts = Object.entries(run).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return {
    kind: "entries" in run ? "import" : "export",
    type: run.type,
    partition: run.partition,
    counts: Object.fromEntries(counts),
    isDone: true,
  };
}

export function runOfRecord({ kind, type, partition, counts, status }: RunSummary): ShownRun {
  return { kind, type, partition, counts, isDone: status === "done" };
}

export interface RunsAbout {
  /** What was asked for: an export may have imported first. */
  readonly kind: ShownRun["kind"];
  readonly runs: readonly ShownRun[];
  readonly errors: readonly ObjectError[];
  /** The command that shows all errors. */
  readonly howMore: string;
  /** What else there is to say, before the totals. */
  readonly notes?: readonly string[];
}

export function runsView({ kind, runs, errors, howMore, notes = [] }: RunsAbout, style: Style): string {
  const lines = runs.flatMap((run) => [...runLines(run, style), emptyLine]);
  if (errors.length > 0) lines.push(...objectErrorLines(errors, howMore, style), emptyLine);
  for (const text of notes) lines.push({ indent: 0, pieces: [text] }, emptyLine);
  const ofKind = runs.filter((run) => run.kind === kind);
  return layOut([...lines, totalLine(kind, ofKind, errors.length, style)], style.width);
}

function runLines(run: ShownRun, style: Style): Line[] {
  const where = run.partition === null ? "" : `  ${nameText(run.partition, style)}`;
  const what = `${run.type === "Full" ? "Full" : "Delta"} ${run.kind}`;
  const broken = { text: "  broke off", paint: style.red };
  const heading: Line = {
    indent: 0,
    pieces: [{ text: what, paint: style.bold }, where, ...(run.isDone ? [] : [broken])],
  };
  return [heading, ...countLines(run).map((text): Line => ({ indent: 2, pieces: [text] }))];
}

/** What is always told of a run, and below it what there is to tell of this one. */
export function countLines({ kind, counts }: Pick<ShownRun, "kind" | "counts">): string[] {
  const of = (name: string) => (Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0);
  const some = (name: string, one: string, many?: string) => (of(name) > 0 ? [countText(of(name), one, many)] : []);
  const plain = (name: string, word = name) => `${of(name).toLocaleString("en-US")} ${word}`;
  const ifAny = (name: string, word = name) => (of(name) > 0 ? [plain(name, word)] : []);
  if (kind === "export") {
    const done = [plain("added"), plain("updated"), plain("deleted"), ...ifAny("replaced")].join(", ");
    const second = some("secondPass", "entry in the second pass", "entries in the second pass");
    return [`${done}, in ${countText(of("pages"), "page")}`, ...second];
  }
  const changed = [plain("added"), plain("updated"), ...ifAny("renamed"), plain("deleted"), plain("unchanged")];
  return [
    `${countText(of("entries"), "entry", "entries")} in ${countText(of("pages"), "page")}: ${changed.join(", ")}`,
    ...some("confirmed", "exported change confirmed", "exported changes confirmed"),
    ...some(
      "notConfirmed",
      "exported change was not there and is pending again",
      "exported changes were not there and are pending again",
    ),
    ...some("outOfScope", "entry outside of the chosen containers", "entries outside of the chosen containers"),
    ...some(
      "unresolvedReferences",
      "reference to an object that is not there",
      "references to objects that are not there",
    ),
    ...some(
      "kept",
      "object did not come and stays, because entries could not be told apart",
      "objects did not come and stay, because entries could not be told apart",
    ),
  ];
}

function totalLine(kind: ShownRun["kind"], runs: readonly ShownRun[], errors: number, style: Style): Line {
  const sum = (name: string) =>
    runs.reduce((total, { counts }) => total + (counts[name] ?? 0), 0).toLocaleString("en-US");
  const words = ["added", "updated", "deleted", ...(kind === "import" ? ["unchanged"] : [])];
  const parts = words.map((word) => `${sum(word)} ${word}`);
  if (kind === "export" && sum("replaced") !== "0") parts.push(`${sum("replaced")} replaced`);
  const text = `${kind === "import" ? "Import" : "Export"}: ${parts.join(", ")}.`;
  const pieces: Piece[] = [{ text, paint: style.bold }];
  if (errors > 0) pieces.push({ text: ` ${countText(errors, "error")}.`, paint: style.red });
  return { indent: 0, pieces };
}
