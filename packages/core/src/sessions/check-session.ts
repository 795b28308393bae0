import { expectSession, IdleError, type Session, type SessionType, sessionTypeOf } from "@idle/contract";

/**
 * What a host or a factory gave, as a session of `type`; without one, as what it states or its shape tells. `where` begins
 * the messages. Throws SessionTypeMismatch for another type, and for one that lacks what its type needs; SessionFailed for
 * what is no session at all.
 */
export function checkSession(given: unknown, type: SessionType | undefined, where: string): Session {
  const wanted = type ?? sessionTypeOf(given);
  if (typeof given === "object" && given !== null && wanted !== null) return expectSession(given, wanted, where);
  throw new IdleError(
    "SessionFailed",
    `${where} gives no session. A session has getAccessToken(), invokeCommand(), or a userName and a Secret as its password; one that has several of these states its type.`,
  );
}
