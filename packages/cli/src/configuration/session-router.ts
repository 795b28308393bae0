import { type CommandSession, isIdleError } from "@idle/contract";
import { createAuthSessionBroker } from "@idle/core";
import type { SessionEntrySource } from "./configuration.ts";

export type Purpose = "Plan" | "Execute";

export interface Route {
  /** The entry that would serve the call; null when none would. */
  readonly entry: SessionEntrySource | null;
  /** Why none would. */
  readonly problem: string | null;
}

/**
 * Tells which entry of `authSessions` a call without options of a step's would get. The broker itself decides, over
 * stand-ins in place of the sessions: so none is made, and no secret looked up.
 */
export function createSessionRouter(
  sessions: readonly SessionEntrySource[],
): (name: string, purpose: Purpose) => Promise<Route> {
  const standIns = new Map<unknown, SessionEntrySource>();
  const standInFor = (source: SessionEntrySource): CommandSession => {
    const session: CommandSession = { type: "Command", invokeCommand: () => Promise.reject(new Error("a stand-in")) };
    standIns.set(session, source);
    return session;
  };
  const fallback = sessions.find(({ match }) => match === null);
  const broker = createAuthSessionBroker({
    sessions: sessions.flatMap((source) =>
      source.match === null ? [] : [{ match: source.match, session: standInFor(source) }],
    ),
    ...(fallback !== undefined && { default: { session: standInFor(fallback) } }),
  });
  return async (name, purpose) => {
    try {
      const session = await broker.acquireAuthSession(name, { purpose });
      return { entry: standIns.get(session) ?? null, problem: null };
    } catch (error) {
      if (!isIdleError(error)) throw error;
      return { entry: null, problem: error.message };
    }
  };
}
