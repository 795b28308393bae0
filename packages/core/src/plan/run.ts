/** What the reads of one planning share. */
import type { Host } from "../host.ts";
import type { OpenBag } from "../providers/bag.ts";
import type { CapabilityRegistry } from "../providers/capability-registry.ts";
import type { SessionSource } from "../sessions/session-source.ts";

export interface PlanRun {
  readonly host: Host;
  /** Null when planning offline. */
  readonly bag: OpenBag | null;
  readonly capabilities: CapabilityRegistry;
  readonly sessions: SessionSource;
  readonly signal: AbortSignal;
  /** Tries a read again by the default retry profile; `what` only spreads the jitter. */
  retry<T>(what: string, read: () => Promise<T>): Promise<T>;
}
