/** Imports a configuration that is code, which is done only when it was named: the same shape, with live objects. */
import { pathToFileURL } from "node:url";
import {
  type AnyProvider,
  type AuthSessionBroker,
  type Diagnostic,
  IdleError,
  type JsonObject,
  type JsonValue,
  type Policy,
  type StepType,
} from "@idle/contract";
import { escapeText } from "@idle/core";
import { isRecord } from "../input/is-object.ts";
import {
  type Configuration,
  invalidConfiguration,
  type MakeProblem,
  type ProviderEntry,
  type SessionEntrySource,
} from "./configuration.ts";
import {
  checkConfiguration,
  isReservedAlias,
  policyIn,
  policyProblems,
  retryOf,
  secretsInClear,
} from "./read-configuration.ts";
import { sessionSources } from "./session-sources.ts";

/** Throws ConfigInvalid. */
export async function importConfiguration(path: string, name: string): Promise<Configuration> {
  const exported = await importDefault(path, name);
  const problem = (code: string, pointer: string, message: string): Diagnostic => ({
    severity: "error",
    code,
    message,
    file: name,
    line: null,
    column: null,
    pointer,
  });
  const { data, steps, providers, sessions, policy } = separate(exported);
  const unusable = checkLivePolicy(exported, problem);
  const { policy: _, ...others } = data;
  const checked = [...unusable, ...checkConfiguration(unusable.length > 0 ? others : data, problem)];
  const problems = [
    ...checked,
    ...(await policyProblems(data, problem, checked, [...providers.keys()])),
    ...secretsInClear({ authSessions: data.authSessions ?? [], redactNames: data.redactNames ?? [] }, problem),
    ...checkLiveSessions(exported, providers, problem),
  ];
  if (problems.length > 0) throw invalidConfiguration(problems);
  const { retryProfiles, defaultRetryProfile, redactNames, sealTo, stateFolder } = data as Configuration["retry"] & {
    redactNames?: readonly string[];
    sealTo?: string | JsonObject;
    stateFolder?: string;
  };
  return {
    path,
    name,
    steps,
    providers,
    sessions,
    retry: retryOf({
      ...(retryProfiles !== undefined && { retryProfiles }),
      ...(defaultRetryProfile !== undefined && { defaultRetryProfile }),
    }),
    redactNames: redactNames ?? [],
    sealTo: sealTo ?? null,
    stateFolder: stateFolder ?? null,
    policy: policy === null ? policyIn(data) : { live: policy },
    problem,
  };
}

async function importDefault(path: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const refuse = (why: string): never => {
    throw new IdleError("ConfigInvalid", `${escapeText(name)} ${why}`);
  };
  let namespace: { default?: unknown };
  try {
    namespace = await import(pathToFileURL(path).href);
  } catch (error) {
    return refuse(`cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { default: exported } = namespace;
  return isRecord(exported)
    ? exported
    : refuse("has no default export that is an object: export default { providers: { … } }");
}

/** What is alive goes past the schema; what is data is checked like a file. */
function separate(exported: Readonly<Record<string, unknown>>): {
  data: JsonObject;
  steps: (string | readonly StepType[])[];
  providers: Map<string, ProviderEntry>;
  sessions: readonly SessionEntrySource[];
  policy: Policy | null;
} {
  const steps: (string | readonly StepType[])[] = [];
  const providers = new Map<string, ProviderEntry>();
  const data: Record<string, unknown> = { ...exported };
  if (Array.isArray(exported.steps)) {
    for (const entry of exported.steps) steps.push(typeof entry === "string" ? entry : [entry].flat());
    data.steps = steps.filter((entry) => typeof entry === "string");
  }
  if (isRecord(exported.providers)) {
    const rest: Record<string, unknown> = {};
    for (const [alias, entry] of Object.entries(exported.providers)) {
      if (isLive(alias, entry)) {
        providers.set(alias, { live: entry });
        continue;
      }
      rest[alias] = entry;
      const { use, options = {} } = isRecord(entry) ? entry : {};
      providers.set(alias, { use: String(use), options: options as JsonObject });
    }
    data.providers = rest;
  }
  const policy = isPolicy(exported.policy) ? exported.policy : null;
  if (policy !== null) delete data.policy;
  const { authSessions } = exported;
  const standIns = Array.isArray(authSessions) ? authSessions.map(standInFor) : authSessions;
  if (standIns !== undefined) data.authSessions = standIns;
  const sessions = Array.isArray(authSessions)
    ? sessionSources(standIns as JsonValue, (index) =>
        isLiveSession(authSessions[index]) ? authSessions[index] : null,
      )
    : [];
  return { data: data as JsonObject, steps, providers, sessions, policy };
}

/** What is checked like an entry of a file in place of one with a live session. */
function standInFor(entry: unknown): unknown {
  if (!isLiveSession(entry)) return entry;
  const { session: _, ...rest } = entry;
  return { use: "live", ...rest };
}

function isLiveSession(entry: unknown): entry is Readonly<Record<string, unknown>> {
  return isRecord(entry) && Object.hasOwn(entry, "session");
}

/** What only a configuration that is code can get wrong. */
function checkLiveSessions(
  { authSessions }: Readonly<Record<string, unknown>>,
  providers: ReadonlyMap<string, ProviderEntry>,
  problem: MakeProblem,
): Diagnostic[] {
  if (!Array.isArray(authSessions)) return [];
  const problems = authSessions.flatMap((entry, index) => {
    const other = ["use", "options"].find((key) => isLiveSession(entry) && Object.hasOwn(entry, key));
    if (other === undefined) return [];
    const message = `An entry has session, or ${other}: remove one of them.`;
    return [problem("ShapeInvalid", `/authSessions/${index}/${other}`, message, "key")];
  });
  const hasBroker = [...providers].some(([alias, entry]) => isReservedAlias(alias) && "live" in entry);
  if (!hasBroker || authSessions.length === 0) return problems;
  const message = "Sessions come from authSessions or from providers.AuthSessionBroker, not from both. Remove one.";
  return [...problems, problem("ShapeInvalid", "/authSessions", message, "key")];
}

/** A guard that guards nothing is worse than none: what is neither a policy nor plain data is refused. */
function checkLivePolicy(exported: Readonly<Record<string, unknown>>, problem: MakeProblem): Diagnostic[] {
  if (!Object.hasOwn(exported, "policy")) return [];
  const { policy } = exported;
  if (isPolicy(policy) || (policy !== undefined && isPlainData(policy))) return [];
  const what =
    policy instanceof Promise
      ? "is a promise: write await before it"
      : "is neither a policy, which has the methods review and admit, nor plain data";
  return [problem("ShapeInvalid", "/policy", `The policy ${what}.`)];
}

function isPlainData(value: unknown): boolean {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return true;
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.every(isPlainData);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const members = Object.values(Object.getOwnPropertyDescriptors(value));
  // What is not listed, or is made anew each time somebody looks, would be passed over.
  return members.every(({ enumerable, value: member }) => enumerable === true && isPlainData(member));
}

function isPolicy(value: unknown): value is Policy {
  return isRecord(value) && typeof value.review === "function" && typeof value.admit === "function";
}

function isLive(alias: string, entry: unknown): entry is AnyProvider | AuthSessionBroker {
  if (!isRecord(entry)) return false;
  return typeof (isReservedAlias(alias) ? entry.acquireAuthSession : entry.getCapabilities) === "function";
}
