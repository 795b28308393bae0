import type { EventSink, Plan, Result } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { CommandContext } from "./command-context.ts";
import { watchFaults } from "./faults.ts";
import type { Interrupts } from "./interrupts.ts";
import { startProgress } from "./live-progress.ts";
import type { Setup } from "./planning.ts";
import type { AuditLog } from "./record/audit-log.ts";
import { jsonLine } from "./record/json.ts";
import { canRedraw, type StatusLine } from "./status-line.ts";
import { sentence } from "./view/sentence.ts";

export interface RunOutcome {
  readonly result: Result;
  /** Whether something failed outside of any step, which stopped the run. */
  readonly fault: boolean;
}

export interface RunWish {
  /** Whether standard output gets the events. */
  readonly events: boolean;
  readonly acceptDrift: boolean;
  /** Whether the plan may have been applied before. */
  readonly isSaved: boolean;
  readonly audit: AuditLog | null;
  readonly interrupts: Interrupts;
  readonly statusLine: StatusLine;
}

/** Runs a plan: its events go to standard output when `events` is set, to the audit log, the log and the progress line. */
export async function runPlan(
  plan: Plan,
  { engine, bag, retry, machineState }: Setup,
  { events, acceptDrift, isSaved, audit, interrupts, statusLine }: RunWish,
  context: CommandContext,
): Promise<RunOutcome> {
  const { stdout, stderr, log, redactor } = context;
  const progress = startProgress(plan, stderr, !log.isOn, statusLine);
  const eventSink: EventSink = {
    writeEvent(event) {
      if (events) stdout.write(jsonLine(event));
      progress.writeEvent(event);
      log.info({ event: event.type, step: event.stepName, runId: event.runId }, event.message);
      audit?.append(event);
    },
  };
  const faults = watchFaults(context, "This happened outside of any step, so the run is stopped.", interrupts.stop);
  try {
    const { signal } = interrupts;
    const onWait = (what: string) => statusLine.show(escapeText(what));
    const wish = { eventSink, signal, acceptDrift, repeatActs: !isSaved, onWait };
    const result = await engine.invokePlan(plan, { providers: bag, ...wish, ...retry });
    return { result, fault: faults.any };
  } finally {
    progress.stop();
    // Where there is neither a line that is drawn over nor a log, the step's own words are there already.
    const isSaid = !log.isOn && !canRedraw(stderr);
    if (machineState.problem() !== null && !isSaid) {
      const { message } = redactor.error(machineState.problem());
      const style = stderr.style();
      const text = `Nothing was shared with other processes. ${escapeText(message)}`;
      stderr.write(sentence(style, { text: "warning ", paint: style.yellow }, text));
    }
    faults.dispose();
  }
}
