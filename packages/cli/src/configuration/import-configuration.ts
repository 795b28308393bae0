/** Imports a configuration that is code, which is done only when it was named: the same shape, with live objects. */
import { pathToFileURL } from "node:url";
import {
  type AnyProvider,
  type AuthSessionBroker,
  type Diagnostic,
  IdleError,
  type JsonObject,
  type StepType,
} from "@idle/contract";
import { escapeText } from "@idle/core";
import { type Configuration, invalidConfiguration, type ProviderEntry } from "./configuration.ts";
import { checkConfiguration, isReservedAlias, retryOf } from "./read-configuration.ts";

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
  const { data, steps, providers } = separate(exported);
  const problems = checkConfiguration(data, problem);
  if (problems.length > 0) throw invalidConfiguration(problems);
  const { retryProfiles, defaultRetryProfile, redactNames, sealTo } = data as Configuration["retry"] & {
    redactNames?: readonly string[];
    sealTo?: string | JsonObject;
  };
  return {
    path,
    name,
    steps,
    providers,
    retry: retryOf({
      ...(retryProfiles !== undefined && { retryProfiles }),
      ...(defaultRetryProfile !== undefined && { defaultRetryProfile }),
    }),
    redactNames: redactNames ?? [],
    sealTo: sealTo ?? null,
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
  return { data: data as JsonObject, steps, providers };
}

function isLive(alias: string, entry: unknown): entry is AnyProvider | AuthSessionBroker {
  if (!isRecord(entry)) return false;
  return typeof (isReservedAlias(alias) ? entry.acquireAuthSession : entry.getCapabilities) === "function";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
