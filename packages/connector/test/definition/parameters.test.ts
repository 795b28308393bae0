import { inspect } from "node:util";
import { IdleError, isIdleError, isSecret, Secret } from "@idle/contract";
import { createSecretResolver } from "@idle/core";
import { describe, expect, it } from "vitest";
import { type ParameterScope, resolveParameters } from "../../src/definition/parameters.ts";
import { read } from "./written.ts";

const variables: Readonly<Record<string, string>> = {
  HR_USER: "svc-hr",
  HR_PASSWORD: "hunter2",
  HR_KEY: "key-1",
  HR_OTHER: "key-2",
};
const secrets = createSecretResolver({ host: { env: (name) => variables[name] } });
const never = new AbortController().signal;

const definition = {
  name: "hr",
  connectivity: { server: "hr.example.org", domain: "EXAMPLE", user: "env:HR_USER", password: "env:HR_PASSWORD" },
  capabilities: { partitions: true, distinguishedNameStyle: "LDAP" },
  parameters: {
    global: { File: "people.csv", Key: { secret: "env:HR_KEY" }, Rows: 250, Header: true },
    partition: { Base: "everything", Depth: 1 },
    runStep: { Batch: 10, Mode: "slow" },
  },
  partitions: [
    { dn: "DC=one,DC=example", parameters: { Depth: 2, Key: { secret: "env:HR_OTHER" } } },
    { dn: "DC=two,DC=example" },
  ],
  runSteps: { deltaImport: { parameters: { Extra: "x", Mode: "fast" } } },
};

async function resolveAll(source: object, scope: Partial<ParameterScope> = {}, resolver = secrets) {
  const whole = { partition: null, runStep: null, ...scope };
  return await resolveParameters(await read(source), whole, resolver, never);
}

/** `name=value`, a secret in angle brackets. */
async function shownOf(source: object, scope: Partial<ParameterScope> = {}): Promise<readonly string[]> {
  const { configParameters } = await resolveAll(source, scope);
  return [...configParameters].map(([key, { name, value, secureValue }]) => {
    expect(name).toBe(key);
    return `${key}=${value}${secureValue === undefined ? "" : `<${secureValue.reveal()}>`}`;
  });
}

const standard = [
  "Server=hr.example.org",
  "Domain=EXAMPLE",
  "User=svc-hr",
  "Password=<hunter2>",
  "ImpersonateConnectorAccount=0",
  "LoadUserProfileWhenImpersonating=0",
  "LogonTypeWhenImpersonating=None",
  "SignedScriptsOnly=0",
];
const ofAll = ["File_Global=people.csv", "Key_Global=<key-1>", "Rows_Global=250", "Header_Global=true"];

describe("resolveParameters", () => {
  it("gives the standard parameters and those of the scope Global to every script, in the order of the definition", async () => {
    expect(await shownOf(definition)).toEqual([...standard, ...ofAll]);
  });

  it("gives those of a partition where there is one, with its own values over the others", async () => {
    expect(await shownOf(definition, { partition: "DC=one,DC=example" })).toEqual([
      ...standard,
      ...ofAll,
      "Base_Partition=everything",
      "Depth_Partition=2",
      "Key_Partition=<key-2>",
    ]);
    const plain = [...standard, ...ofAll, "Base_Partition=everything", "Depth_Partition=1"];
    expect(await shownOf(definition, { partition: "DC=two,DC=example" })).toEqual(plain);
    expect(await shownOf(definition, { partition: "DC=unknown" })).toEqual(plain);
  });

  it("knows a partition in the system's own spelling", async () => {
    expect(await shownOf(definition, { partition: "dc=One, dc=Example" })).toContain("Depth_Partition=2");
  });

  it("gives those of a run where there is one, likewise", async () => {
    expect(await shownOf(definition, { runStep: "deltaImport" })).toEqual([
      ...standard,
      ...ofAll,
      "Batch_RunStep=10",
      "Mode_RunStep=fast",
      "Extra_RunStep=x",
    ]);
    expect((await shownOf(definition, { runStep: "export" })).slice(-2)).toEqual([
      "Batch_RunStep=10",
      "Mode_RunStep=slow",
    ]);
  });

  it("takes a connector without partitions for one that is everything", async () => {
    const whole = { name: "hr", parameters: { partition: { Base: "all" } } };
    expect(await shownOf(whole)).toContain("Base_Partition=all");
  });

  it("has check boxes as 1 and 0", async () => {
    const written = {
      name: "hr",
      scripts: { schema: "a.ps1", password: "b.ps1" },
      capabilities: { enableImport: false, enablePasswordOperations: true },
      connectivity: { impersonate: true, loadUserProfile: true, logonType: "Batch", signedScriptsOnly: true },
    };
    expect((await shownOf(written)).slice(4, 8)).toEqual([
      "ImpersonateConnectorAccount=1",
      "LoadUserProfileWhenImpersonating=1",
      "LogonTypeWhenImpersonating=Batch",
      "SignedScriptsOnly=1",
    ]);
  });

  it("makes a credential of domain, user and password", async () => {
    const { credential, configParameters } = await resolveAll(definition);
    expect(credential?.userName).toBe("EXAMPLE\\svc-hr");
    expect(credential?.password.reveal()).toBe("hunter2");
    // Looked up once: a reference to a command may be dear.
    expect(configParameters.get("Password")?.secureValue).toBe(credential?.password);
  });

  it.each([
    [{ user: "svc" }, "svc", ""],
    [{ user: "svc@example.org", password: "env:HR_PASSWORD" }, "svc@example.org", "hunter2"],
  ])("has the credential of %j", async (connectivity, userName, password) => {
    const { credential } = await resolveAll({ name: "hr", connectivity });
    expect(credential?.userName).toBe(userName);
    expect(credential?.password.reveal()).toBe(password);
  });

  it("has none without a user, and no secret without a password", async () => {
    const { credential, configParameters } = await resolveAll({
      name: "hr",
      connectivity: { password: "env:HR_PASSWORD" },
    });
    expect(credential).toBeUndefined();
    expect(configParameters.get("Password")?.secureValue?.reveal()).toBe("hunter2");
    const none = await resolveAll({ name: "hr" });
    expect(none.configParameters.get("Password")).toEqual({ name: "Password", value: "" });
  });

  it("gives no secret as text", async () => {
    const resolved = await resolveAll(definition, { partition: "DC=one,DC=example" });
    for (const text of [
      JSON.stringify([...resolved.configParameters]),
      inspect(resolved, { depth: 9, showHidden: true }),
    ]) {
      expect(text).not.toMatch(/hunter2|key-[12]/);
    }
  });

  it("says which parameter cannot be looked up", async () => {
    const missing = { name: "hr", parameters: { global: { Key: { secret: "env:HR_NOWHERE" } } } };
    const thrown = await resolveAll(missing).catch((error: unknown) => error);
    expect(isIdleError(thrown, "SecretUnavailable") && thrown.message).toBe(
      'The parameter Key_Global of the connector hr cannot be looked up. The environment variable "HR_NOWHERE" is not set.',
    );
    expect(isIdleError(thrown) && thrown.details).toEqual({ connector: "hr", parameter: "Key_Global" });
  });

  it("lets through what else ends a look-up, and refuses what is no Secret", async () => {
    const aborted = new AbortController();
    aborted.abort();
    const ended = resolveParameters(
      await read(definition),
      { partition: null, runStep: null },
      secrets,
      aborted.signal,
    );
    await expect(ended).rejects.toSatisfy((error) => isIdleError(error, "Cancelled"));
    const failing = { ...secrets, resolve: async () => Promise.reject(new IdleError("UnexpectedError", "No.")) };
    await expect(resolveAll(definition, {}, failing)).rejects.toSatisfy((error) =>
      isIdleError(error, "UnexpectedError"),
    );
    const loose = { ...secrets, resolve: async () => "hunter2" as unknown as Secret };
    const thrown = await resolveAll(definition, {}, loose).catch((error: unknown) => error);
    expect(isIdleError(thrown, "SecretUnavailable") && thrown.message).toContain("no Secret");
    expect(inspect(thrown)).not.toContain("hunter2");
  });

  it("takes a Secret of the host's own", async () => {
    const own = { resolve: async () => new Secret("mine"), resolveText: async () => "somebody" };
    const { credential } = await resolveAll(definition, {}, own);
    expect(isSecret(credential?.password) && credential?.password.reveal()).toBe("mine");
    expect(credential?.userName).toBe("EXAMPLE\\somebody");
  });
});
