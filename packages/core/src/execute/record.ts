/** What is on record of a run before it goes on: that it began, what became of each step, and how it ended. */
import { IdleError, type RunStatus, type StepResult } from "@idle/contract";
import { type Run, timestamp } from "./run.ts";

/** Throws JournalFailed. */
export async function recordStart({ journal, runId, plan }: Run, startedAt: string): Promise<void> {
  try {
    await journal.createRun({ runId, plan, startedAt });
  } catch (cause) {
    throw new IdleError("JournalFailed", "The run was not started, because that could not be recorded.", { cause });
  }
}

/** The result as it is on record. What cannot be recorded ends the run as a failure, with what was done still told. */
export async function recorded(result: StepResult, run: Run): Promise<StepResult> {
  try {
    await run.journal.recordOutcome({ runId: run.runId, stepId: result.id, result, at: timestamp(run) });
    const eventError = run.events.journalError();
    if (eventError !== undefined) throw eventError;
    return result;
  } catch (cause) {
    if (result.status === "Failed") return result;
    const error = new IdleError(
      "JournalFailed",
      `What became of step "${result.name}" (${result.status}) could not be recorded.`,
      { cause },
    );
    return { ...result, status: "Failed", error: run.redactor.error(error) };
  }
}

export async function recordEnd(run: Run, status: RunStatus): Promise<void> {
  try {
    await run.journal.endRun({ runId: run.runId, status, at: timestamp(run) });
  } catch {
    // Every outcome is on record already; a run without an end is taken up again by whoever reads the journal.
  }
}
