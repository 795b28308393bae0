/**
 * The port through which a run is recorded. A record is on its medium when the promise resolves; the engine waits for
 * the intent before an attempt and for the outcome before the next step, and stops the run with `JournalFailed` when
 * either rejects. Values are redacted before they come here.
 */
import type { IdleEvent } from "./event.ts";
import type { Plan } from "./plan.ts";
import type { RunStatus, StepResult } from "./result.ts";

export interface RunRecord {
  readonly runId: string;
  readonly plan: Plan;
  /** ISO-8601 in UTC. */
  readonly startedAt: string;
}

export interface IntentRecord {
  readonly runId: string;
  readonly stepId: string;
  /** From 1. */
  readonly attempt: number;
  readonly idempotencyKey: string;
  readonly at: string;
}

export interface OutcomeRecord {
  readonly runId: string;
  readonly stepId: string;
  readonly result: StepResult;
  readonly at: string;
}

export interface Journal {
  createRun(record: RunRecord): void | Promise<void>;
  recordIntent(record: IntentRecord): void | Promise<void>;
  recordOutcome(record: OutcomeRecord): void | Promise<void>;
  recordEvent(runId: string, event: IdleEvent): void | Promise<void>;
  endRun(record: { readonly runId: string; readonly status: RunStatus; readonly at: string }): void | Promise<void>;
}
