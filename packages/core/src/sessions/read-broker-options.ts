/** Checks what a host hands to `createAuthSessionBroker`, so that a slip is told when it is made. */
import { IdleError, type Session, type SessionType, sessionTypeOf } from "@idle/contract";
import { isObject, isPlainObject } from "../data/value.ts";
import { suggest } from "../diagnostics/did-you-mean.ts";
import { quote, quoteList } from "../diagnostics/quote.ts";
import { canonicalJson } from "../plan/canonical-json.ts";
import { copyData } from "../validate/copy-data.ts";
import type { SessionFactory } from "./broker-options.ts";
import { checkSession } from "./check-session.ts";
import { type SessionPattern, toSessionPattern } from "./session-pattern.ts";

export type SessionOrigin =
  | { readonly kind: "value"; readonly session: Session }
  | { readonly kind: "factory"; readonly factory: SessionFactory; readonly type: SessionType | undefined };

export interface BrokerEntries {
  readonly patterns: readonly (SessionPattern & { readonly origin: SessionOrigin })[];
  readonly fallback: SessionOrigin | null;
}

const sessionTypes: readonly SessionType[] = ["OAuth", "Command", "Credential"];

/** Throws InvalidInput that says which entry is wrong, and SessionTypeMismatch for a session of another type. */
export function readBrokerOptions(options: unknown): BrokerEntries {
  const given = expectKeys(options, ["sessions", "default", "secrets"], "The options of the broker");
  const { sessions, default: fallback, secrets } = given;
  if (!Array.isArray(sessions)) {
    throw wrong("sessions is no list. Write [] for a broker with nothing but a default.");
  }
  if (secrets !== undefined && typeof Reflect.get(Object(secrets), "resolve") !== "function") {
    throw wrong("secrets has no method resolve(reference). Hand in what createSecretResolver() gives.");
  }
  const patterns = Array.from(sessions, readEntry);
  refuseEqual(patterns);
  return { patterns, fallback: fallback === undefined ? null : readDefault(fallback) };
}

function readEntry(entry: unknown, index: number): BrokerEntries["patterns"][number] {
  const where = `sessions[${index}]`;
  const { match, ...others } = expectKeys(entry, ["match", "type", "session"], where, index);
  const pattern = readMatch(match, where, index);
  return { ...pattern, origin: readOrigin(others, where, `The entry for ${pattern.words}`, index) };
}

function readMatch(match: unknown, where: string, index: number): SessionPattern {
  const form = `${where}.match must be an object of a name, options, or both, such as { name: "AD", role: "Tier0" }`;
  if (!isPlainObject(match)) throw wrong(`${form}.`, index);
  const { data, problems } = copyData(match);
  const [problem] = problems;
  if (problem !== undefined) throw wrong(`${where}.match holds what is no JSON data: ${problem.message}`, index);
  if (!isObject(data) || Object.keys(data).length === 0) throw wrong(`${form}; it is empty.`, index);
  const { name } = data;
  if (name !== undefined && (typeof name !== "string" || name === "")) {
    throw wrong(`${where}.match.name must be a text that is not empty. For calls without a name use default.`, index);
  }
  if (name?.toLowerCase() === "default") {
    throw wrong(`${where}.match.name is ${quote(name)}, which is reserved. Use default in place of the entry.`, index);
  }
  return toSessionPattern(data);
}

function readDefault(fallback: unknown): SessionOrigin {
  const isEntry = isPlainObject(fallback) && !looksLikeSession(fallback);
  const entry = isEntry ? expectKeys(fallback, ["type", "session"], "default") : { session: fallback };
  return readOrigin(entry, "default", "The default entry");
}

function looksLikeSession(value: Readonly<Record<string, unknown>>): boolean {
  return ["getAccessToken", "invokeCommand", "userName", "password"].some((key) => key in value);
}

/** `where` is the place in the options, `whose` what messages about its sessions call it. */
function readOrigin(
  { type, session }: Readonly<Record<string, unknown>>,
  where: string,
  whose: string,
  index?: number,
): SessionOrigin {
  const known = sessionTypes.find((each) => each === type);
  if (type !== undefined && known === undefined) {
    const { sentence } = suggest(String(type), sessionTypes);
    throw wrong(`${where}.type must be one of ${quoteList(sessionTypes, "or")}.${sentence}`, index);
  }
  if (typeof session === "function") return { kind: "factory", factory: session as SessionFactory, type: known };
  if (typeof session !== "object" || session === null) {
    throw wrong(`${where}.session must be a session or a function that makes one.`, index);
  }
  if (typeof Reflect.get(session, "then") === "function") {
    throw wrong(`${where}.session is a promise. Hand in a function that makes the session.`, index);
  }
  if (known === undefined && sessionTypeOf(session) === null) {
    throw wrong(
      `${where}.session is no session. It needs getAccessToken(), invokeCommand(), or a userName and a Secret as its password; with several of these it states its type.`,
      index,
    );
  }
  return { kind: "value", session: checkSession(session, known, whose) };
}

function refuseEqual(patterns: readonly SessionPattern[]): void {
  const seen = new Map<string, number>();
  for (const [index, { match, words }] of patterns.entries()) {
    const key = canonicalJson(match);
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      throw wrong(`sessions[${index}] and sessions[${earlier}] have the same match, ${words}. Remove one.`, index);
    }
    seen.set(key, index);
  }
}

function expectKeys(
  value: unknown,
  known: readonly string[],
  where: string,
  index?: number,
): Readonly<Record<string, unknown>> {
  if (!isPlainObject(value)) throw wrong(`${where} must be an object with ${quoteList(known)}.`, index);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return value;
  throw wrong(`${where}: unknown key ${quote(unknown)}.${suggest(unknown, known).sentence}`, index);
}

function wrong(message: string, index?: number): IdleError {
  return new IdleError("InvalidInput", message, index === undefined ? {} : { details: { index } });
}
