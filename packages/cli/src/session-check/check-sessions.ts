/**
 * Whether the configured sessions work: entries of `authSessions` come in; each is really made, as for a plan or run, and
 * asked to contact its far end; what became of each goes out, in the order of the entries. Nothing here throws.
 */
import {
  type AuthSessionBroker,
  IdleError,
  isIdleError,
  type JsonObject,
  type Session,
  type SessionReport,
  sessionTypeOf,
} from "@idle/contract";
import { askSessionReport, escapeText } from "@idle/core";
import type { SessionEntrySource } from "../configuration/configuration.ts";
import type { Waiting } from "../configuration/make-plugin-session.ts";
import type { ProcessRedactor } from "../redaction/process-redactor.ts";

/** What became of one entry, without secrets. */
export interface SessionCheck {
  /** `NotContacted`: it was made, and has no check of its own. */
  readonly state: "Works" | "LacksCommands" | "Failed" | "NotContacted";
  /** Whom the far end takes it for; of a user name and a password, the user name. */
  readonly account: string | null;
  readonly target: string | null;
  readonly commands: readonly { readonly name: string; readonly isAvailable: boolean }[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface CheckedEntry {
  readonly entry: SessionEntrySource;
  /** How the line of progress calls it. */
  readonly name: string;
  /** A broker that has this entry only. */
  open(): Promise<AuthSessionBroker>;
  /** What providers will run with a session such as the one that was made. */
  commandsFor(session: Session): readonly string[];
}

export interface CheckOptions {
  readonly redactor: ProcessRedactor;
  /** Ends everything: what has not answered by then is told as Cancelled. */
  readonly signal: AbortSignal;
  /** Where it is said that an answer takes long, and the clock for that. */
  readonly waiting: Waiting;
}

/** So many at a time: each may be a process or a logon of its own. */
const mostAtOnce = 8;
const quietMs = 5_000;
/** More than the minute that sessions mostly give their own logon: their errors say more than this limit can. */
const longestCheckSeconds = 90;
/** What packages make has such a limit of its own; this is for sessions of a configuration that is code. */
const longestMakingSeconds = 120;

export async function checkSessions(
  entries: readonly CheckedEntry[],
  options: CheckOptions,
): Promise<ReadonlyMap<SessionEntrySource, SessionCheck>> {
  const done: [SessionEntrySource, Found][] = [];
  const left = entries.entries();
  const work = async () => {
    for (const [index, each] of left) done[index] = [each.entry, await find(each, options)];
  };
  await Promise.all(Array.from({ length: mostAtOnce }, work));
  // Not before all is over: one far end may say what only another session has shown to be secret.
  return new Map(done.map(([entry, found]) => [entry, tell(found, options.redactor)]));
}

/** As it was found, secrets included. */
type Found = { readonly report: SessionReport } | { readonly userName: string | null } | { readonly error: unknown };

async function find(checked: CheckedEntry, options: CheckOptions): Promise<Found> {
  const { redactor } = options;
  try {
    const session = await make(checked, options);
    const commands = checked.commandsFor(session);
    const who = ownerOf(checked.entry);
    const asking = (signal: AbortSignal) => askSessionReport(session, { commands, signal, redactor, who });
    const report = await waitFor(checked, asking, longestCheckSeconds, options);
    return report === null ? { userName: userNameOf(session) } : { report };
  } catch (error) {
    return { error };
  }
}

function tell(found: Found, redactor: ProcessRedactor): SessionCheck {
  const shown = (text: string | null) => (text === null ? null : redactor.text(text));
  if ("error" in found) return became("Failed", { error: told(found.error, redactor) });
  if ("userName" in found) return became("NotContacted", { account: shown(found.userName) });
  const { account, target, commands } = found.report;
  return became(commands.every(({ isAvailable }) => isAvailable) ? "Works" : "LacksCommands", {
    account: shown(account),
    target: shown(target),
    commands: commands.map(({ name, isAvailable }) => ({ name: redactor.text(name), isAvailable })),
  });
}

function became(state: SessionCheck["state"], about: Partial<SessionCheck>): SessionCheck {
  return { state, account: null, target: null, commands: [], error: null, ...about };
}

async function make(checked: CheckedEntry, options: CheckOptions): Promise<Session> {
  const { name = "", ...asked } = checked.entry.match ?? {};
  const making = async () => (await checked.open()).acquireAuthSession(name, asked as JsonObject);
  const isOfCode = checked.entry.origin.kind === "live";
  return waitFor(checked, making, isOfCode ? longestMakingSeconds : null, options);
}

/** Waits for an answer, until the time is over or somebody interrupts. What ignores its signal is left behind. */
async function waitFor<T>(
  { name }: CheckedEntry,
  ask: (signal: AbortSignal) => Promise<T>,
  seconds: number | null,
  { signal, waiting: { statusLine, setTimer } }: CheckOptions,
): Promise<T> {
  const end = new AbortController();
  const ended = Promise.withResolvers<never>();
  const stop = (why: IdleError) => {
    ended.reject(why);
    end.abort(why);
  };
  const onInterrupt = () => stop(new IdleError("Cancelled", "It was interrupted before it answered."));
  if (signal.aborted) onInterrupt();
  signal.addEventListener("abort", onInterrupt, { once: true });
  const cancels =
    seconds === null
      ? []
      : [
          setTimer(seconds * 1000, () => stop(tooLate(seconds))),
          setTimer(quietMs, () => cancels.push(statusLine.show(`Waiting for ${escapeText(name)} to answer …`))),
        ];
  try {
    ended.promise.catch(() => undefined);
    end.signal.throwIfAborted();
    const answer = ask(end.signal);
    answer.catch(() => undefined);
    return await Promise.race([answer, ended.promise]);
  } finally {
    signal.removeEventListener("abort", onInterrupt);
    for (const cancel of cancels) cancel();
  }
}

function tooLate(seconds: number): IdleError {
  const message = `It did not answer within ${seconds} seconds. Look whether the far end is up and can be reached from here.`;
  return new IdleError("Timeout", message);
}

function ownerOf({ origin }: SessionEntrySource): string {
  return origin.kind === "plugin"
    ? `The session of the package ${JSON.stringify(origin.use)}`
    : "The session made in the configuration";
}

/** User names are no secrets. */
function userNameOf(session: Session): string | null {
  return sessionTypeOf(session) === "Credential" && "userName" in session ? session.userName : null;
}

/** On one line with what the far end said itself. A package that cannot be used is told as it is elsewhere. */
function told(error: unknown, redactor: ProcessRedactor): NonNullable<SessionCheck["error"]> {
  const { code, message, cause, details } = redactor.error(error);
  const { diagnostics } = (details ?? {}) as {
    readonly diagnostics?: readonly { code?: unknown; message?: unknown }[];
  };
  const [first] = isIdleError(error, "ConfigInvalid") && Array.isArray(diagnostics) ? diagnostics : [];
  if (first !== undefined) return { code: String(first.code), message: String(first.message) };
  const because = cause === undefined || message.includes(cause.message) ? "" : ` ${cause.message}`;
  return { code, message: message + because };
}
