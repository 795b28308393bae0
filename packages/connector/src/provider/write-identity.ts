/** Every write is one export of one entry, with its result. */
import { IdleError, type Secret } from "@idle/contract";
import type { StagedChange } from "../space/staging.ts";
import { callOptions } from "./call.ts";
import type { Scope } from "./scope.ts";

/** Throws what the connector said of the entry. False where the connector holds that it is so already. */
export async function exportChange(scope: Scope, change: StagedChange, password?: Secret): Promise<boolean> {
  const { connector, freshness, call } = scope;
  call.signal.throwIfAborted();
  try {
    const { changed } = await connector.exportOne({
      change,
      ...(password !== undefined && { password }),
      ...callOptions(call),
    });
    return changed;
  } finally {
    // Also where it failed: something may have been written.
    freshness.outdate();
  }
}

/** What `work` gives where it found a difference, and the connector takes it for exported already. */
export const unconfirmed = Symbol("unconfirmed");

/** Does the work again, once, when imports of changes left out what became of an earlier export: a full one tells. */
export async function writing<T>(scope: Scope, work: () => Promise<T | typeof unconfirmed>): Promise<T> {
  const first = await work();
  if (first !== unconfirmed) return first;
  await scope.freshness.whole(scope.call);
  const second = await work();
  if (second !== unconfirmed) return second;
  throw new IdleError(
    "NotReady",
    `The connector ${scope.connector.definition.name} exported this before, and no import shows it. Look at the system, then import it: idle connector import.`,
  );
}
