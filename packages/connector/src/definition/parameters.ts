/** A definition's parameters as scripts get them. Secrets are looked up here, and are Secret values from then on. */
import { dnKey, IdleError, isIdleError, isSecret, Secret } from "@idle/contract";
import { type SecretResolver, secretSchemeOf } from "@idle/core";
import type { ConfigParameter, ConfigParameters, ConnectorCredential } from "../model/parameters.ts";
import type { Definition, ParameterSource, ParameterSources, RunStepName } from "./definition.ts";

export interface ParameterScope {
  /** The name of the partition that the script works in; null for none. */
  readonly partition: string | null;
  /** Null for scripts that belong to no run. */
  readonly runStep: RunStepName | null;
}

export interface ResolvedParameters {
  readonly configParameters: ConfigParameters;
  readonly credential: ConnectorCredential | undefined;
}

type ParametersDefinition = Pick<
  Definition,
  "name" | "connectivity" | "parameters" | "capabilities" | "partitions" | "runSteps"
>;

/**
 * The standard parameters first, then those of the definition, in its order, each by its name and scope. Names are exact:
 * none differ in case alone, so that a collection that ignores it has the same. Check boxes are `1` and `0`, as in ECMA2.
 *
 * A connector without partitions has one that is everything: it always gets those of the scope Partition.
 *
 * Throws SecretUnavailable, which names the parameter, and Cancelled.
 */
export async function resolveParameters(
  definition: ParametersDefinition,
  { partition, runStep }: ParameterScope,
  secrets: Pick<SecretResolver, "resolve" | "resolveText">,
  signal: AbortSignal,
): Promise<ResolvedParameters> {
  const { name, connectivity, parameters, capabilities, runSteps } = definition;
  const found = new Map<string, ConfigParameter>();
  const put = (key: string, value: string, secureValue?: Secret) =>
    void found.set(key, Object.freeze({ name: key, value, ...(secureValue !== undefined && { secureValue }) }));
  const secretOf = (reference: string, key: string) =>
    lookUp(name, key, async () => expectSecret(await secrets.resolve(reference, { signal })));

  const { server, domain, impersonate, loadUserProfile, logonType, signedScriptsOnly } = connectivity;
  const user =
    secretSchemeOf(connectivity.user) === null
      ? connectivity.user
      : await lookUp(name, "User", async () => String(await secrets.resolveText(connectivity.user, { signal })));
  const password = connectivity.password === "" ? undefined : await secretOf(connectivity.password, "Password");
  put("Server", server);
  put("Domain", domain);
  put("User", user);
  put("Password", "", password);
  put("ImpersonateConnectorAccount", checkBox(impersonate));
  put("LoadUserProfileWhenImpersonating", checkBox(loadUserProfile));
  put("LogonTypeWhenImpersonating", logonType);
  put("SignedScriptsOnly", checkBox(signedScriptsOnly));

  const putAll = async (scope: string, sources: Iterable<readonly [string, ParameterSource]>) => {
    for (const [own, source] of sources) {
      const key = `${own}_${scope}`;
      if ("text" in source) put(key, source.text);
      else put(key, "", await secretOf(source.secret, key));
    }
  };
  await putAll("Global", parameters.global);
  if (partition !== null || !capabilities.partitions) {
    await putAll("Partition", over(parameters.partition, ownOfPartition(definition, partition)));
  }
  if (runStep !== null) await putAll("RunStep", over(parameters.runStep, runSteps[runStep].parameters));

  const userName = domain === "" ? user : `${domain}\\${user}`;
  const credential = user === "" ? undefined : Object.freeze({ userName, password: password ?? new Secret("") });
  return { configParameters: found, credential };
}

/** The values of the second in the places of the first, then what the second has alone. */
function over(defaults: ParameterSources, own: ParameterSources): ParameterSources {
  return new Map([...defaults, ...own]);
}

const none: ParameterSources = new Map();

function ownOfPartition({ partitions }: ParametersDefinition, partition: string | null): ParameterSources {
  const choice = partition === null ? undefined : partitions?.find(({ dn }) => isSameName(dn, partition));
  return choice?.parameters ?? none;
}

/** Partitions have names of LDAP, and a system may spell one otherwise than the definition. */
function isSameName(a: string, b: string): boolean {
  const key = dnKey(a);
  return key === null ? a === b : key === dnKey(b);
}

function checkBox(isOn: boolean): string {
  return isOn ? "1" : "0";
}

function expectSecret(value: unknown): Secret {
  if (isSecret(value)) return value;
  throw new IdleError("SecretUnavailable", "What looks secrets up gave something that is no Secret.");
}

/** Says which parameter it is that cannot be looked up. */
async function lookUp<T>(connector: string, key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isIdleError(error, "SecretUnavailable")) throw error;
    const message = `The parameter ${key} of the connector ${connector} cannot be looked up. ${error.message}`;
    throw new IdleError("SecretUnavailable", message, { details: { connector, parameter: key }, cause: error });
  }
}
