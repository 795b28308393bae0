/** idle plan: a workflow and a request in; what it would do now out, for people, as JSON or in a file. Writes to no system. */
import { resolve } from "node:path";
import { escapeText, exportPlan } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { checkOutputs } from "../input/check-outputs.ts";
import { watchInterrupts } from "../interrupts.ts";
import { makePlan } from "../planning.ts";
import { openAtomicFile } from "../record/atomic-file.ts";
import { escapeJson } from "../record/json.ts";
import { createSessionKeeper } from "../session-keeper.ts";
import { createStatusLine } from "../status-line.ts";
import { UsageError } from "../usage-error.ts";
import { hasChanges, planTotals } from "../view/plan-totals.ts";
import { planView } from "../view/plan-view.ts";
import { refusalsIn } from "../view/policy-lines.ts";
import { sentence } from "../view/sentence.ts";

export interface PlanOptions {
  readonly workflow: string;
  readonly request: string;
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly json?: boolean;
  readonly allowCommandSecrets?: boolean;
}

export async function plan(options: PlanOptions, context: CommandContext): Promise<ExitCode> {
  const { workflow, request, out, json, detailedExitcode } = options;
  const { stdout, stderr, workingFolder } = context;
  checkSources(options);
  checkOutputs([workflow, request], { "--out": out }, context);
  const file = out === undefined ? null : openAtomicFile(resolve(workingFolder, out), out);
  const interrupts = watchInterrupts(stderr, () => "Interrupted: planning stops, nothing was changed.");
  const keeper = createSessionKeeper(context);
  const allowCommandSecrets = options.allowCommandSecrets === true;
  const statusLine = createStatusLine(stderr, !context.log.isOn);
  const wish = { keeper, allowCommandSecrets, signal: interrupts.signal, statusLine, canBeOffline: true };
  try {
    const made = await makePlan({ workflow, request }, context, "planning offline, no system is read.", wish);
    const text = exportPlan(made.plan);
    file?.commit(text);
    stdout.write(json ? escapeJson(text) : planView(made.plan, stdout.style()));
    if (out !== undefined) {
      const saved = escapeText(out);
      stderr.write(sentence(stderr.style(), `Saved as ${saved}. To run it: idle apply ${saved}`));
    }
    if (detailedExitcode !== true) return exitCodes.done;
    if (refusalsIn(made.plan.metadata.policy).length > 0) return exitCodes.blocked;
    return hasChanges(planTotals(made.plan)) ? exitCodes.changes : exitCodes.done;
  } finally {
    file?.discard();
    await keeper.close();
    interrupts.dispose();
  }
}

/** Standard input can be read only once. */
export function checkSources({ workflow, request }: Pick<PlanOptions, "workflow" | "request">): void {
  if (workflow === "-" && request === "-") {
    throw new UsageError("Only one of workflow and request can come from standard input.");
  }
}
