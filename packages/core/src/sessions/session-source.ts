/** Sessions for one plan or run: asked of the broker once for the same name and options, and again when they expired. */
import {
  type AuthSessionBroker,
  expectSession,
  IdleError,
  isIdleError,
  type JsonObject,
  type Session,
  type SessionRequirement,
} from "@idle/contract";
import { canonicalJson } from "../plan/canonical-json.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import { secretsShownBy } from "./session-secrets.ts";
import { type SecretLearner, unwatched, watchSession } from "./watch-session.ts";

export interface SessionSource {
  /** Has the redactor learn what the session has shown by now, in whatever plan or run. */
  learnFrom(session: Session | undefined): void;
  /** Any session by name, as a step asks for it. Throws what the broker throws, SessionBrokerMissing or SessionFailed. */
  acquire(name: string, options: JsonObject | null): Promise<Session>;
  /** The session a provider needs, of the type it needs; undefined where it needs none or may do without. */
  forProvider(
    requirement: SessionRequirement | undefined,
    who: string,
    name: string,
    options: JsonObject | null,
  ): Promise<Session | undefined>;
}

export interface SessionSourceOptions {
  readonly broker: AuthSessionBroker | null;
  readonly purpose: "Plan" | "Execute";
  readonly correlationId: string;
  readonly actor: string | null;
  /** Learns every password and every token as it is handed out. */
  readonly redactor: SecretLearner;
}

export function createSessionSource({
  broker,
  purpose,
  correlationId,
  actor,
  redactor,
}: SessionSourceOptions): SessionSource {
  const known = new Map<string, Promise<Session>>();
  const brokerOf = new WeakMap<object, AuthSessionBroker>();

  function learnFrom(session: Session | undefined): void {
    if (session === undefined) return;
    const own = unwatched(session) as Session;
    for (const value of brokerOf.get(session)?.secretsOf?.(own) ?? []) redactor.addValue(value);
    for (const value of secretsShownBy(own)) redactor.addValue(value);
  }

  async function ask(name: string, options: JsonObject | null): Promise<Session> {
    if (broker === null) {
      throw new IdleError(
        "SessionBrokerMissing",
        `${label(name)} is needed, and the provider bag has no AuthSessionBroker. Add one.`,
      );
    }
    const told: JsonObject = { ...options, purpose, correlationId, actor };
    let session: unknown;
    try {
      session = await broker.acquireAuthSession(name, told);
    } catch (error) {
      if (isIdleError(error)) throw error;
      const { message, transient } = toIdleError(error, `The AuthSessionBroker gave no session for ${label(name)}`);
      throw new IdleError("SessionFailed", message, { cause: error, transient });
    }
    if (typeof session !== "object" || session === null) {
      throw new IdleError(
        "SessionFailed",
        `The AuthSessionBroker answered with no session for ${label(name)}. It must return one or throw.`,
      );
    }
    try {
      const watched = watchSession(session as Session, redactor);
      brokerOf.set(watched, broker);
      learnFrom(watched);
      return watched;
    } catch (cause) {
      const message = `The AuthSessionBroker answered with something for ${label(name)} that cannot be looked at.`;
      throw new IdleError("SessionFailed", message, { cause });
    }
  }

  async function acquire(name: string, options: JsonObject | null): Promise<Session> {
    const key = `${name}\n${canonicalJson(options ?? {})}`;
    const earlier = known.get(key);
    if (earlier !== undefined) {
      const session = await earlier;
      if (!isExpired(session)) return session;
      // Somebody else may have found it expired, too, and asked already.
      if (known.get(key) !== earlier) return acquire(name, options);
    }
    const asked = ask(name, options);
    known.set(key, asked);
    // What failed is asked for again next time.
    asked.catch(() => {
      if (known.get(key) === asked) known.delete(key);
    });
    return asked;
  }

  return {
    acquire,
    learnFrom,
    async forProvider(requirement, who, name, options) {
      if (requirement === undefined || (broker === null && !requirement.required)) return undefined;
      try {
        return expectSession(await acquire(name, options), requirement.type, who);
      } catch (error) {
        if (isIdleError(error, "SessionNotFound") && isDispensable(requirement, name, options)) return undefined;
        throw error;
      }
    },
  };
}

/** Whether a provider can do without a session of which nobody said which it should be. */
export function isDispensable({ required }: SessionRequirement, name: string, options: JsonObject | null): boolean {
  return !required && name === "" && Object.keys(options ?? {}).length === 0;
}

/** A session that cannot say is taken as expired. */
export function isExpired(session: Session | undefined): boolean {
  try {
    return typeof session?.isExpired === "function" && session.isExpired() === true;
  } catch {
    return true;
  }
}

function label(name: string): string {
  return name === "" ? "the default session" : `session "${name}"`;
}
