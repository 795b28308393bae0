/** idle validate: workflow files in; every diagnostic of every file out. Loads step types, but no provider. */
import { resolve } from "node:path";
import { type Diagnostic, isIdleError } from "@idle/contract";
import { validateWorkflow } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { loadStepConfiguration } from "../configuration/load-configuration.ts";
import { loadSteps } from "../configuration/load-plugins.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { expandGlobs } from "../input/expand-globs.ts";
import { longestDocument, readBytes, standardInputName } from "../input/read-bytes.ts";
import { jsonDocument } from "../record/json.ts";
import { UsageError } from "../usage-error.ts";
import { countProblems, diagnosticsView } from "../view/problem-view.ts";
import { sentence } from "../view/sentence.ts";
import { isTestFile } from "../workflow-tests/test-file-name.ts";

export interface ValidateOptions {
  readonly json?: boolean;
}

export async function validate(
  names: readonly string[],
  { json }: ValidateOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, sources, workingFolder } = context;
  const files = workflowsAmong(names, context);
  const configuration = await loadStepConfiguration(context.config, workingFolder, sources);
  const { steps } = await loadSteps(configuration);
  const diagnostics: Diagnostic[] = [];
  for (const name of files) {
    const found = await checkFile(name, steps, context);
    diagnostics.push(...found);
    if (!json) stdout.write(diagnosticsView(found, stdout.style(), sources));
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.length - errors.length;
  if (json) {
    const checked = files.map(shownName);
    stdout.write(
      jsonDocument({ valid: errors.length === 0, errors: errors.length, warnings, files: checked, diagnostics }),
    );
  } else {
    stdout.write(sentence(stdout.style(), summary(files, diagnostics)));
  }
  if (errors.some(({ code }) => code === "FileUnreadable")) return exitCodes.error;
  return errors.length > 0 ? exitCodes.invalid : exitCodes.done;
}

/**
 * Without workflow tests, which a pattern such as workflows/*.yaml fits as well. One that is named itself, by hand or by the
 * shell, is left out with a word. Throws UsageError when nothing else is there.
 */
function workflowsAmong(names: readonly string[], { stderr, workingFolder }: CommandContext): readonly string[] {
  const files = expandGlobs(names, workingFolder);
  const tests = files.filter(isTestFile);
  const [first] = tests;
  if (first === undefined) return files;
  if (tests.length === files.length) {
    const what = tests.length === 1 ? `${first} is a workflow test` : "All of these are workflow tests";
    throw new UsageError(`${what}, and idle validate checks workflows. To run it: idle test ${tests.join(" ")}`);
  }
  const named = tests.filter((file) => names.includes(file));
  const left = named.length === 1 ? "1 workflow test is" : `${named.length} workflow tests are`;
  if (named.length > 0) stderr.write(sentence(stderr.style(), `${left} left out: idle test runs those.`));
  return files.filter((file) => !isTestFile(file));
}

type Steps = Awaited<ReturnType<typeof loadSteps>>["steps"];

async function checkFile(
  name: string,
  steps: Steps,
  { sources, workingFolder, log }: CommandContext,
): Promise<Diagnostic[]> {
  const file = shownName(name);
  try {
    const text = await readBytes(name === "-" ? name : resolve(workingFolder, name), longestDocument, file);
    sources.remember(file, text);
    log.debug({ file }, "Checking a workflow");
    const found = await validateWorkflow({ text, file }, { steps });
    if (!found.some(({ severity }) => severity === "error")) return found;
    const { fileOfAnotherKind } = await import("../input/file-of-another-kind.ts");
    const other = fileOfAnotherKind("workflow", text, file);
    return other === null ? found : [other];
  } catch (error) {
    if (!isIdleError(error, "FileUnreadable")) throw error;
    return [{ severity: "error", code: error.code, message: error.message, file, line: null, column: null }];
  }
}

function shownName(name: string): string {
  return name === "-" ? standardInputName : name;
}

function summary(files: readonly string[], diagnostics: readonly Diagnostic[]): string {
  const checked = files.length === 1 ? "1 workflow" : `${files.length} workflows`;
  if (diagnostics.length === 0) return `${checked} checked: no problems.`;
  const faulty = new Set(diagnostics.map(({ file }) => file)).size;
  const where = files.length > 1 ? ` in ${faulty === 1 ? "1 file" : `${faulty} files`}` : "";
  return `${checked} checked: ${countProblems(diagnostics)}${where}.`;
}
