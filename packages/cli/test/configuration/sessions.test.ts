/** `authSessions` in a configuration: what it says, and every way to get it wrong. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Configuration } from "../../src/configuration/configuration.ts";
import { loadConfiguration } from "../../src/configuration/load-configuration.ts";
import { createSources } from "../../src/input/sources.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = (text: string, name = "idle.config.yaml"): Promise<Configuration | null> => {
  writeFileSync(join(folder, name), text);
  return loadConfiguration(name, folder, createSources());
};
const problemsOf = async (text: string, name?: string): Promise<string[]> => {
  const error: { details?: { diagnostics?: Diagnostic[] } } = await load(text, name).then(
    () => ({}),
    (thrown) => thrown,
  );
  return (error.details?.diagnostics ?? []).map(({ line, column, pointer, code, message }) =>
    line === null ? `${pointer} ${code} ${message}` : `${line}:${column} ${code} ${message}`,
  );
};

describe("sessions in a configuration", () => {
  it("come from a package or are a user name and a password, for what matches or as the default", async () => {
    const configuration = await load(`
authSessions:
  - match: { name: DirectorySync, role: Tier0, purpose: Plan }
    use: "@acme/sessions"
    type: Command
    options: { server: s, credential: { userName: "env:U", password: "env:P" } }
  - { default: true, type: Credential, userName: svc, password: "file:/run/secrets/ad" }
  - { match: { site: 7 }, use: other }
`);
    expect(configuration?.sessions).toEqual([
      {
        pointer: "/authSessions/0",
        match: { name: "DirectorySync", role: "Tier0", purpose: "Plan" },
        type: "Command",
        origin: {
          kind: "plugin",
          use: "@acme/sessions",
          options: { server: "s", credential: { userName: "env:U", password: "env:P" } },
        },
      },
      {
        pointer: "/authSessions/1",
        match: null,
        type: "Credential",
        origin: { kind: "credential", userName: "svc", password: "file:/run/secrets/ad" },
      },
      { pointer: "/authSessions/2", match: { site: 7 }, origin: { kind: "plugin", use: "other", options: {} } },
    ]);
  });

  it("are told apart from what is wrong, each problem at its place", async () => {
    const problems = await problemsOf(`authSessions:
  - { use: x }
  - { match: { name: A }, default: true, use: x }
  - { match: { name: B } }
  - { match: { name: C }, type: OAuth }
  - { match: { name: D }, type: Command, userName: u }
  - { match: { name: E }, type: Credential, userName: u }
  - { match: { name: F }, use: x, password: "env:P" }
  - { match: { name: G }, userName: u, password: "env:P" }
  - { match: { name: H }, type: Credential, userName: u, password: "env:P", options: {} }
  - { match: { name: default }, use: x }
  - { match: { name: "" }, use: x }
  - { match: {}, use: x }
  - { match: { name: 7 }, use: x }
  - { match: { name: I }, use: ./x }
  - { match: { name: J }, use: x, optoins: {} }
  - { match: { name: K }, type: oauth, use: x }
  - { default: false, use: x }
`);
    await expect(`${problems.join("\n")}\n`).toMatchFileSnapshot("../golden/sessions-problems.txt");
  });

  it("take PowerShell's name for a type as a slip", async () => {
    const problems = await problemsOf(`authSessions:
  - { match: { name: A }, type: PSRemoting, use: x }
  - { match: { name: B }, type: Soap, use: x }
`);
    expect(problems).toEqual([
      expect.stringMatching(/^2:33 ValueNotAllowed .*"Credential"\. Did you mean "Command"\?$/),
      expect.stringMatching(/^3:33 ValueNotAllowed .*"Credential"\.$/),
    ]);
  });

  it.each(["ENV:hunter2", "vault:hunter2/x", "Env:hunter2"])(
    "know three schemes, and show no value: %s",
    async (text) => {
      const entry = `{ match: { name: A }, type: Credential, userName: u, password: "${text}" }`;
      const [problem = "", ...more] = await problemsOf(`authSessions:\n  - ${entry}\n`);
      expect(more).toEqual([]);
      expect(problem).toMatch(/^2:68 SecretReferenceInvalid What stands before the colon is no scheme that is known\./);
      expect(problem).toContain('There are env:NAME, file:path and command:["program","argument"], in small letters.');
      expect(problem).not.toContain("hunter2");
    },
  );

  it("are for one of the two purposes, and may match by anything else alone", async () => {
    const problems = await problemsOf(`authSessions:
  - { match: { name: A, purpose: plan }, use: x }
  - { match: { purpose: Apply }, use: x }
  - { match: { name: B, purpose: true }, use: x }
  - { match: { correlationId: c }, use: x }
  - { match: { actor: hr-feed }, use: x }
  - { match: { purpose: Execute }, use: x }
`);
    const allowed = 'must be "Plan" or "Execute".';
    expect(problems).toEqual([
      `2:34 ValueNotAllowed "authSessions[0].match.purpose" ${allowed} Did you mean "Plan"?`,
      `3:25 ValueNotAllowed "authSessions[1].match.purpose" ${allowed}`,
      `4:34 ValueNotAllowed "authSessions[2].match.purpose" ${allowed}`,
    ]);
  });

  it("must not get in each other's way", async () => {
    const problems = await problemsOf(`authSessions:
  - { match: { name: AD }, use: x }
  - { match: { name: AD, role: Tier0 }, use: x }
  - { match: { role: Tier0, name: AD }, use: x }
  - { match: { name: AD, role: Tier0, site: 7 }, use: x }
  - { match: { name: AD, role: Tier0, site: 7, purpose: Plan }, use: x }
  - { match: { role: Tier0 }, use: x }
  - { match: { name: AD, purpose: Plan }, use: x }
  - { default: true, use: x }
  - { default: true, use: y }
`);
    await expect(`${problems.join("\n")}\n`).toMatchFileSnapshot("../golden/sessions-clashes.txt");
  });

  it("refer to their secrets, and providers to none; what is wrong there is never shown", async () => {
    const problems = await problemsOf(`redactNames: [pin]
providers:
  A: { use: x, options: { password: "env:P", list: [{ token: ["file:/t"] }], pin: "env:PIN", userName: "env:U" } }
authSessions:
  - { match: { name: A }, type: Credential, userName: u, password: "hunter2" }
  - { match: { name: B }, type: Credential, userName: "env:", password: "env:hunter2 hunter2" }
  - match: { name: C }
    use: x
    options: { deep: [{ secret: ["command:hunter2", "env:FINE"] }], pin: "file:", note: "env:not a reference" }
`);
    const text = `${problems.join("\n")}\n`;
    expect(text).not.toContain("hunter2");
    await expect(text).toMatchFileSnapshot("../golden/sessions-secrets.txt");
  });
});

describe("sessions in a configuration that is code", () => {
  it("may be live, beside those that are data", async () => {
    const configuration = await load(
      `const session = () => ({ getAccessToken: () => "t" });
       export default { authSessions: [{ match: { name: "A" }, use: "x" }, { default: true, type: "OAuth", session }] };`,
      "live.config.mjs",
    );
    expect(configuration?.sessions).toMatchObject([
      { match: { name: "A" }, origin: { kind: "plugin", use: "x" } },
      { match: null, type: "OAuth", origin: { kind: "live", session: expect.any(Function) } },
    ]);
  });

  it.each([
    ['[{ match: { name: "A" }, use: "x", session: {} }]', "/authSessions/0/use ShapeInvalid"],
    ["[{ session: {} }]", "/authSessions/0 MissingKey"],
    ['[{ match: { name: "A" }, sesion: {} }]', '/authSessions/0/sesion UnknownKey Unknown key "sesion".'],
    [
      '[{ match: { name: "A" }, use: "x" }, { match: { name: "A" }, session: {} }]',
      '/authSessions/1/match NotUnique "authSessions[0]" has the same match.',
    ],
    [
      '[{ default: true, type: "Credential", userName: "u", password: "hunter2" }]',
      "/authSessions/0/password SecretInClear",
    ],
  ])("are checked like those of a file: %s", async (sessions, expected) => {
    const [first = ""] = await problemsOf(
      `export default { authSessions: ${sessions} };`,
      `c${sessions.length}.config.mjs`,
    );
    expect(first).toContain(expected);
    expect(first).not.toContain("hunter2");
  });

  it("do not stand beside a broker among the providers", async () => {
    const text = `export default {
      providers: { AuthSessionBroker: { acquireAuthSession() {} } },
      authSessions: [{ default: true, session: {} }],
    };`;
    expect(await problemsOf(text, "both.config.mjs")).toEqual([
      expect.stringMatching(/^\/authSessions ShapeInvalid.*both/),
    ]);
  });
});
