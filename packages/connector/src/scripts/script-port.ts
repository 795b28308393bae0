/**
 * The script port: what the host knows of a connector's scripts, in whatever language they are written. The lifecycle is
 * written once, against it. An answer is `unknown` until the host has looked at it.
 */
import type { SlotArguments, SlotName } from "../model/slots.ts";

export interface ScriptSession {
  /**
   * Calls one script. Rejects with what the script threw, or with the signal's reason where an abort ends the script. Does
   * not settle before the script has ended, whoever stopped waiting: until then nothing else is exported. An answer that is
   * read piece by piece must be read before the next call.
   */
  call<S extends SlotName>(slot: S, args: SlotArguments[S]): Promise<unknown>;
  /** Lets go of what the session holds. Never rejects. */
  close(): Promise<void>;
}

export interface ScriptAdapter {
  /** How messages call a script: its file, or its package and function. */
  nameOf(slot: SlotName): string;
  /** Those that are there and not blank. */
  readonly slots: ReadonlySet<SlotName>;
  /**
   * Begins a session: one for the scripts of a run from begin to end, whose globals live as long, or one for a single
   * script.
   */
  open(): Promise<ScriptSession>;
}
