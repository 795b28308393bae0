/**
 * The script port: what the host knows of a connector's scripts, in whatever language they are written. The lifecycle is
 * written once, against it. An answer is `unknown` until the host has looked at it.
 */
import type { SlotArguments, SlotName } from "../model/slots.ts";

/** `run`: the scripts of a run from begin to end, whose globals live as long. `call`: one script alone. */
export type SessionKind = "run" | "call";

/** What a script says to whoever looks on, as it says it: a line, and the stream it wrote it to. */
export interface ScriptOutput {
  readonly slot: SlotName;
  readonly stream: string;
  readonly text: string;
}
export type OnScriptOutput = (output: ScriptOutput) => void;

export interface ScriptListeners {
  /** Hears everything. */
  readonly onOutput?: OnScriptOutput | undefined;
  /** Hears of errors that do not end the script, of the first ones at least. */
  readonly onError?: OnScriptOutput | undefined;
}

export interface ScriptSession {
  /**
   * Calls one script. Rejects with what the script threw, or with the signal's reason where an abort ends the script. Does
   * not settle before the script has ended, whoever stopped waiting: until then nothing else is exported. An answer that is
   * read piece by piece must be read before the next call.
   */
  call<S extends SlotName>(slot: S, args: SlotArguments[S]): Promise<unknown>;
  /**
   * Resolves when the script that was called last has ended, or was ended: the next one's time does not run while it waits
   * for that. Not there where nobody can end a script. Never rejects.
   */
  ended?(): Promise<void>;
  /** Lets go of what the session holds. Never rejects. */
  close(): Promise<void>;
}

export interface ScriptAdapter {
  /** How messages call a script: its file, or its package and function. */
  nameOf(slot: SlotName): string;
  /** Those that are there and not blank. */
  readonly slots: ReadonlySet<SlotName>;
  /**
   * Whether they can be run, as far as that can be told without running one. Throws ConnectorInvalid, and what keeps them from
   * being hosted. Not there where loading them has told it.
   */
  check?(): Promise<void>;
  /** Begins a session. */
  open(kind: SessionKind, listeners?: ScriptListeners): Promise<ScriptSession>;
  /** Lets go of what it keeps for later sessions. Never rejects, and can be called twice. */
  close(): Promise<void>;
}
