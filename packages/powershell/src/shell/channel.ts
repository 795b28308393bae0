import type { Readable, Writable } from "node:stream";

/** The streams of a PowerShell that was started somewhere with `-Command -`, and a way to be rid of it. */
export interface Channel {
  readonly input: Writable;
  readonly output: Readable;
  /** Standard error; looked at when the start fails. */
  readonly errors: Readable;
  /** Resolves when it has ended, with why in words where that is known. */
  readonly ended: Promise<string | null>;
  /** Ends it and what it started, at once. Resolves when it is gone, as far as can be told. */
  kill(): Promise<void>;
  /** Whether it keeps the process of the host alive. */
  hold(isHeld: boolean): void;
}
