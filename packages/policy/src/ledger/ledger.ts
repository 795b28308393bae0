/**
 * The port to what is counted over time. Whoever implements it keeps one promise above all: what cannot be read is an
 * error, and never an empty ledger.
 */
import type { ActionClass } from "../action-class.ts";

export interface LedgerEntry {
  readonly id: number;
  readonly action: ActionClass;
  readonly system: string;
  /** What was done to what, as a digest: the same for what counts once in a plan. */
  readonly item: string;
  readonly planId: string;
  readonly runId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** False while it is reserved only, and for good when its process died or does not know what it did. */
  readonly isSettled: boolean;
}

export interface LedgerQuery {
  readonly action: ActionClass;
  /** Null for all. */
  readonly system: string | null;
  /** Entries later than this, those dated in the future included. */
  readonly after: number;
}

/** All of it as of one moment. Valid only during the call that it was given to. */
export interface LedgerView {
  /** The latest time of all entries; null when there are none. */
  newest(): number | null;
  /** The earliest. */
  oldestTime(): number | null;
  /** When the earliest of the latest so many days (UTC) on which there are entries begins; null when there are not so many. */
  startOfNewestDays(days: number): number | null;
  count(query: LedgerQuery): number;
  /** Up to so many, by time. */
  oldest(query: LedgerQuery, most: number): readonly LedgerEntry[];
  /** What is not settled of a plan. */
  openOf(planId: string): readonly LedgerEntry[];
}

export interface LedgerPage extends LedgerView {
  add(entries: readonly Omit<LedgerEntry, "id">[]): void;
  remove(ids: readonly number[]): void;
  /** Removes what is older. */
  removeBefore(time: number): void;
}

export interface PolicyLedger {
  /**
   * Rejects when the ledger cannot be read, and with Cancelled once the signal aborts. A ledger that was never written to is
   * empty, and stays as it is.
   */
  read<T>(work: (view: LedgerView) => T, signal?: AbortSignal): Promise<T>;
  /**
   * Alone among all processes: what `work` does is there as a whole when this resolves, and not at all when it rejects or
   * the process ends before. `work` must be quick and do nothing but ask and change the page: it may be called again
   * after an attempt of which nothing is there. An abort ends the wait for others, with Cancelled.
   */
  transact<T>(work: (page: LedgerPage) => T, signal?: AbortSignal): Promise<T>;
}
