import type { Readable, Writable } from "node:stream";

/** How long what a PowerShell wrote last may be on its way after it has ended. */
export const lastWordsMs = 500;

/** The streams of a PowerShell that was started somewhere and waits for its first line, and a way to be rid of it. */
export interface Channel {
  readonly input: Writable;
  readonly output: Readable;
  /** What is no part of the conversation: read, and looked at when the start fails. */
  readonly others: readonly Readable[];
  /** Resolves when it has ended, with why in words where that is known. */
  readonly ended: Promise<string | null>;
  /** Ends it and what it started, at once. Resolves when it is gone, as far as can be told. */
  kill(): Promise<void>;
  /** Whether it keeps the process of the host alive. */
  hold(isHeld: boolean): void;
}
