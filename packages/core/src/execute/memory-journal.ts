import type { IdleEvent, IntentRecord, Journal, OutcomeRecord, RunRecord, RunStatus } from "@idle/contract";

export type JournalEntry =
  | { readonly kind: "run"; readonly record: RunRecord }
  | { readonly kind: "intent"; readonly record: IntentRecord }
  | { readonly kind: "outcome"; readonly record: OutcomeRecord }
  | { readonly kind: "event"; readonly event: IdleEvent }
  | {
      readonly kind: "end";
      readonly record: { readonly runId: string; readonly status: RunStatus; readonly at: string };
    };

export interface MemoryJournal extends Journal {
  /** Everything recorded, in order. */
  readonly entries: readonly JournalEntry[];
}

/** Keeps a run's records as long as it is itself kept. */
export function createMemoryJournal(): MemoryJournal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    createRun: (record) => void entries.push({ kind: "run", record }),
    recordIntent: (record) => void entries.push({ kind: "intent", record }),
    recordOutcome: (record) => void entries.push({ kind: "outcome", record }),
    recordEvent: (_, event) => void entries.push({ kind: "event", event }),
    endRun: (record) => void entries.push({ kind: "end", record }),
  };
}
