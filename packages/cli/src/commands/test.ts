/**
 * idle test: test files in; for each test whether the workflow does what is expected, and where not, what differs, out.
 * Everything is played on pretend systems. Of the configuration, its step types, retry profiles and secret names count.
 */

import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { compileWildcard } from "@idle/contract";
import type { CommandContext } from "../command-context.ts";
import { loadConfiguration } from "../configuration/load-configuration.ts";
import { loadSteps } from "../configuration/load-plugins.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { checkOutputs } from "../input/check-outputs.ts";
import { watchInterrupts } from "../interrupts.ts";
import { openAtomicFile } from "../record/atomic-file.ts";
import { jsonDocument } from "../record/json.ts";
import { createSessionKeeper } from "../session-keeper.ts";
import { UsageError } from "../usage-error.ts";
import { diagnosticsView } from "../view/problem-view.ts";
import { testFileView, testFindingsView, testTotalsLine } from "../view/test-view.ts";
import { checkReport } from "../workflow-tests/check-report.ts";
import { findTestFiles } from "../workflow-tests/find-test-files.ts";
import { junitXml } from "../workflow-tests/junit.ts";
import { type PlayOptions, playFile } from "../workflow-tests/play-file.ts";
import { type FileReport, totalsOf } from "../workflow-tests/report.ts";

export interface TestOptions {
  readonly name?: string;
  readonly update?: boolean;
  readonly junit?: string;
  readonly json?: boolean;
}

export async function test(names: readonly string[], options: TestOptions, context: CommandContext): Promise<ExitCode> {
  const { stdout, stderr, sources, workingFolder, redactor } = context;
  const { json = false, junit } = options;
  const isWanted = matcherOf(options.name);
  const files = findTestFiles(names, workingFolder);
  checkOutputs(files, { "--junit": junit }, context);
  await checkReport(junit, workingFolder);
  const report = junit === undefined ? null : openAtomicFile(resolve(workingFolder, junit), junit, "shared");
  const interrupts = watchInterrupts(stderr, () => "Interrupted: the tests stop.");
  const keeper = createSessionKeeper(context);
  const start = performance.now();
  try {
    const configuration = await loadConfiguration(context.config, workingFolder, sources);
    redactor.addNames(configuration?.redactNames ?? []);
    const { steps, capabilities } = await loadSteps(configuration);
    const play: PlayOptions = {
      settings: {
        steps,
        capabilities,
        retry: configuration === null ? {} : { retryProfiles: {}, ...configuration.retry },
        redactNames: configuration?.redactNames ?? [],
        redactor,
        signal: interrupts.signal,
      },
      isWanted,
      update: options.update === true,
      keeper,
    };
    const played: FileReport[] = [];
    for (const name of files) {
      if (interrupts.signal.aborted) break;
      const outcome = redacted(await playFile(name, play, context), context);
      if (outcome.tests.length === 0 && outcome.problems.length === 0) continue;
      played.push(outcome);
      if (!json) show(outcome, context);
    }
    if (played.length === 0 && !interrupts.signal.aborted) {
      throw new UsageError(`No test has a name like ${JSON.stringify(options.name)}.`);
    }
    const totals = totalsOf(played);
    report?.commit(junitXml(played));
    if (json) stdout.write(jsonDocument({ passed: totals.failed + totals.invalid === 0, totals, files: played }));
    else {
      const style = stdout.style();
      stdout.write(testFindingsView(played, style));
      stdout.write(`\n${testTotalsLine(totals, performance.now() - start, style)}`);
    }
    if (interrupts.signal.aborted) return exitCodes.interrupted;
    if (totals.invalid > 0) return exitCodes.invalid;
    return totals.failed > 0 ? exitCodes.error : exitCodes.done;
  } finally {
    report?.discard();
    await keeper.close();
    interrupts.dispose();
  }
}

function show(outcome: FileReport, { stdout, sources }: CommandContext): void {
  const style = stdout.style();
  stdout.write(testFileView(outcome, style));
  stdout.write(diagnosticsView(outcome.problems, style, sources));
}

/** Plans and results are redacted already; what the file expects is not, nor what stands in the directories. */
function redacted(outcome: FileReport, { redactor }: CommandContext): FileReport {
  return {
    ...outcome,
    problems: outcome.problems.map((each) => ({ ...each, message: redactor.text(each.message) })),
    tests: outcome.tests.map((test) => ({
      ...test,
      name: redactor.text(test.name),
      findings: test.findings.map(
        ({
          name,
          expected,
          actual,
          missing,
          unexpected,
          present,
          replacements,
          cannotUpdate,
          notes,
          about,
          ...rest
        }) => {
          const hide = name !== undefined && redactor.isSecretName(name);
          const value = (data: NonNullable<typeof expected> | null) => (hide ? "[REDACTED]" : redactor.data(data));
          return {
            ...rest,
            about: redactor.text(about),
            ...(expected !== undefined && { expected: value(expected) }),
            ...(actual !== undefined && { actual: value(actual) }),
            ...(missing !== undefined && { missing: missing.map((each) => redactor.data(each)) }),
            ...(unexpected !== undefined && { unexpected: unexpected.map((each) => redactor.data(each)) }),
            ...(present !== undefined && { present: present.map((each) => redactor.data(each)) }),
            ...(replacements !== undefined && { replacements: replacements.map((each) => redactor.data(each)) }),
            ...(cannotUpdate !== undefined && { cannotUpdate: redactor.text(cannotUpdate) }),
            ...(notes !== undefined && { notes: notes.map((note) => redactor.text(note)) }),
          };
        },
      ),
    })),
  };
}

function matcherOf(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  const wildcard = compileWildcard(`*${pattern}*`);
  if ("problem" in wildcard) throw new UsageError(`--name is a wildcard, and ${wildcard.problem}.`);
  return (name) => wildcard.matches(name);
}
