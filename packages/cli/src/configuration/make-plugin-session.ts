/**
 * The factory of a session that a package makes: its options with their secrets in, a session out. Says so when that
 * takes long, ends the wait when it takes too long, and checks what the package gave.
 */
import {
  expectSession,
  IdleError,
  type IdlePlugin,
  isIdleError,
  type Session,
  type SessionOptions,
  type SessionType,
  sessionTypeOf,
} from "@idle/contract";
import { escapeText } from "@idle/core";
import type { StatusLine } from "../status-line.ts";
import type { SetTimer } from "../timer.ts";
import { thrownText } from "./plugin-failure.ts";

/** How messages call the parts of an entry. */
export interface PluginSessionEntry {
  /** `idle.config.yaml:7:3`. */
  readonly place: string;
  /** The package. */
  readonly use: string;
  /** `session DirectorySync`. */
  readonly name: string;
  /** What the entry says the session is. */
  readonly type: SessionType | undefined;
}

export interface Waiting {
  readonly statusLine: StatusLine;
  readonly setTimer: SetTimer;
}

const quietMs = 5_000;
const longestSeconds = 120;

/** Throws SessionFailed or SessionTypeMismatch that names the entry and its package, and an interrupt as it is. */
export async function makePluginSession(
  create: NonNullable<IdlePlugin["createSession"]>,
  options: SessionOptions,
  entry: PluginSessionEntry,
  waiting: Waiting,
): Promise<Session> {
  let session: unknown;
  try {
    session = await inTime(async () => create(options), entry, waiting);
  } catch (error) {
    if (isIdleError(error, "Cancelled")) throw error;
    throw failed(entry, thrownText(error), error);
  }
  return expectMade(session, entry);
}

async function inTime(
  make: () => Promise<Session>,
  { name, use }: PluginSessionEntry,
  { statusLine, setTimer }: Waiting,
): Promise<Session> {
  const time = Promise.withResolvers<never>();
  let hide = () => {};
  const cancelNotice = setTimer(quietMs, () => {
    hide = statusLine.show(`Waiting for ${escapeText(name)} (${escapeText(use)}) …`);
  });
  let isLate = false;
  const cancelLimit = setTimer(longestSeconds * 1000, () => {
    isLate = true;
    time.reject(new Error(`it was not there within ${longestSeconds} seconds.`));
  });
  const making = make();
  // What comes too late is nobody's any more.
  making.then((session) => (isLate ? session?.close?.() : undefined)).catch(() => undefined);
  try {
    return await Promise.race([making, time.promise]);
  } finally {
    cancelNotice();
    cancelLimit();
    hide();
  }
}

/** What the error says about another attempt is kept. */
function failed({ place, use }: PluginSessionEntry, why: string, cause: unknown): IdleError {
  const retryAfterMs: unknown = Reflect.get(Object(cause), "retryAfterMs");
  return new IdleError("SessionFailed", `${place}: the package ${JSON.stringify(use)} made no session: ${why}`, {
    cause,
    transient: Reflect.get(Object(cause), "transient") === true,
    ...(typeof retryAfterMs === "number" && { retryAfterMs }),
  });
}

const needs: Readonly<Record<SessionType, string>> = {
  OAuth: "getAccessToken()",
  Command: "invokeCommand()",
  Credential: "a userName, and a Secret as its password",
};

function expectMade(session: unknown, { place, use, type }: PluginSessionEntry): Session {
  const made = `${place}: the package ${JSON.stringify(use)} made`;
  const actual = sessionTypeOf(session);
  const wanted = type ?? actual;
  if (typeof session !== "object" || session === null || wanted === null) {
    const what = session === undefined || session === null ? "createSession gave nothing" : "what it gave is none";
    const all = Object.entries(needs).map(([each, need]) => `${each} has ${need}`);
    throw new IdleError(
      "SessionFailed",
      `${made} no session: ${what}. A session of type ${all.join(", one of type ")}. One that has several of these states its type.`,
    );
  }
  try {
    return expectSession(session, wanted);
  } catch (error) {
    if (!isIdleError(error, "SessionTypeMismatch")) throw error;
    const found = actual === null || actual === wanted ? "something else" : `one of type ${actual}`;
    throw new IdleError(
      "SessionTypeMismatch",
      `${made} ${found} where a session of type ${wanted} is wanted, which has ${needs[wanted]}.`,
      { details: { expected: wanted, actual } },
    );
  }
}
