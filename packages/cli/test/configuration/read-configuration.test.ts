import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configurationCodes } from "../../src/configuration/configuration.ts";
import { readConfiguration } from "../../src/configuration/read-configuration.ts";
import { createSources } from "../../src/input/sources.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  const path = join(folder, "idle.config.yaml");
  writeFileSync(path, text);
  return readConfiguration(path, "idle.config.yaml", createSources());
};
const problemsOf = async (text: string): Promise<string[]> => {
  const error: { details?: { diagnostics?: Diagnostic[] } } = await read(text).then(
    () => ({}),
    (thrown) => thrown,
  );
  return (error.details?.diagnostics ?? []).map(
    ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`,
  );
};

describe("a configuration", () => {
  it("says which packages make the providers, and how retries go", async () => {
    const configuration = await read(`
steps: ["@acme/idle-steps"]
providers:
  Identity: { use: "@idle/provider-mock", options: { file: .idle/directory.json } }
  Other: { use: acme-provider }
retryProfiles: { Default: { maxAttempts: 3 }, Slow: { initialDelayMs: 1000 } }
defaultRetryProfile: { jitterRatio: 0.5 }
redactNames: [badgePin]
`);
    expect(configuration).toMatchObject({
      steps: ["@acme/idle-steps"],
      retry: {
        retryProfiles: { Default: { maxAttempts: 3 }, Slow: { initialDelayMs: 1000 } },
        defaultRetryProfile: { jitterRatio: 0.5 },
      },
      redactNames: ["badgePin"],
    });
    expect([...configuration.providers]).toEqual([
      ["Identity", { use: "@idle/provider-mock", options: { file: ".idle/directory.json" } }],
      ["Other", { use: "acme-provider", options: {} }],
    ]);
  });

  it("may be empty but for braces", async () => {
    expect(await read("{}")).toMatchObject({ steps: [], retry: {} });
  });

  it.each([
    ["provider: {}", '1:1 UnknownKey Unknown key "provider". Did you mean "providers"?'],
    [
      "providers:\n  Identity:\n    use: x\n    option: {}",
      '4:5 UnknownKey Unknown key "option". Did you mean "options"?',
    ],
    ["providers:\n  Identity: {}", '2:3 MissingKey "providers.Identity" lacks the key "use".'],
    ["retryProfiles: { A: { maxAttempts: 11 } }", "1:36 NumberOutOfRange"],
    ["steps: [007]", "1:9 NumberNotCanonical"],
    ["steps: [a\n", "SyntaxInvalid"],
    ["", "1:1 DocumentEmpty"],
    ["providers: { AuthSessionBroker: { use: x } }", "1:14 NameReserved"],
    ["providers: { authsessionbroker: { use: x } }", "1:14 NameReserved"],
  ])("is refused with the place: %j", async (text, expected) => {
    expect(await problemsOf(text)).toEqual([expect.stringContaining(expected)]);
  });

  it.each(["./provider.mjs", "/opt/provider", "../x", "C:\\x", "@acme/pkg/sub", "node:fs", "https://x", ""])(
    "names packages, never paths: %j",
    async (use) => {
      expect(await problemsOf(`providers: { Identity: { use: ${JSON.stringify(use)} } }`)).toHaveLength(1);
    },
  );

  it("tells every problem at once, in the order of the file", async () => {
    const problems = await problemsOf("stepz: []\nproviders: { A: {} }\nauthSessions: [{}]\n");
    expect(problems.map((problem) => problem.split(":")[1])).toEqual(["1", "2", "3", "3"]);
  });

  it("must not be a list", async () => {
    expect(await problemsOf("[]")).toEqual([expect.stringContaining("WrongType The configuration")]);
  });
});

describe("a policy in a configuration", () => {
  const providers = "providers: { AD: { use: x }, Entra: { use: y } }\n";

  it("is taken as it stands", async () => {
    const data = {
      protected: { identities: ["svc-*", { provider: "ad", key: "adm-*" }], memberOf: ["Admins"], entitlements: [] },
      limits: [
        { action: "disable", max: 500, per: "24h" },
        { action: "revoke", maxPercent: 2.5, per: "plan", provider: "Entra" },
      ],
      freeze: [
        { name: "Weekend", timeZone: "Europe/Berlin", days: ["Sat", "Sun"] },
        { name: "Night", timeZone: "UTC", days: ["Mon"], from: "22:00", to: "06:00" },
      ],
    };
    expect((await read(`${providers}policy: ${JSON.stringify(data)}`)).policy).toEqual({ data });
    expect((await read(providers)).policy).toBeNull();
  });

  it.each([
    ["policy: []", "2:9 WrongType"],
    ["policy: { protect: {} }", '2:11 UnknownKey Unknown key "protect". Did you mean "protected"?'],
    [
      "policy: { protected: { identities: [{ provider: AD }] } }",
      '2:37 MissingKey "policy.protected.identities[0]" lacks',
    ],
    ["policy: { limits: [{ action: disabel, max: 1, per: plan }] }", 'Did you mean "disable"?'],
    ["policy: { limits: [{ action: disable, max: -1, per: plan }] }", "2:44 NumberOutOfRange"],
    ["policy: { limits: [{ action: disable, max: 1, per: daily }] }", "2:52 FormatInvalid"],
    [
      "policy: { limits: [{ action: disable, max: 1, maxPercent: 2, per: plan }] }",
      "2:20 ShapeInvalid A limit has either",
    ],
    [
      "policy: { limits: [{ action: disable, max: 1, per: 31d }] }",
      "2:52 ValueNotAllowed per must be plan, or a rolling",
    ],
    ["policy: { freeze: [{ name: N, timeZone: Mars, days: [Mon] }] }", "2:41 ValueNotAllowed The time zone"],
    ["policy: { freeze: [{ name: N, timeZone: UTC, days: [Monday] }] }", "2:53 ValueNotAllowed"],
    [
      "policy: { freeze: [{ name: N, timeZone: UTC, from: 2026-02-30T00:00, to: 2026-03-01T00:00 }] }",
      "2:52 ValueNotAllowed",
    ],
    [
      "policy: { limits: [{ action: disable, max: 1, per: plan, provider: Entrra }] }",
      '2:68 ValueNotAllowed No provider has the alias "Entrra", so this would guard nothing. There are: AD, Entra. Did you mean "Entra"?',
    ],
    ["policy: { protected: { memberOf: [{ provider: X, id: Y }] } }", "2:47 ValueNotAllowed No provider has the alias"],
  ])("is refused with the place: %s", async (text, expected) => {
    expect(await problemsOf(`${providers}${text}\n`)).toEqual([expect.stringContaining(expected)]);
  });
});

describe("a secret in clear in a configuration", () => {
  it("is refused with its place and what to write instead", async () => {
    const [problem, ...others] = await problemsOf(
      "providers:\n  Identity:\n    use: x\n    options:\n      server: s\n      Password: hunter2\n",
    );
    expect(others).toEqual([]);
    expect(problem).toMatch(/^idle\.config\.yaml:6:17 SecretInClear Password stands here in clear\..*"env:NAME"/);
    expect(problem).not.toContain("hunter2");
  });

  it("has also the names that the configuration adds, where plug-ins get them", async () => {
    const names = "redactNames: [pin, name, use]";
    const options = "{ pin: '1234', other: 1 }";
    expect(
      await problemsOf(
        `${names}\nproviders: { A: { use: x, options: ${options} } }\nauthSessions: [{ match: { name: AD }, use: x, options: ${options} }]`,
      ),
    ).toEqual([
      expect.stringContaining("2:43 SecretInClear pin stands here in clear."),
      expect.stringContaining("3:63 SecretInClear pin stands here in clear."),
    ]);
    expect(
      await problemsOf(`${names}\nauthSessions: [{ match: { name: AD }, use: x, options: { pin: "env:PIN" } }]`),
    ).toEqual([]);
  });

  it("is found at any depth, and in lists", async () => {
    const problems = await problemsOf(
      "authSessions: [{ default: true, use: x, options: { list: [{ token: [a, 'env:T', 12] }] } }]",
    );
    expect(problems.map((problem) => problem.split(" ")[1])).toEqual(["SecretInClear", "SecretInClear"]);
  });

  it.each(["env:AD_PASSWORD", "file:/run/secrets/ad", 'command:["vault","read","x"]', ""])(
    "is not what only refers to one: %j",
    async (reference) => {
      const text = `authSessions: [{ default: true, use: x, options: { password: ${JSON.stringify(reference)}, credential: { userName: u } } }]`;
      expect(await problemsOf(text)).toEqual([]);
    },
  );
});

it.each(Object.entries(configurationCodes))("%s says what it means and what to do", (_, { meaning, remedy }) => {
  expect(meaning).toMatch(/^[A-Z].*\.$/);
  expect(remedy).toMatch(/^[A-Z].*\.$/);
});
