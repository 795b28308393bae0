/**
 * The connections of a provider: one for each account that its sessions carry, opened when it is first needed, shared
 * by all that work as that account, and opened anew when it broke.
 */
import type { CredentialSession } from "@idle/contract";
import { isIdleError } from "@idle/contract";
import { resultCodeOf } from "../failures/result-codes.ts";
import type { Settings } from "../options/read-options.ts";
import { type Connection, openConnection } from "./connection.ts";

export interface Account {
  /**
   * Does what only reads; once more on a fresh connection where the one it had broke. `work` throws what ldapts throws.
   */
  read<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Does what may write, once. */
  write<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Keeps the connection however long nobody asks for anything; until the function it returns is called. */
  hold(): () => void;
}

export interface Accounts {
  of(session: CredentialSession): Account;
  close(): Promise<void>;
}

export interface AccountTimes {
  now(): number;
  /** Calls back later, unless it is told not to; does not keep the process from ending. */
  later(milliseconds: number, work: () => void): () => void;
}

/** A connection that nobody used for that long is let go. */
const idleMs = 60_000;
/** A directory locks accounts after a few wrong passwords: one that was refused is not tried again for that long. */
const refusalMs = 60_000;

interface Kept {
  readonly userName: string;
  readonly password: string;
  readonly account: Account;
  close(): Promise<void>;
}

export function createAccounts(settings: Settings, times: AccountTimes = processTimes): Accounts {
  const known = new WeakMap<CredentialSession, Kept>();
  let kept: Kept[] = [];
  return {
    of(session) {
      const same = known.get(session);
      if (same !== undefined && kept.includes(same)) return same.account;
      const password = session.password.reveal();
      let found = kept.find((each) => each.userName === session.userName && each.password === password);
      if (found === undefined) {
        found = { userName: session.userName, password, ...keepAccount(settings, session, times) };
        kept.push(found);
      }
      known.set(session, found);
      return found.account;
    },
    async close() {
      const closing = kept;
      kept = [];
      await Promise.all(closing.map((each) => each.close()));
    },
  };
}

function keepAccount(settings: Settings, session: CredentialSession, times: AccountTimes) {
  let current: Promise<Connection> | null = null;
  let alive: Connection | null = null;
  let refusal: { readonly error: unknown; readonly until: number } | null = null;
  let working = 0;
  let lastUsed = 0;
  let cancelIdle: (() => void) | null = null;

  function connect(): Promise<Connection> {
    if (alive?.isAlive()) return Promise.resolve(alive);
    if (alive !== null) {
      alive = null;
      current = null;
    }
    if (current !== null) return current;
    if (refusal !== null && times.now() < refusal.until) return Promise.reject(refusal.error);
    const opening = openConnection(settings, session);
    current = opening;
    opening.then(
      (connection) => {
        refusal = null;
        if (current === opening) alive = connection;
        else void connection.close();
      },
      (error: unknown) => {
        if (current === opening) current = null;
        if (isIdleError(error, "PermissionDenied")) refusal = { error, until: times.now() + refusalMs };
      },
    );
    return opening;
  }

  async function close(): Promise<void> {
    cancelIdle?.();
    cancelIdle = null;
    const closing = current;
    current = null;
    alive = null;
    const connection = await closing?.catch(() => null);
    await connection?.close();
  }

  function begin(): void {
    working += 1;
  }

  function end(): void {
    working -= 1;
    lastUsed = times.now();
    // One timer for as long as there is something to close, and not one for each call.
    if (working === 0) cancelIdle ??= times.later(idleMs, closeWhenIdle);
  }

  function closeWhenIdle(): void {
    cancelIdle = null;
    if (working > 0) return;
    const left = lastUsed + idleMs - times.now();
    if (left > 0) cancelIdle = times.later(left, closeWhenIdle);
    else void close();
  }

  const account: Account = {
    async read(work) {
      begin();
      try {
        const connection = await connect();
        try {
          return await connection.during(() => work(connection));
        } catch (error) {
          if (!isBroken(connection, error)) throw error;
          const again = await connect();
          return await again.during(() => work(again));
        }
      } finally {
        end();
      }
    },
    async write(work) {
      begin();
      try {
        const connection = await connect();
        return await connection.during(() => work(connection));
      } finally {
        end();
      }
    },
    hold() {
      begin();
      return end;
    },
  };
  return { account, close };
}

/** An answer of the server is no broken connection, and a time that is over would be over again. */
function isBroken(connection: Connection, error: unknown): boolean {
  if (connection.isAlive() || resultCodeOf(error) !== null || isIdleError(error)) return false;
  return !(error instanceof Error && /timed out/i.test(error.message));
}

const processTimes: AccountTimes = {
  now: () => performance.now(),
  later(milliseconds, work) {
    const timer = setTimeout(work, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
