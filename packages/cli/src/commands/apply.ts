/**
 * idle apply: a saved plan, or a workflow and a request, in; the plan is shown and asked about, then run; the result out.
 * Whatever happens to the terminal, the pipe or the files meanwhile, a run that has begun is brought to its end.
 */
import { resolve } from "node:path";
import { IdleError, isIdleError, type Plan, type Result } from "@idle/contract";
import { escapeText, importPlan } from "@idle/core";
import { askYes } from "../ask.ts";
import type { CommandContext } from "../command-context.ts";
import { configurationFileName } from "../configuration/configuration-file-name.ts";
import type { SessionWish } from "../configuration/load-bag.ts";
import { type ExitCode, exitCodeOfError, exitCodes } from "../exit-codes.ts";
import { checkOutputs } from "../input/check-outputs.ts";
import { checkSealedRecord } from "../input/check-sealed-record.ts";
import { longestRecord, readBytes, standardInputName } from "../input/read-bytes.ts";
import { type Interrupts, watchInterrupts } from "../interrupts.ts";
import { makePlan, type Setup, setUp } from "../planning.ts";
import { jsonDocument } from "../record/json.ts";
import { openRecords } from "../record/open-records.ts";
import { runPlan } from "../run-plan.ts";
import { createSessionKeeper } from "../session-keeper.ts";
import { createStatusLine } from "../status-line.ts";
import { UsageError } from "../usage-error.ts";
import { configurationHints, errorsOf } from "../view/configuration-hints.ts";
import { hasChanges, planTotals } from "../view/plan-totals.ts";
import { planView } from "../view/plan-view.ts";
import { refusalsIn } from "../view/policy-lines.ts";
import { problemView } from "../view/problem-view.ts";
import { resultView } from "../view/result-view.ts";
import { unkeptSecrets } from "../view/unkept-secrets.ts";
import { checkSources } from "./plan.ts";

export interface ApplyOptions {
  readonly workflow?: string;
  readonly request?: string;
  readonly yes?: boolean;
  readonly out?: string;
  readonly audit?: string;
  readonly acceptDrift?: boolean;
  readonly json?: boolean;
  readonly events?: boolean;
  readonly allowCommandSecrets?: boolean;
}

export async function apply(
  file: string | undefined,
  options: ApplyOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, stderr } = context;
  const getPlan = planSource(file, options, context);
  if (options.json === true && options.events === true) {
    throw new UsageError(
      "--json and --events both want standard output. Choose one; --out keeps the result in a file.",
    );
  }
  const { workflow, request, out, audit } = options;
  checkOutputs([file, workflow, request], { "--out": out, "--audit": audit }, context);
  // Before anything is said of a question: there may be no such file, and standard input is only read when it is free.
  const saved = file === undefined || file === "-" ? undefined : await readPlan(file, context);
  checkCanAsk(file, options, context);
  await checkSealedRecord(out, context.workingFolder);
  let isRunning = false;
  const interrupts = watchInterrupts(stderr, () =>
    isRunning
      ? "Interrupted: the running step is brought to a clean end, then the run stops. Once more to stop at once."
      : "Interrupted: nothing was changed.",
  );
  const records = openRecords(options, context.workingFolder);
  const keeper = createSessionKeeper(context);
  const statusLine = createStatusLine(stderr, !context.log.isOn);
  try {
    const allowCommandSecrets = options.allowCommandSecrets === true;
    const { plan, ...setup } = await getPlan(
      { keeper, allowCommandSecrets, signal: interrupts.signal, statusLine },
      saved,
    );
    const isMachine = options.json === true || options.events === true;
    // Who is asked must have seen the plan.
    const stage = isMachine || (options.yes !== true && !stdout.isTerminal) ? stderr : stdout;
    stage.write(`${planView(plan, stage.style())}\n`);
    const isAgreed = await agree(plan, options, context, interrupts);
    if (interrupts.signal.aborted) return exitCodes.interrupted;
    if (!isAgreed) {
      stderr.write("Not applied: nothing was changed.\n");
      return exitCodes.error;
    }
    isRunning = true;
    const acceptDrift = options.acceptDrift === true;
    const events = options.events === true;
    const isSaved = file !== undefined;
    const run = { audit: records.audit, interrupts, statusLine, events, acceptDrift, isSaved };
    const { result, fault } = await runPlan(plan, setup, run, context);
    const unkept = attempt(() => records.result?.commit(`${JSON.stringify(result, null, 2)}\n`));
    const failures = [...unkept, ...attempt(() => records.audit?.close())];
    const keptIn = out !== undefined && unkept.length === 0 ? out : null;
    const about = { file: keptIn, isInterrupted: interrupts.signal.aborted && !fault };
    if (!isMachine) stdout.write(resultView(result, stdout.style(), about));
    else if (options.events !== true) stdout.write(jsonDocument(result));
    const hinted = context.config ?? configurationFileName;
    stderr.write(configurationHints(errorsOf(result), hinted, stderr.style()));
    const isKept = keptIn !== null || (isMachine && options.events !== true);
    if (!isKept) stderr.write(unkeptSecrets(result, stderr.style()));
    for (const failure of failures) {
      stderr.write(problemView(context.redactor.error(failure), stderr.style(), context.sources));
    }
    if (fault) return exitCodes.error;
    const isRecorded = failures.length === 0 && (result.sinkError === null || records.audit === null);
    return exitCodeOf(result, isRecorded, interrupts);
  } finally {
    records.result?.discard();
    await keeper.close();
    interrupts.dispose();
  }
}

type PlanAndSetup = Setup & { readonly plan: Plan };

/** Which of the two ways the plan comes. Wrong usage is told before anything is read. */
function planSource(
  file: string | undefined,
  { workflow, request }: ApplyOptions,
  context: CommandContext,
): (sessions: SessionWish, saved: Plan | undefined) => Promise<PlanAndSetup> {
  if (file !== undefined) {
    if (workflow !== undefined || request !== undefined) {
      throw new UsageError(
        "A saved plan is applied as it is: leave out --workflow and --request, or leave out the plan.",
      );
    }
    return async (sessions, saved) => {
      const plan = saved ?? (await readPlan(file, context));
      return { ...(await setUp(context, "steps that need one cannot run.", sessions)), plan };
    };
  }
  if (workflow === undefined || request === undefined) {
    throw new UsageError("Name a saved plan, or both --workflow and --request.");
  }
  checkSources({ workflow, request });
  const consequence = "steps that need one cannot run.";
  return (sessions) => makePlan({ workflow, request }, context, consequence, { ...sessions, canBeOffline: false });
}

async function readPlan(file: string, context: CommandContext): Promise<Plan> {
  const path = file === "-" ? file : resolve(context.workingFolder, file);
  const name = file === "-" ? standardInputName : file;
  const bytes = await readBytes(path, longestRecord, name);
  try {
    return importPlan(bytes);
  } catch (error) {
    if (!isIdleError(error)) throw error;
    const { code, message, details, cause } = error;
    throw new IdleError(code, `${escapeText(name)}${await whyNoPlan(bytes, name, message)}`, {
      ...(details && { details }),
      cause,
    });
  }
}

/** What follows the name of the file. */
async function whyNoPlan(bytes: Uint8Array, name: string, message: string): Promise<string> {
  const { kindInPlaceOf } = await import("../input/file-of-another-kind.ts");
  const { fileKindInWords } = await import("../input/file-kind-in-words.ts");
  const kind = kindInPlaceOf("plan", bytes);
  const file = name === standardInputName ? "FILE" : escapeText(name);
  if (kind === "workflow") return ` is a workflow. To plan it and run it: idle apply -w ${file} -r REQUEST.`;
  if (kind === "request")
    return ` is a request. To plan a workflow for it and run it: idle apply -w WORKFLOW -r ${file}.`;
  return kind === null ? `: ${message}` : ` ${fileKindInWords(kind, file)}`;
}

function checkCanAsk(
  file: string | undefined,
  { yes, workflow, request }: ApplyOptions,
  context: CommandContext,
): void {
  if (yes) return;
  const isInputTaken = [file, workflow, request].includes("-");
  if (context.isInputTerminal() && context.stderr.isTerminal && !isInputTaken) return;
  const why = isInputTaken ? "Standard input is not free to ask on" : "There is no terminal to ask on";
  throw new UsageError(`${why}. Nothing was changed. Review the plan with idle plan, then apply it with --yes.`);
}

async function agree(
  plan: Plan,
  { yes }: ApplyOptions,
  { stderr }: CommandContext,
  { signal }: Interrupts,
): Promise<boolean> {
  // The engine refuses a plan that cannot be executed, and says why better than a question could.
  if (yes === true || !plan.plan.executable || signal.aborted) return true;
  const question = questionFor(plan);
  return askYes(`${question} [y/N] `, stderr, signal);
}

function questionFor(plan: Plan): string {
  if (!hasChanges(planTotals(plan))) return "Nothing to change. Run it all the same?";
  // What it says now is known only once it is asked again.
  const isRefused = refusalsIn(plan.metadata.policy).length > 0;
  return isRefused ? "Run this plan if the policy allows it by now?" : "Run this plan?";
}

function attempt(action: () => void): unknown[] {
  try {
    action();
    return [];
  } catch (error) {
    return [error];
  }
}

const codes: Readonly<Record<Result["status"], ExitCode>> = {
  Completed: exitCodes.done,
  Blocked: exitCodes.blocked,
  Failed: exitCodes.error,
  Cancelled: exitCodes.interrupted,
};

function exitCodeOf({ status, steps }: Result, isRecorded: boolean, { signal }: Interrupts): ExitCode {
  if (signal.aborted) return exitCodes.interrupted;
  const stopped = status === "Failed" ? exitCodeOfError.get(steps.at(-1)?.error?.code ?? "") : undefined;
  if (stopped !== undefined) return stopped;
  return status === "Completed" && !isRecorded ? exitCodes.error : codes[status];
}
