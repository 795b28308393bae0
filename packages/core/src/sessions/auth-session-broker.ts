/**
 * The broker of a host that keeps its sessions in a list. Patterns and sessions or factories come in; the one session a
 * call is for goes out.
 */
import { type AuthSessionBroker, IdleError, type JsonObject, type Secret, type Session } from "@idle/contract";
import type { AuthSessionBrokerOptions, SessionContext } from "./broker-options.ts";
import { readBrokerOptions, type SessionOrigin } from "./read-broker-options.ts";
import { routeSession, sessionNotFound } from "./route-session.ts";
import { createSessionSlot, type SessionSlot } from "./session-slot.ts";

/** A broker that can be asked without options, and that is closed by the host that made it. */
export interface ClosableSessionBroker extends AuthSessionBroker {
  /**
   * Throws SessionNotFound, SessionAmbiguous, SessionTypeMismatch; SessionFailed for a factory's foreign error and after
   * `close`; a factory's own IdleError as it is.
   */
  acquireAuthSession(name: string, options?: JsonObject): Promise<Session>;
  /** Throws SessionNotFound or SessionAmbiguous where `acquireAuthSession` would, without making a session. */
  expectAuthSession(name: string, options?: JsonObject): void;
  secretsOf(session: Session): Iterable<string>;
  /**
   * Closes every session that a factory made, after those under way are there. Tries all, then rejects with SessionFailed
   * if some could not be closed, those replaced earlier included. Further calls give the same promise.
   */
  close(): Promise<void>;
}

/**
 * Routes calls by pattern. A pattern with a name comes before one without; among those that fit, one that names `purpose`
 * wins; none falls back to `default`. A factory's session is shared, used until it says it has expired, and closed once
 * its successor is there. Throws InvalidInput for options it does not understand, with `details.index` of the entry, and
 * SessionTypeMismatch for a session of another type than its entry says.
 */
export function createAuthSessionBroker(options: AuthSessionBrokerOptions): ClosableSessionBroker {
  const { patterns, fallback } = readBrokerOptions(options);
  const secrets = new WeakMap<Session, ReadonlySet<string>>();
  const slots: SessionSlot[] = [];
  let closing: Promise<void> | null = null;
  const context: SessionContext = { secret: (reference) => resolveSecret(options.secrets, reference) };

  const sourceOf = (origin: SessionOrigin, whose: string): (() => Promise<Session>) => {
    if (origin.kind === "value") return () => Promise.resolve(origin.session);
    const { factory, type } = origin;
    const onMade = (session: Session, made: ReadonlySet<string>) => void secrets.set(session, made);
    const slot = createSessionSlot({ factory, type, whose, context, onMade });
    slots.push(slot);
    return slot.get;
  };
  const sources = patterns.map((pattern) => ({
    ...pattern,
    get: sourceOf(pattern.origin, `The entry for ${pattern.words}`),
  }));
  const getDefault = fallback === null ? null : sourceOf(fallback, "The default entry");

  function find(name: string, asked: JsonObject): () => Promise<Session> {
    if (closing !== null) throw new IdleError("SessionFailed", "The AuthSessionBroker is closed.");
    if (typeof name !== "string") throw new IdleError("InvalidInput", "The name of a session must be a text.");
    const get = routeSession(sources, name, asked)?.get ?? getDefault;
    if (get === null) throw sessionNotFound(patterns, name, asked);
    return get;
  }

  return {
    acquireAuthSession: async (name, given) => find(name, given ?? {})(),
    expectAuthSession: (name, given) => void find(name, given ?? {}),
    secretsOf: (session) => secrets.get(session) ?? [],
    close() {
      closing ??= closeAll(slots);
      return closing;
    },
  };
}

/** Revealed once, so that redaction knows it from here on, wherever it turns up. */
async function resolveSecret(secrets: AuthSessionBrokerOptions["secrets"], reference: string): Promise<Secret> {
  if (secrets === undefined) {
    throw new IdleError(
      "SecretUnavailable",
      "The AuthSessionBroker has nothing to look secrets up with. Hand in secrets: createSecretResolver().",
    );
  }
  const secret = await secrets.resolve(reference);
  secret.reveal();
  return secret;
}

async function closeAll(slots: readonly SessionSlot[]): Promise<void> {
  const failures = (await Promise.all(slots.map((slot) => slot.close()))).flat();
  if (failures.length === 0) return;
  const what = failures.length === 1 ? "A session" : `${failures.length} sessions`;
  throw new IdleError("SessionFailed", `${what} could not be closed.`, {
    cause: failures.length === 1 ? failures[0] : new AggregateError(failures),
  });
}
