/** idle identities, on the mock provider and on packages as anybody would write them. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, hasTerminals, type Workspace } from "./workspace.ts";

const isWindows = process.platform === "win32";
const bin = fileURLToPath(new URL("../../bin/idle.js", import.meta.url));

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
  work.write(".idle/directory.json", { identities: people });
});
afterEach(() => work.remove());

const people = [
  {
    identityKey: "mmiller",
    enabled: true,
    container: "OU=Staff",
    attributes: { DisplayName: "Maria Miller", Department: "Sales", Title: "Head" },
    entitlements: [],
  },
  {
    identityKey: "bjones",
    enabled: true,
    container: "OU=Staff",
    attributes: {
      DisplayName: "Bo Jones",
      Department: "Sales",
      Phones: ["1", "2"],
      Photo: { base64: "AAECAw==" },
      password: "planted-password",
    },
    entitlements: [
      { kind: "Group", id: "CN=Domain Users", displayName: "Domain Users", removable: false },
      { kind: "Group", id: "CN=Sales" },
    ],
  },
  { identityKey: "old\u001b[2J\u202e", enabled: false, attributes: { Note: "a=b" }, entitlements: [] },
];

const list = (...args: string[]) => work.idle(["identities", "list", ...args]);
const find = (...args: string[]) => work.idle(["identities", "find", ...args]);
const show = (...args: string[]) => work.idle(["identities", "show", ...args]);
const keysIn = (ndjson: string) =>
  ndjson
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).identityKey);

describe("idle identities list", () => {
  it("shows who there is, in columns, with what a terminal would act on escaped", () => {
    expect(list()).toEqual({
      code: 0,
      stdout: [
        "key                 state     name          container",
        "mmiller             enabled   Maria Miller  OU=Staff",
        "bjones              enabled   Bo Jones      OU=Staff",
        String.raw`old\u001b[2J\u202e  disabled`,
        "",
      ].join("\n"),
      stderr: "3 identities in Identity.\n",
    });
  });

  it.each([
    [["--enabled"], ["mmiller", "bjones"], "2 identities in Identity.\n"],
    [["--disabled"], ["old\u001b[2J\u202e"], "1 identity in Identity.\n"],
    [["--limit", "3"], people.map(({ identityKey }) => identityKey), "3 identities in Identity.\n"],
    [["--limit", "1"], ["mmiller"], "1 identity in Identity, and there are more: --limit 1 leaves them out.\n"],
  ])("lists as lines of JSON: %j", (args, keys, stderr) => {
    const outcome = list("--ndjson", ...args);
    expect({ ...outcome, stdout: keysIn(outcome.stdout) }).toEqual({ code: 0, stdout: keys, stderr });
    expect(outcome.stdout).not.toContain("\u202e");
  });

  it("lists as one document, laid out as others are, without secrets", () => {
    const { code, stdout } = list("--json", "--limit", "2");
    const document = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(document).toMatchObject({ provider: "Identity", more: true });
    expect(document.identities).toHaveLength(2);
    expect(document.identities[1].attributes).toMatchObject({ Department: "Sales", password: "[REDACTED]" });
    expect(stdout).toBe(`${JSON.stringify(document, null, 2)}\n`);
    expect(stdout).not.toContain("planted");
    expect(list("--ndjson").stdout).not.toContain("planted");
  });

  it("says when there is nobody, and exits with 0", () => {
    work.write(".idle/directory.json", { identities: [] });
    expect(list()).toEqual({ code: 0, stdout: "", stderr: "No identity in Identity.\n" });
    const { stdout } = list("--json");
    expect(stdout).toBe('{\n  "provider": "Identity",\n  "identities": [],\n  "more": false\n}\n');
  });

  it.skipIf(!hasTerminals)("fits a terminal of 80 columns (needs `script` of util-linux)", async () => {
    const long = { ...people[0], identityKey: "k".repeat(50), container: "c".repeat(90) };
    work.write(".idle/directory.json", { identities: [long, ...people] });
    const { code, stdout } = await work.terminal("idle identities list --no-color");
    expect(code).toBe(0);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toContain("Maria Miller");
  });
});

describe("idle identities find", () => {
  it.each([
    [["Department=Sales"], ["mmiller", "bjones"]],
    [["Department=Sales", "Title="], ["bjones"]],
    [["Note=a=b", "--disabled"], ["old\u001b[2J\u202e"]],
  ])("lists those with all of %j", (words, keys) => {
    const { code, stdout } = find(...words, "--ndjson");
    expect({ code, keys: keysIn(stdout) }).toEqual({ code: 0, keys });
  });

  it("exits with 0 when nobody fits, which it says", () => {
    const stderr = "No identity in Identity fits what was asked for.\n";
    expect(find("Department=IT")).toEqual({ code: 0, stdout: "", stderr });
    expect(JSON.parse(find("Department=IT", "--json").stdout)).toMatchObject({ identities: [], more: false });
  });
});

describe("idle identities show", () => {
  it("shows state, attributes and entitlements", () => {
    expect(show("bjones")).toEqual({
      code: 0,
      stdout: `bjones
  provider   Identity
  state      enabled
  container  "OU=Staff"

Attributes
  DisplayName  "Bo Jones"
  Department   "Sales"
  Phones       "1"
               "2"
  Photo        binary, 4 bytes
  password     [REDACTED]

Entitlements
  Group: "CN=Domain Users"  Domain Users  cannot be removed
  Group: "CN=Sales"
`,
      stderr: "",
    });
  });

  it("gives the same as a document", () => {
    const { attributes, entitlements, ...rest } = people[1] ?? expect.fail();
    expect(JSON.parse(show("bjones", "--json").stdout)).toEqual({
      provider: "Identity",
      identity: { ...rest, attributes: { ...attributes, password: "[REDACTED]" } },
      entitlements,
    });
  });

  it("names key and provider where there is no such identity", () => {
    const stderr = 'error NotFound: There is no identity "no\\u202ebody" in Identity (Mock).\n';
    expect(show("no\u202ebody")).toEqual({ code: 1, stdout: "", stderr });
    expect(JSON.parse(show("nobody", "--json").stdout)).toMatchObject({ error: { code: "NotFound" } });
  });
});

/** A package whose provider notes what is asked of it, and lists as its option says. */
function writePackage(): void {
  work.write("node_modules/acme/package.json", { name: "acme", type: "module", exports: "./i.js" });
  work.write(
    "node_modules/acme/i.js",
    `import { appendFileSync } from "node:fs";
const note = (line) => appendFileSync("notes.txt", line + "\\n");
note("loaded");
const person = (index) => ({ identityKey: "p" + index, enabled: true, attributes: { Text: "x".repeat(2000) } });
export const idlePlugin = { contractVersion: 1,
  createProvider({ can = ["IdLE.Identity.List"], lists = "some", session } = {}) {
    return {
      name: "Acme", session, getCapabilities: () => can, close() { note("closed"); },
      getIdentity: async ({ identityKey }) => ({ ...person(0), identityKey }),
      async *listIdentities({ session, signal }) {
        let given = 0;
        try {
          if (session) note("as " + session.userName);
          const most = lists === "many" ? 100000 : lists === "forever" ? Infinity : 3;
          while (given < most) yield person((given += 1));
          if (lists === "breaks") throw new Error("broken with " + session.password.reveal());
          if (lists === "hangs") await new Promise(() => {});
        } finally { note("gave " + given); }
      },
    };
  },
};`,
  );
}
const configure = (providers: object, more: object = {}) =>
  work.write("idle.config.yaml", JSON.stringify({ providers, ...more }));
const notes = () => work.read("notes.txt").trimEnd().split("\n");
const acme = (options: object = {}) => ({ use: "acme", options });
const env = { ACME_PASSWORD: "planted-password" };

describe("which provider is asked", () => {
  const mock = { use: "@idle/provider-mock", options: { file: ".idle/directory.json" } };
  beforeEach(writePackage);

  it("is Identity, whatever else there is and in whatever case; else the only one that can tell", () => {
    configure({ HR: acme(), IDENTITY: mock });
    expect(list("--limit", "1").stderr).toContain("1 identity in IDENTITY,");
    configure({ HR: acme(), Badges: acme({ can: [] }) });
    expect(list().stderr).toBe("3 identities in HR.\n");
    expect(list("--provider", "hr").stderr).toBe("3 identities in HR.\n");
  });

  it.each([
    [
      { HR: acme(), AD: mock },
      [],
      "error ProviderAmbiguous: More than one provider has IdLE.Identity.List: HR, AD. Name one with --provider.\n",
    ],
    [
      { Identity: acme({ can: [] }), AD: mock },
      [],
      "error CapabilityMissing: Provider Identity does not have IdLE.Identity.List. Those that have it: AD. Name one with --provider.\n",
    ],
    [
      { Badges: acme({ can: [] }), AD: mock },
      ["--provider", "badges"],
      "error CapabilityMissing: Provider Badges does not have IdLE.Identity.List. Those that have it: AD. Name one with --provider.\n",
    ],
    [
      { Badges: acme({ can: [] }) },
      ["--provider", "Badges"],
      "error CapabilityMissing: Provider Badges does not have IdLE.Identity.List. No provider here has it.\n",
    ],
    [
      { Badges: acme({ can: [] }) },
      [],
      "error CapabilityMissing: No provider here has IdLE.Identity.List. idle providers shows what they have.\n",
    ],
  ])("is told when that is not clear: %j %j", (providers, args, stderr) => {
    configure(providers);
    expect(list(...args)).toEqual({ code: 1, stdout: "", stderr });
  });

  it("is nobody where none is configured", () => {
    work.write("idle.config.yaml", "{}");
    const { code, stderr } = list();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error ProviderMissing: idle\.config\.yaml names no providers: there is nobody to ask\.\n/);
  });

  it("shows nothing of entitlements that it does not list", () => {
    configure({ HR: acme({ can: ["IdLE.Identity.Read"] }) });
    expect(show("p7").stdout).not.toContain("Entitlements");
    expect(JSON.parse(show("p7", "--json").stdout)).toMatchObject({ provider: "HR", entitlements: null });
  });
});

describe("the session", () => {
  const session = { type: "Credential", required: true };
  const login = (userName: string) => ({ type: "Credential", userName, password: "env:ACME_PASSWORD" });
  const authSessions = [
    { match: { name: "Reading" }, ...login("svc-read") },
    { match: { name: "Reading", purpose: "Execute" }, ...login("svc-write") },
    { default: true, ...login("svc-default") },
  ];
  beforeEach(writePackage);

  it("is that of planning, by the name that is given, and the provider is closed", () => {
    configure({ HR: acme({ session }) }, { authSessions });
    expect(work.idle(["identities", "list"], { env }).code).toBe(0);
    expect(work.idle(["identities", "list", "--session", "Reading"], { env }).code).toBe(0);
    expect(notes()).toEqual([
      ...["loaded", "as svc-default", "gave 3", "closed"],
      ...["loaded", "as svc-read", "gave 3", "closed"],
    ]);
  });

  it("is missed in words", () => {
    configure({ HR: acme({ session }) });
    expect(list()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error SessionBrokerMissing: /) });
  });

  it("tells nothing of its secrets when a list breaks in the middle, and what came is shown", () => {
    configure({ HR: acme({ session, lists: "breaks" }) }, { authSessions });
    const outcomes = [[], ["--json"], ["--ndjson"]].map((args) => work.idle(["identities", "list", ...args], { env }));
    for (const { code, stdout, stderr } of outcomes) {
      expect(code).toBe(1);
      expect(stdout).toContain("p3");
      expect(stdout + stderr).not.toContain("planted");
      expect(stderr).toMatch(/^error UnexpectedError: .*broken with \[REDACTED\]\n/);
    }
    const document = JSON.parse(outcomes[1]?.stdout ?? "");
    expect(document).toMatchObject({ more: null, error: { code: "UnexpectedError" } });
    expect(document.identities).toHaveLength(3);
    expect(outcomes[1]?.stdout).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });
});

describe("a long list", () => {
  beforeEach(writePackage);

  it("is read no further than to the one behind the limit", () => {
    configure({ HR: acme({ lists: "forever" }) });
    expect(list("--limit", "5").stderr).toContain("5 identities in HR, and there are more");
    expect(notes()).toEqual(["loaded", "gave 6", "closed"]);
  });

  it.skipIf(isWindows).each([[""], ["--json"], ["--ndjson"]])(
    "of 100,000 is not held in memory: %s (the test needs a POSIX shell)",
    (form) => {
      configure({ HR: acme({ lists: "many" }) });
      // The texts alone are 200 MB.
      const line = `"${process.execPath}" --max-old-space-size=64 "${bin}" identities list ${form} > out.txt`;
      const { status, stderr } = spawnSync("/bin/sh", ["-c", line], { cwd: work.folder, encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "100,000 identities in HR.\n" });
      expect(statSync(join(work.folder, "out.txt")).size).toBeGreaterThan(form === "" ? 1_000_000 : 200_000_000);
    },
    60_000,
  );

  it.skipIf(isWindows).each([[""], ["--json"], ["--ndjson"]])(
    "is left when its reader goes away: %s (the test needs a POSIX shell)",
    (form) => {
      configure({ HR: acme({ lists: "forever" }) });
      const line = `{ "${process.execPath}" "${bin}" identities list ${form}; echo $? > code.txt; } | head -1`;
      const options = { cwd: work.folder, encoding: "utf8", timeout: 20_000 } as const;
      const { stdout, stderr } = spawnSync("/bin/sh", ["-c", line], options);
      expect({ lines: stdout.split("\n").length, stderr, code: work.read("code.txt") }).toEqual({
        lines: 2,
        stderr: "",
        code: "0\n",
      });
      expect(notes().at(-1)).toBe("closed");
    },
    30_000,
  );

  it.skipIf(isWindows).each([
    ["forever", "--ndjson"],
    ["forever", "--json"],
    ["forever", ""],
    ["hangs", "--ndjson"],
  ])("that goes on %s ends with an interrupt: %s (Windows has no signals to send)", async (lists, form) => {
    configure({ HR: acme({ lists }) });
    const child = work.start("identities", "list", ...(form === "" ? [] : [form]));
    await once(child.stdout ?? child, "data");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await child.outcome;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^Interrupted: reading stops\. Nothing was changed\.\n/);
    expect(notes().at(-1)).toBe("closed");
    if (form === "--json") expect(JSON.parse(stdout)).toMatchObject({ more: null, error: { code: "Cancelled" } });
  });
});

describe("help and completion", () => {
  it("load no plug-in", () => {
    writePackage();
    configure({ HR: acme() });
    for (const args of [
      ["identities", "--help"],
      ["identities", "list", "--help"],
      ["help", "identities", "show"],
      ["__complete", "bash", "--", "identities", "list", "--provider", ""],
    ]) {
      expect(work.idle(args).code).toBe(0);
    }
    expect(existsSync(join(work.folder, "notes.txt"))).toBe(false);
  });
});
