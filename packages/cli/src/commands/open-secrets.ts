/** idle secrets open: a result and the private key in; the clear values of its sealed outputs out. Loads no plug-in and no configuration. */
import { type ErrorData, IdleError, isIdleError } from "@idle/contract";
import { escapeText, openSealedOutput, type SealPrivateKey } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readPrivateKey } from "../input/read-private-key.ts";
import { readSealedOutputs, type SealedOutput } from "../input/read-sealed-outputs.ts";
import { jsonDocument } from "../record/json.ts";
import { UsageError } from "../usage-error.ts";
import { problemView } from "../view/problem-view.ts";
import { secretsTable } from "../view/secrets-table.ts";
import { sentence } from "../view/sentence.ts";

export interface OpenSecretsOptions {
  readonly key: string;
  readonly step?: string;
  readonly output?: string;
  readonly raw?: boolean;
  readonly passphrase?: string;
  readonly json?: boolean;
}

export async function openSecrets(
  file: string,
  options: OpenSecretsOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, stderr, sources, workingFolder, redactor } = context;
  if (options.raw === true && options.json === true)
    throw new UsageError("--raw and --json both want standard output. Choose one.");
  const { runId, outputs } = await readSealedOutputs(file, workingFolder);
  const chosen = choose(outputs, options, file);
  const key = await readPrivateKey(options.key, options.passphrase, context);
  if (options.raw === true) {
    for (const output of chosen) writeRaw(await open(output, runId, key), context);
    return exitCodes.done;
  }

  const opened: (SealedOutput & { readonly value: string })[] = [];
  const failed: (SealedOutput & { readonly error: ErrorData })[] = [];
  for (const output of chosen) {
    try {
      opened.push({ ...output, value: await open(output, runId, key) });
    } catch (error) {
      if (!isIdleError(error)) throw error;
      failed.push({ ...output, error: redactor.error(error) });
    }
  }
  if (options.json === true) stdout.write(jsonDocument({ runId, sealedOutputs: documentOf(chosen, opened, failed) }));
  else stdout.write(secretsTable(opened, stdout.style()));
  if (chosen.length === 0) stderr.write(sentence(stderr.style(), `${escapeText(file)} has no sealed outputs.`));
  if (options.json !== true && opened.some(({ value }) => escapeText(value) !== value))
    stderr.write(
      sentence(stderr.style(), "Characters that cannot be seen are written as escapes; --raw gives a value as it is."),
    );
  for (const { error } of failed) stderr.write(problemView(error, stderr.style(), sources));
  return failed.length > 0 ? exitCodes.error : exitCodes.done;
}

/** Throws UsageError that names what there is, when what was asked for is not there, or for --raw not one. */
function choose(
  outputs: readonly SealedOutput[],
  { step, output, raw }: OpenSecretsOptions,
  file: string,
): readonly SealedOutput[] {
  const chosen = outputs.filter(
    (each) =>
      (step === undefined || each.step === step || each.stepId === step) &&
      (output === undefined || each.output === output),
  );
  const isAskedFor = step !== undefined || output !== undefined;
  const isWrong = raw === true ? chosen.length !== 1 : isAskedFor && chosen.length === 0;
  if (!isWrong) return chosen;
  const there = chosen.length === 0 ? outputs : chosen;
  const names = there.map((each) => `--step ${quoted(each.step)} --output ${quoted(each.output)}`).join("; ");
  if (there.length === 0) throw new UsageError(`${escapeText(file)} has no sealed outputs.`);
  const why = chosen.length === 0 ? "No sealed output fits. There are" : "--raw takes exactly one. Choose of";
  throw new UsageError(`${why}: ${names}`);
}

async function open({ step, stepId, output, sealed }: SealedOutput, runId: string, key: SealPrivateKey) {
  try {
    return (await openSealedOutput(sealed, key, { run: runId, step: stepId, output })).reveal();
  } catch (error) {
    if (!isIdleError(error)) throw error;
    throw new IdleError(error.code, `Step ${quoted(step)}, output ${quoted(output)}: ${error.message}`);
  }
}

/** As it is into a pipe or a file. A terminal would act on what is in it. */
function writeRaw(value: string, { stdout, stderr }: CommandContext): void {
  if (stdout.isTerminal) stdout.write(`${escapeText(value)}\n`);
  else {
    stdout.write(value);
    if (!value.isWellFormed())
      stderr.write(
        sentence(stderr.style(), "warning The value has characters that UTF-8 cannot hold; --json has them."),
      );
  }
}

function documentOf(
  chosen: readonly SealedOutput[],
  opened: readonly (SealedOutput & { readonly value: string })[],
  failed: readonly (SealedOutput & { readonly error: ErrorData })[],
): object[] {
  return chosen.map(({ step, stepId, output, sealed }) => {
    const isSame = (each: SealedOutput) => each.stepId === stepId && each.output === output && each.sealed === sealed;
    const value = opened.find(isSame)?.value;
    const place = { step, stepId, output };
    return value === undefined ? { ...place, error: failed.find(isSame)?.error } : { ...place, value };
  });
}

function quoted(name: string): string {
  return escapeText(JSON.stringify(name));
}
