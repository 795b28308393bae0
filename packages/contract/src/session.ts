import { IdleError } from "./error.ts";
import type { JsonObject } from "./json.ts";
import { isSecret, type Secret } from "./secret.ts";

/** Whether a session works, as far as it can tell itself. */
export interface SessionReport {
  /** Whom the far end takes it for, such as `CORP\\svc-sync`; null where it does not tell. */
  readonly account: string | null;
  /** Where it leads and what answers there, in words; null where it does not tell. */
  readonly target: string | null;
  /** The commands that were asked about, each once. Empty for sessions that have no commands. */
  readonly commands: readonly { readonly name: string; readonly isAvailable: boolean }[];
}

interface SessionBase {
  /**
   * Contacts the far end, changes nothing there, and says what it found. Asked by hosts that check their configuration,
   * never in a plan or run. Rejects as the session's other methods do.
   */
  check?(wanted: { readonly commands: readonly string[]; readonly signal?: AbortSignal }): Promise<SessionReport>;
  /** Asked before a session is used again within a run; true makes the engine ask the broker for a new one. */
  isExpired?(): boolean;
  /** Called by the broker that made the session when the broker is closed. */
  close?(): void | Promise<void>;
}

/** For systems that take a bearer token. */
export interface OAuthSession extends SessionBase {
  readonly type?: "OAuth";
  getAccessToken(): string | Promise<string>;
}

/** Runs commands by name in a context the host chose: a server, an account, elevated or not. */
export interface CommandSession extends SessionBase {
  readonly type?: "Command";
  /** Which server or endpoint the commands run on; sessions with the same `targetId` reach the same one. */
  readonly targetId?: string;
  invokeCommand(
    commandName: string,
    parameters: Readonly<Record<string, unknown>>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<unknown>;
}

/** A user name and a password, for a bind or a logon. */
export interface CredentialSession extends SessionBase {
  readonly type?: "Credential";
  readonly userName: string;
  readonly password: Secret;
}

export interface SessionTypeMap {
  OAuth: OAuthSession;
  Command: CommandSession;
  Credential: CredentialSession;
}
export type SessionType = keyof SessionTypeMap;
export type Session = SessionTypeMap[SessionType];

/** What a provider needs of the broker. `required: false` lets it work in a bag without a broker. */
export interface SessionRequirement {
  readonly type: SessionType;
  readonly required: boolean;
  /** Of type `Command`: the commands the provider runs, so that a host can tell beforehand whether they are there. */
  readonly commands?: readonly string[];
}

/**
 * The host's source of sessions; the only place credentials come from. It stands in the provider bag under the reserved
 * alias `AuthSessionBroker`. `options` are the workflow's `authSessionOptions` together with the engine's `purpose`
 * (`"Plan"` or `"Execute"`), `correlationId` and `actor`. `name` is `""` for the default session.
 */
export interface AuthSessionBroker {
  acquireAuthSession(name: string, options: JsonObject): Session | Promise<Session>;
  /**
   * Throws what `acquireAuthSession` would throw because no session fits, or several do, and makes none: so that this is
   * known before anything runs.
   */
  expectAuthSession?(name: string, options: JsonObject): void;
  /** What a session of this broker was made with, and what its errors might show: hidden wherever it turns up. */
  secretsOf?(session: Session): Iterable<string>;
  close?(): void | Promise<void>;
}

/** What is missing of each type, in words; null when the session has what the type needs. */
const complaints: { readonly [T in SessionType]: (session: Readonly<Record<string, unknown>>) => string | null } = {
  OAuth: (session) => (typeof session.getAccessToken === "function" ? null : "a method getAccessToken()"),
  Command: (session) =>
    typeof session.invokeCommand === "function" ? null : "a method invokeCommand(commandName, parameters)",
  Credential: (session) => {
    if (typeof session.userName !== "string") return "a userName";
    return isSecret(session.password) ? null : "a password that is a Secret";
  },
};
const types = Object.keys(complaints) as SessionType[];

/** The type a session states, else the one its shape tells, else null. */
export function sessionTypeOf(session: unknown): SessionType | null {
  if (typeof session !== "object" || session === null) return null;
  const { type } = session as { readonly type?: unknown };
  if (type !== undefined) return types.find((known) => known === type) ?? null;
  const fitting = types.filter((known) => complaints[known](session as Readonly<Record<string, unknown>>) === null);
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/**
 * The session as the wanted type. One that states a `type` must state that one; one that states none is taken by its
 * shape. Throws `SessionTypeMismatch` that names both types and, with `whose`, who asked.
 */
export function expectSession<T extends SessionType>(
  session: unknown,
  type: T,
  whose = "This operation",
): SessionTypeMap[T] {
  const fields = (typeof session === "object" && session !== null ? session : {}) as Readonly<Record<string, unknown>>;
  const missing = complaints[type](fields);
  const isStated = fields.type !== undefined;
  if (missing === null && (!isStated || fields.type === type)) return session as SessionTypeMap[T];
  const actual = sessionTypeOf(session);
  const stated = typeof fields.type === "string" ? JSON.stringify(fields.type) : "something that is no session";
  const found = actual === type ? `one without ${missing}` : (actual ?? stated);
  throw new IdleError(
    "SessionTypeMismatch",
    `${whose} needs a session of type ${type}, and the AuthSessionBroker gave ${found}. Configure one of type ${type} under that name.`,
    { details: { expected: type, actual } },
  );
}
