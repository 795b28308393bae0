/** One test file from its text to its report; with `update`, from its report to its new text. */
import { performance } from "node:perf_hooks";
import { isIdleError } from "@idle/contract";
import { appendToPointer } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { openAtomicFile } from "../record/atomic-file.ts";
import type { SessionKeeper } from "../session-keeper.ts";
import { compare } from "./compare/compare.ts";
import type { Comparison, Finding, Path } from "./compare/finding.ts";
import { type PreparedFile, prepareFile, type TestCase } from "./prepare-file.ts";
import { readTestFile } from "./read-test-file.ts";
import type { FileReport, PlacedFinding, TestReport } from "./report.ts";
import { type RunSettings, runCase } from "./run-case.ts";
import type { TestFile } from "./test-file.ts";
import { type TestEdits, updateText } from "./update/update-text.ts";

export interface PlayOptions {
  readonly settings: Omit<RunSettings, "uses">;
  /** Whether a test is to be played. */
  isWanted(name: string): boolean;
  readonly update: boolean;
  /** Has every provider that a test file names, and closes them when a test is over. */
  readonly keeper: SessionKeeper;
}

/** Stops between tests when `settings.signal` aborts: what is played until then is in the report. */
export async function playFile(name: string, options: PlayOptions, context: CommandContext): Promise<FileReport> {
  const { sources, workingFolder } = context;
  const reading = await readTestFile(name, workingFolder, sources);
  if ("problems" in reading) return { file: name, problems: reading.problems, tests: [] };
  const { file } = reading;
  const wanted = file.document.tests.some((test) => options.isWanted(test.name));
  if (!wanted) return { file: name, problems: [], tests: [] };
  const prepared = await prepareFile(file, { steps: options.settings.steps, sources, keeper: options.keeper });
  if ("problems" in prepared) return { file: name, problems: prepared.problems, tests: [] };
  const played = await playCases(file, prepared, options);
  const tests = options.update ? update(file, played) : played.map(({ report }) => report);
  return { file: name, problems: [], tests };
}

interface Played {
  readonly report: TestReport;
  readonly comparison: Comparison;
  readonly index: number;
}

async function playCases(
  file: TestFile,
  prepared: PreparedFile,
  { settings, isWanted, keeper }: PlayOptions,
): Promise<Played[]> {
  const capabilities = [...settings.capabilities, ...prepared.capabilities];
  const all: RunSettings = { ...settings, capabilities, uses: prepared.uses };
  const played: Played[] = [];
  for (const test of prepared.cases) {
    if (!isWanted(test.entry.name)) continue;
    if (settings.signal.aborted) break;
    const comparison = await playCase(test, all).finally(() => keeper.close());
    if (comparison === null) break;
    played.push({ ...comparison, index: test.index, report: reportOf(file, test, comparison) });
  }
  return played;
}

interface Timed {
  readonly comparison: Comparison;
  readonly durationMs: number;
  /** Failures of the test's own that never happened: then it does not test what it says. */
  readonly unused: readonly number[];
}

/** null when it was interrupted. */
async function playCase(test: TestCase, settings: RunSettings): Promise<Timed | null> {
  const start = performance.now();
  try {
    const observation = await runCase(test, settings);
    const comparison = compare(test.entry.expect, observation);
    const unused = test.entry.failures === undefined ? [] : observation.unusedFailures;
    return { comparison, durationMs: performance.now() - start, unused };
  } catch (error) {
    if (settings.signal.aborted) return null;
    throw error;
  }
}

function reportOf(file: TestFile, { entry, index }: TestCase, { comparison, durationMs, unused }: Timed): TestReport {
  const idle = unused.map((each): PlacedFinding => {
    const { provider = "", method = "" } = entry.failures?.[each] ?? {};
    const about = `failures: ${method} of ${provider} was never called, so it did not fail`;
    return { path: [], about, ...file.locate(`/tests/${index}/failures/${each}`) };
  });
  const findings = [...comparison.findings.map((finding) => placed(file, index, finding)), ...idle];
  const place = file.locate(`/tests/${index}/name`);
  return {
    name: entry.name,
    line: place.line,
    column: place.column,
    status: findings.length === 0 ? "passed" : "failed",
    durationMs,
    findings,
  };
}

function placed(file: TestFile, index: number, finding: Finding): PlacedFinding {
  const { line, column } = file.locate(pointerOf(["tests", index, "expect", ...finding.path]));
  return { ...finding, line, column };
}

function pointerOf(path: Path): string {
  return path.reduce<string>(appendToPointer, "");
}

/** Writes the file once, with what was different in all of its tests. Where that cannot be done, they have failed, and it says why. */
function update(file: TestFile, played: readonly Played[]): TestReport[] {
  const differing = played.filter(
    ({ comparison }) => comparison.edits.length > 0 && !comparison.findings.some(isStuck),
  );
  const edits = differing.map(({ index, comparison }) => ({ index, edits: comparison.edits }));
  const refusal = edits.length === 0 ? null : write(file, edits);
  return played.map((each) => {
    const { report, comparison, index } = each;
    if (comparison.findings.some(isStuck)) return { ...report, findings: report.findings.map(saysWhy) };
    if (comparison.edits.length === 0) return report;
    // What cannot be rewritten stays wrong.
    if (report.findings.length > comparison.findings.length) return report;
    if (refusal !== null) {
      const { line, column } = report;
      return { ...report, findings: [...report.findings, { path: [], about: refusal, line, column }] };
    }
    const isNew = file.document.tests[index]?.expect === undefined;
    const about = "all that happens is written down now";
    const findings = isNew ? report.findings.map((finding) => ({ ...finding, about })) : report.findings;
    return { ...report, findings, status: "updated" as const };
  });
}

/** Whether an update would make the test check less. */
function isStuck({ cannotUpdate }: Finding): boolean {
  return cannotUpdate !== undefined;
}

function saysWhy(finding: PlacedFinding): PlacedFinding {
  const { cannotUpdate, notes = [] } = finding;
  if (cannotUpdate === undefined) return finding;
  const why = `This cannot be updated: ${cannotUpdate}. Correct the test by hand; nothing of it was written.`;
  return { ...finding, notes: [why, ...notes] };
}

/** Why nothing was written; null when it was. */
function write(file: TestFile, edits: readonly TestEdits[]): string | null {
  try {
    const text = updateText(file.text, file.name, edits);
    openAtomicFile(file.path, file.name, "shared").commit(`${file.hasMark ? "\ufeff" : ""}${text}`);
    return null;
  } catch (error) {
    if (!isIdleError(error)) throw error;
    return error.message;
  }
}
