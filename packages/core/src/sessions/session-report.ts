/** Whether a session works: its own `check` is asked, and the answer looked at before anybody shows it. */
import { IdleError, isIdleError, type Session, type SessionReport } from "@idle/contract";
import { messageOf } from "../events/error-data.ts";
import { learnReveals } from "../events/reveal-scope.ts";
import { toIdleError } from "../providers/foreign-error.ts";
import { type SecretLearner, watchSession } from "./watch-session.ts";

export interface SessionQuestion {
  /** Asked about by these names, each once. */
  readonly commands: readonly string[];
  readonly signal: AbortSignal;
  /** Whose session it is, as messages begin: `The session of the package "@acme/sessions"`. */
  readonly who: string;
  /** Learns what the session carries that is secret, and what is revealed in the course of the check. */
  readonly redactor: SecretLearner;
}

/**
 * Has a session contact its far end and say what it found; null when it has no `check` of its own. Throws an IdleError of
 * the session's as it is, UnexpectedError for anything else it throws, and PluginAnswerInvalid for an answer of another
 * shape. Secrets are still in what it gives and throws: that is for `redactor`.
 */
export async function askSessionReport(session: Session, question: SessionQuestion): Promise<SessionReport | null> {
  const { signal, who, redactor } = question;
  const commands = [...new Set(question.commands)];
  let answer: unknown;
  try {
    watchSession(session, redactor);
    if (session.check === undefined) return null;
    const check: unknown = session.check;
    if (typeof check !== "function") throw wrong(who, "has a check that is no method");
    answer = await learnReveals(redactor.addValue, () => check.call(session, { commands: [...commands], signal }));
  } catch (error) {
    throw toIdleError(error, `${who} failed in check`);
  }
  try {
    return readReport(answer, commands, who);
  } catch (error) {
    if (isIdleError(error, "PluginAnswerInvalid")) throw error;
    throw wrong(who, `answered check with something that cannot be looked at (${messageOf(error)})`);
  }
}

/** A copy, in the order of the question. */
function readReport(answer: unknown, commands: readonly string[], who: string): SessionReport {
  const refuse = (what: string) => wrong(who, `answered check with ${what}`);
  if (typeof answer !== "object" || answer === null) throw refuse("nothing that is { account, target, commands }");
  const { account, target, commands: found } = answer as Readonly<Record<string, unknown>>;
  if (!isTextOrNull(account)) throw refuse("an account that is neither a text nor null");
  if (!isTextOrNull(target)) throw refuse("a target that is neither a text nor null");
  if (!Array.isArray(found)) throw refuse("commands that are no list");
  const available = new Map<string, boolean>();
  for (const each of found as readonly unknown[]) {
    const { name, isAvailable } = Object(each) as Readonly<Record<string, unknown>>;
    if (typeof name !== "string" || typeof isAvailable !== "boolean") {
      throw refuse("a command that is not { name, isAvailable }");
    }
    if (!commands.includes(name)) throw refuse(`the command ${JSON.stringify(name)}, which it was not asked about`);
    if (available.has(name)) throw refuse(`the command ${JSON.stringify(name)} twice`);
    available.set(name, isAvailable);
  }
  const left = commands.find((name) => !available.has(name));
  if (left !== undefined) throw refuse(`no word on the command ${JSON.stringify(left)}`);
  return {
    account,
    target,
    commands: commands.map((name) => ({ name, isAvailable: available.get(name) === true })),
  };
}

/** What a far end does not tell is null, not an empty text. */
function isTextOrNull(value: unknown): value is string | null {
  return value === null || (typeof value === "string" && value !== "");
}

function wrong(who: string, what: string): IdleError {
  return new IdleError("PluginAnswerInvalid", `${who} ${what}. Tell its author.`);
}
