import type { JsonValue, Secret, Session, SessionType } from "@idle/contract";

/** What a factory is handed. */
export interface SessionContext {
  /** The secret behind a reference (`env:NAME`, `file:path`, …). Throws SecretUnavailable, also where the broker has no `secrets`. */
  secret(reference: string): Promise<Secret>;
}

/** Makes a session when it is first needed, and again when the one before has expired. */
export type SessionFactory = (context: SessionContext) => Session | Promise<Session>;

/**
 * What a call must ask for. With `name`, the pattern is for that name only; every other key must equal the call's option
 * of that name, as JSON and in exact case. A name alone is only for calls without options of the user's; the engine's own
 * (`purpose`, `correlationId`, `actor`) do not count as such, and may be named here, too.
 */
export interface SessionMatch {
  readonly name?: string;
  readonly [key: string]: JsonValue | undefined;
}

export interface DefaultSessionEntry {
  /** What the session must be. Default: what it states, or what its shape tells. */
  readonly type?: SessionType;
  /** A session, which stays the host's and is never closed; or a factory, whose sessions are the broker's. */
  readonly session: Session | SessionFactory;
}

export interface SessionEntry extends DefaultSessionEntry {
  readonly match: SessionMatch;
}

export interface AuthSessionBrokerOptions {
  readonly sessions: readonly SessionEntry[];
  /** For calls that no pattern fits. Without it they are refused. */
  readonly default?: DefaultSessionEntry | Session | SessionFactory;
  /** What `context.secret` of the factories asks, such as `createSecretResolver()`. */
  readonly secrets?: { resolve(reference: string): Promise<Secret> };
}
