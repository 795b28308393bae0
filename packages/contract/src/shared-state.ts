/**
 * What the processes of one machine share: locks and small records, both by name. The port is provided by the host, so
 * that steps of many runs in many processes can do once what one of them does for all.
 */
import type { JsonValue } from "./json.ts";

/** A lock that is held. */
export interface StateLock {
  /** Lets go of it. Does nothing the second time. */
  release(): Promise<void>;
}

/**
 * Every method rejects when the state cannot be used at all. Who uses it then does without, and says so where that matters:
 * what must hold in any case needs a place of its own. Names are any text; a name's lock and its record have nothing to do with each other but by agreement.
 */
export interface SharedState {
  /**
   * Null at once when somebody has it, in this process or in another one. A process that ends, however it ends, holds
   * nothing any more.
   */
  tryLock(name: string): Promise<StateLock | null>;
  /**
   * What was written last, as a whole. Null when nothing was written, or when it is lost or damaged. It may be years old,
   * and of another version of whoever wrote it: check all of it.
   */
  read(name: string): Promise<JsonValue | null>;
  /** Replaces what was there, at most 64 KiB of JSON. It is not redacted: never hand it a secret. */
  write(name: string, value: JsonValue): Promise<void>;
}
