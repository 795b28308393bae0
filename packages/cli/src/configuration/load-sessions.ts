/**
 * Makes the broker of the configuration's `authSessions`. Packages are loaded here, so that a wrong name is told at once;
 * sessions are made, and secrets looked up, when a step first needs one.
 */
import { dirname } from "node:path";
import {
  type AuthSessionBroker,
  type Diagnostic,
  IdleError,
  isIdleError,
  type JsonObject,
  type Session,
} from "@idle/contract";
import {
  createAuthSessionBroker,
  type DefaultSessionEntry,
  type Redactor,
  type SecretResolver,
  type SessionContext,
  type SessionEntry,
  type SessionFactory,
  secretSchemeOf,
} from "@idle/core";
import { showValue } from "../view/value.ts";
import { allowedSecrets } from "./allowed-secrets.ts";
import { type Configuration, invalidConfiguration, type SessionEntrySource } from "./configuration.ts";
import { loadPlugin } from "./load-plugin.ts";
import { makePluginSession, type PluginSessionEntry, type Waiting } from "./make-plugin-session.ts";
import { resolveSessionOptions, type SecretSource } from "./session-options.ts";

export interface SessionOptions {
  /** `--allow-command-secrets`. */
  readonly allowCommands: boolean;
  readonly redactor: Redactor;
  /** Ends commands that look up secrets. */
  readonly signal: AbortSignal;
  /** Where it is said that a session takes long, and the clock for that. */
  readonly waiting: Waiting;
}

/** null when no session is configured. Throws ConfigInvalid. */
export async function loadSessions(
  configuration: Configuration | null,
  options: SessionOptions,
): Promise<AuthSessionBroker | null> {
  if (configuration === null || configuration.sessions.length === 0) return null;
  return brokerOf(configuration.sessions, configuration, options);
}

/** A broker that has one entry only, so that each can be tried by itself. Throws ConfigInvalid. */
export function loadSession(
  source: SessionEntrySource,
  configuration: Configuration,
  options: SessionOptions,
): Promise<AuthSessionBroker> {
  return brokerOf([source], configuration, options);
}

async function brokerOf(
  sources: readonly SessionEntrySource[],
  configuration: Configuration,
  { allowCommands, signal, redactor, waiting }: SessionOptions,
): Promise<AuthSessionBroker> {
  const baseFolder = dirname(configuration.path);
  process.chdir(baseFolder);
  const resolver = allowedSecrets(baseFolder, allowCommands, "a configuration");
  const checked: Checked = {
    resolve: (reference) => resolver.resolve(reference, { signal }),
    resolveText: (reference) => resolver.resolveText(reference, { signal }),
  };
  const problems: Diagnostic[] = [];
  const entries: { readonly source: SessionEntrySource; readonly entry: DefaultSessionEntry }[] = [];
  for (const source of sources) {
    const session = await originOf(source, configuration, checked, { redactor, waiting }, problems);
    if (session === null) continue;
    entries.push({ source, entry: { session, ...(source.type !== undefined && { type: source.type }) } });
  }
  if (problems.length > 0) throw invalidConfiguration(problems);
  return makeBroker(entries, configuration, checked);
}

type Checked = Pick<SecretResolver, "resolve" | "resolveText">;

/** The live session, or a factory for what is configured; null when a package is not what it should be. */
async function originOf(
  source: SessionEntrySource,
  configuration: Configuration,
  resolver: Checked,
  { redactor, waiting }: Pick<SessionOptions, "redactor" | "waiting">,
  problems: Diagnostic[],
): Promise<Session | SessionFactory | null> {
  const { origin, pointer } = source;
  // The broker tells what is wrong with one that is no session.
  if (origin.kind === "live") return origin.session as Session | SessionFactory;
  const secretsFor = ({ secret }: SessionContext): SecretSource => ({
    secret: (reference, at) => located(() => secret(reference), at, configuration),
    text: (reference, at) => located(() => resolver.resolveText(reference), at, configuration),
  });
  if (origin.kind === "credential") {
    const { userName, password } = origin;
    return async (context) => {
      const from = secretsFor(context);
      return {
        type: "Credential",
        userName: secretSchemeOf(userName) === null ? userName : await from.text(userName, `${pointer}/userName`),
        password: await from.secret(password, `${pointer}/password`),
      };
    };
  }
  const plugin = await loadPlugin(configuration, origin.use, `${pointer}/use`, problems);
  if (plugin === null) return null;
  const create = plugin.createSession;
  if (typeof create !== "function") {
    const message = `The package ${JSON.stringify(origin.use)} makes no sessions.`;
    problems.push(configuration.problem("PluginInvalid", `${pointer}/use`, message));
    return null;
  }
  const entry: PluginSessionEntry = {
    place: placeOf(configuration, pointer),
    use: origin.use,
    name: sessionInWords(source),
    type: source.type,
  };
  return async (context) => {
    const at = `${pointer}/options`;
    const options = await resolveSessionOptions(origin.options, at, redactor.isSecretName, secretsFor(context));
    return makePluginSession((each) => create.call(plugin, each), options, entry, waiting);
  };
}

/** How messages call a session. */
export function sessionInWords({ match }: SessionEntrySource): string {
  if (match === null) return "the default session";
  const { name, ...rest } = match;
  const options = Object.keys(rest).length === 0 ? "" : ` ${showValue(rest as JsonObject)}`;
  return `session${name === undefined ? "" : ` ${name}`}${options}`;
}

/** Adds the place of the reference to what is said about it. */
async function located<T>(resolve: () => Promise<T>, pointer: string, configuration: Configuration): Promise<T> {
  try {
    return await resolve();
  } catch (error) {
    if (!isIdleError(error, "SecretUnavailable")) throw error;
    throw new IdleError("SecretUnavailable", `${placeOf(configuration, pointer)}: ${error.message}`);
  }
}

/** `idle.config.yaml:7:3`, or without lines `idle.config.mjs authSessions[1]`. */
function placeOf(configuration: Configuration, pointer: string): string {
  const { line, column } = configuration.problem("PluginFailed", pointer, "");
  if (line !== null) return `${configuration.name}:${line}:${column}`;
  const [list, index, ...rest] = pointer.slice(1).split("/");
  return `${configuration.name} ${list}[${index}]${rest.map((part) => `.${part}`).join("")}`;
}

function makeBroker(
  entries: readonly { readonly source: SessionEntrySource; readonly entry: DefaultSessionEntry }[],
  configuration: Configuration,
  resolver: Checked,
): AuthSessionBroker {
  const listed = entries.flatMap(({ source, entry }) =>
    source.match === null ? [] : [{ source, entry: { ...entry, match: source.match } satisfies SessionEntry }],
  );
  const fallback = entries.find(({ source }) => source.match === null);
  try {
    return createAuthSessionBroker({
      sessions: listed.map(({ entry }) => entry),
      secrets: resolver,
      ...(fallback !== undefined && { default: fallback.entry }),
    });
  } catch (error) {
    if (!isIdleError(error)) throw error;
    // Only a live session gets here: of all else the schema and its own checks have told.
    const { index } = (error.details ?? {}) as { readonly index?: number };
    const source = index === undefined ? fallback?.source : listed[index]?.source;
    const pointer = source?.pointer ?? "/authSessions";
    throw invalidConfiguration([configuration.problem("PluginInvalid", pointer, error.message)]);
  }
}
