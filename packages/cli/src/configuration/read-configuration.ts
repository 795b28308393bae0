/** Reads a configuration that is data, `idle.config.yaml`, and finds every problem in it. Loads no code. */
import type { CompiledValidator, Diagnostic, JsonObject, JsonValue } from "@idle/contract";
import { describeInputErrors, readData, validateConfig } from "@idle/core";
import { isObject } from "../input/is-object.ts";
import { longestDocument, readBytes } from "../input/read-bytes.ts";
import type { Sources } from "../input/sources.ts";
import { checkSecretReferences } from "./check-secret-references.ts";
import { checkSessions } from "./check-sessions.ts";
import {
  type Configuration,
  type ConfigurationCode,
  invalidConfiguration,
  type MakeProblem,
  type ProviderEntry,
} from "./configuration.ts";
import { configSchema } from "./generated/config-schema.ts";
import { findSecretsInClear } from "./secrets-in-clear.ts";
import { sessionSources } from "./session-sources.ts";
import { sessionTypeMeant } from "./session-type-meant.ts";

/** Throws ConfigInvalid with every problem in `details.diagnostics`, or FileUnreadable. */
export async function readConfiguration(path: string, name: string, sources: Sources): Promise<Configuration> {
  const bytes = await readBytes(path, longestDocument, name);
  const { data, diagnostics, text, locate } = readData({ text: bytes, file: name });
  sources.remember(name, text, "configuration");
  sources.addSecretNames(redactNamesOf(data));
  if (diagnostics.length > 0 || data === undefined) throw invalidConfiguration(diagnostics);
  const problem = (code: string, pointer: string, message: string, at: "key" | "value" = "value"): Diagnostic => ({
    severity: "error",
    code,
    message,
    file: name,
    pointer,
    ...(locate(pointer, at) ?? { line: null, column: null }),
  });
  const checked = checkConfiguration(data, problem);
  const problems = [...checked, ...(await policyProblems(data, problem, checked)), ...secretsInClear(data, problem)];
  if (problems.length > 0) throw invalidConfiguration(problems.sort(byPlace));
  return toConfiguration(data as JsonObject, path, name, problem);
}

/** What is wrong with a configuration's data, wherever it comes from. */
export function checkConfiguration(data: JsonValue, problem: MakeProblem): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const validator: CompiledValidator = validateConfig;
  if (!validator(data)) {
    for (const { code, pointer, message, at, suggestion } of describeInputErrors(
      validator.errors ?? [],
      data,
      configSchema,
      {
        root: "The configuration",
      },
    )) {
      const meant = suggestion === undefined ? sessionTypeMeant(pointer, data) : undefined;
      const sentence = meant === undefined ? "" : ` Did you mean "${meant}"?`;
      const diagnostic = problem(code, pointer, `${message}${sentence}`, at);
      const found = suggestion ?? meant;
      problems.push(found === undefined ? diagnostic : { ...diagnostic, suggestion: found });
    }
  }
  problems.push(...checkSessions(data, problem), ...checkSecretReferences(data, problem));
  const { providers } = isObject(data) ? data : {};
  const reserved = Object.keys(isObject(providers) ? providers : {}).filter(isReservedAlias);
  for (const alias of reserved) {
    const message = `${alias} is reserved for the broker of sessions. Give the provider another alias.`;
    problems.push(problem("NameReserved" satisfies ConfigurationCode, `/providers/${alias}`, message, "key"));
  }
  return problems;
}

/** What is wrong with the policy beyond its shape; nothing while that is wrong. `aliases`: those that are no data. */
export async function policyProblems(
  data: JsonValue,
  problem: MakeProblem,
  found: readonly Diagnostic[],
  aliases: readonly string[] = [],
): Promise<readonly Diagnostic[]> {
  const { policy, providers } = isObject(data) ? data : {};
  if (policy === undefined || found.some(({ pointer }) => pointer?.startsWith("/policy"))) return [];
  const { checkPolicy } = await import("./check-policy.ts");
  return checkPolicy(policy, [...Object.keys(isObject(providers) ? providers : {}), ...aliases], problem);
}

/** Secrets that stand where a reference to them belongs. */
export function secretsInClear(data: JsonValue, problem: MakeProblem): Diagnostic[] {
  return findSecretsInClear(data, redactNamesOf(data)).map(({ pointer, name, hasUnknownScheme }) => {
    if (hasUnknownScheme && !pointer.startsWith("/providers/")) {
      const message = `What stands before the colon is no scheme that is known. There are env:NAME, file:path and command:["program","argument"], in small letters. If this is ${name} itself, write where it comes from in its place, and change the secret.`;
      return problem("SecretReferenceInvalid" satisfies ConfigurationCode, pointer, message);
    }
    const where = pointer.startsWith("/providers/")
      ? "Providers hold no secrets: describe the session under authSessions, and write there where the secret comes from"
      : "Write where it comes from in its place";
    const message = `${name} stands here in clear. ${where}: "env:NAME" for an environment variable, "file:/path" for a file. Then change the secret: this file may have been copied.`;
    return problem("SecretInClear" satisfies ConfigurationCode, pointer, message);
  });
}

/** Of a configuration that may be of any shape. */
function redactNamesOf(data: JsonValue | undefined): readonly string[] {
  const { redactNames } = isObject(data) ? data : {};
  return Array.isArray(redactNames) ? redactNames.filter((name) => typeof name === "string") : [];
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

export function isReservedAlias(alias: string): boolean {
  return alias.toLowerCase() === "authsessionbroker";
}

function toConfiguration(data: JsonObject, path: string, name: string, problem: MakeProblem): Configuration {
  const checked = data as {
    readonly steps?: readonly string[];
    readonly providers?: Readonly<Record<string, { readonly use: string; readonly options?: JsonObject }>>;
    readonly redactNames?: readonly string[];
    readonly sealTo?: string | JsonObject;
    readonly stateFolder?: string;
  } & Configuration["retry"];
  const providers = Object.entries(checked.providers ?? {}).map(
    ([alias, { use, options = {} }]): [string, ProviderEntry] => [alias, { use, options }],
  );
  return {
    path,
    name,
    steps: checked.steps ?? [],
    providers: new Map(providers),
    sessions: sessionSources(data.authSessions),
    retry: retryOf(checked),
    redactNames: checked.redactNames ?? [],
    sealTo: checked.sealTo ?? null,
    stateFolder: checked.stateFolder ?? null,
    policy: policyIn(data),
    problem,
  };
}

export function policyIn({ policy }: JsonObject): Configuration["policy"] {
  return policy === undefined ? null : { data: policy };
}

export function retryOf({ retryProfiles, defaultRetryProfile }: Configuration["retry"]): Configuration["retry"] {
  return {
    ...(retryProfiles !== undefined && { retryProfiles }),
    ...(defaultRetryProfile !== undefined && { defaultRetryProfile }),
  };
}
