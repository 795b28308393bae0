/** One resolver's read: the current profile or entitlements of an identity, as a source of the context. */
import { type EntitlementAssignment, type Identity, isIdleError, type PlannedResolver } from "@idle/contract";
import { abortable } from "../providers/abortable.ts";
import type { BagEntry } from "../providers/bag.ts";
import { createCaller } from "../providers/caller.ts";
import type { CapabilityRegistry } from "../providers/capability-registry.ts";
import type { SessionSource } from "../sessions/session-source.ts";
import { defaultSessionKey, entitlementsSource, profileSource, type Source } from "./context.ts";

export interface Reading {
  readonly sessions: SessionSource;
  readonly capabilities: CapabilityRegistry;
  readonly signal: AbortSignal;
}

/** An identity that does not exist is a null profile or an empty list. */
export async function readSource(
  planned: PlannedResolver,
  entry: BagEntry,
  { sessions, capabilities, signal }: Reading,
): Promise<Source> {
  const { identityKey, authSessionName, authSessionOptions } = planned.with;
  const sessionKey = authSessionName ?? defaultSessionKey;
  const ask = async (): Promise<unknown> => {
    const caller = await createCaller({
      entry,
      sessions,
      sessionName: authSessionName,
      sessionOptions: authSessionOptions,
      signal,
    });
    const [method] = capabilities.methodsOf(planned.capability);
    return method === undefined ? null : caller.call(method, { identityKey });
  };
  if (planned.capability === "IdLE.Identity.Read") {
    return profileSource((await abortable(ask(), signal)) as Identity | null, entry.alias, sessionKey);
  }
  let list: readonly EntitlementAssignment[];
  try {
    list = (await abortable(ask(), signal)) as readonly EntitlementAssignment[];
  } catch (error) {
    if (!isIdleError(error, "NotFound")) throw error;
    list = [];
  }
  return entitlementsSource(list, entry.alias, sessionKey);
}
