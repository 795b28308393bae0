/** The sessions of one factory: one at a time, shared by all who ask. */
import { IdleError, isIdleError, type Session, type SessionType } from "@idle/contract";
import { errorWithoutSecrets } from "../events/error-without-secrets.ts";
import { createRedactor } from "../events/redact.ts";
import { learnReveals } from "../events/reveal-scope.ts";
import { readRetryAfter, toIdleError } from "../providers/foreign-error.ts";
import type { SessionContext, SessionFactory } from "./broker-options.ts";
import { checkSession } from "./check-session.ts";
import { secretsShownBy } from "./session-secrets.ts";
import { isExpired } from "./session-source.ts";

export interface SessionSlot {
  /** The session there is, or a new one when there is none or it has expired; made once for all who ask meanwhile. */
  get(): Promise<Session>;
  /** Waits for what is under way and closes every session made here. Gives the errors of all of them. */
  close(): Promise<readonly unknown[]>;
}

export interface SessionSlotOptions {
  readonly factory: SessionFactory;
  readonly type: SessionType | undefined;
  /** The entry, as messages begin: `The entry for { name: "AD" }`. */
  readonly whose: string;
  readonly context: SessionContext;
  /** Told which secrets a session was made with; the set grows as further ones turn up. */
  onMade(session: Session, secrets: ReadonlySet<string>): void;
}

export function createSessionSlot(options: SessionSlotOptions): SessionSlot {
  const closings = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const secrets = new WeakMap<Session, ReadonlySet<string>>();
  let ready: Session | null = null;
  let pending: Promise<Session> | null = null;
  let isClosed = false;

  async function renew(): Promise<Session> {
    const onMade: SessionSlotOptions["onMade"] = (session, shown) => {
      secrets.set(session, shown);
      options.onMade(session, shown);
    };
    const made = await makeSession({ ...options, onMade });
    const replaced = ready;
    ready = made;
    if (replaced !== null && replaced !== made) startClosing(replaced);
    if (isClosed) throw new IdleError("SessionFailed", `${options.whose} is closed.`);
    return made;
  }

  function startClosing(session: Session): void {
    const closing = closeSession(session)
      .catch((error: unknown) => {
        const values = [...(secrets.get(session) ?? []), ...secretsShownBy(session)];
        failures.push(errorWithoutSecrets(error, createRedactor({ values })));
      })
      .finally(() => closings.delete(closing));
    closings.add(closing);
  }

  return {
    get() {
      if (pending !== null) return pending;
      if (ready !== null && !isExpired(ready)) return Promise.resolve(ready);
      const asked = renew().finally(() => {
        pending = null;
      });
      pending = asked;
      return asked;
    },
    async close() {
      isClosed = true;
      await pending?.catch(() => undefined);
      if (ready !== null) startClosing(ready);
      ready = null;
      while (closings.size > 0) await Promise.all(closings);
      return failures;
    },
  };
}

/** One that cannot be closed is a failure, one without `close` is not. */
async function closeSession(session: Session): Promise<void> {
  await session.close?.();
}

/**
 * Nothing of the secrets is in what it throws: who waits for a session that somebody else asked for does not know them.
 */
async function makeSession({ factory, type, whose, context, onMade }: SessionSlotOptions): Promise<Session> {
  const secrets = new Set<string>();
  try {
    return await learnReveals(
      (value) => secrets.add(value),
      async () => {
        const session = checkSession(await factory(context), type, whose);
        onMade(session, secrets);
        return session;
      },
    );
  } catch (error) {
    throw errorWithoutSecrets(sessionFailed(error, whose), createRedactor({ values: secrets }));
  }
}

function sessionFailed(error: unknown, whose: string): unknown {
  if (isIdleError(error)) return error;
  const { message, transient } = toIdleError(error, `${whose} gave no session`);
  const retryAfterMs = readRetryAfter(error);
  return new IdleError("SessionFailed", message, {
    cause: error,
    transient,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
