/** Sessions as the command makes, routes and closes them, with plug-ins as anybody would write them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, request, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
  writePlugins();
});
afterEach(() => work.remove());

const source = ["-w", "disable.yaml", "-r", "request.json"];
const password = "planted/Pa$$word+1";
const env = { AD_PASSWORD: password, AD_USER: "svc-idle" };
/** What a secret looks like when it got out. */
const forms = [
  password,
  encodeURIComponent(password),
  Buffer.from(password).toString("base64").slice(0, 20),
  JSON.stringify(password).slice(1, -1),
];

/** A provider that notes which sessions it gets, and a package that makes sessions as its options say. */
function writePlugins() {
  const write = (name: string, code: string) => {
    work.write(`node_modules/${name}/package.json`, { name, type: "module", exports: "./i.js" });
    work.write(`node_modules/${name}/i.js`, code);
  };
  write(
    "acme-directory",
    `import { appendFileSync } from "node:fs";
    const note = (what) => appendFileSync("notes.txt", what + "\\n");
    export const idlePlugin = { contractVersion: 1, createProvider({ type = "Credential", say } = {}) {
      const fail = async (session) => {
        const secret = session.password?.reveal() ?? await session.getAccessToken?.();
        if (say === undefined) return;
        const url = "https://directory/?p=" + encodeURIComponent(secret);
        const cause = new Error("Basic " + Buffer.from("svc:" + secret).toString("base64"), { cause: new Error(url) });
        const error = new Error("refused " + secret, { cause });
        if (say === "reject") { Promise.reject(error); await new Promise((resolve) => setImmediate(resolve)); return; }
        throw error;
      };
      let isEnabled = true;
      return { name: "Acme", getCapabilities: () => ["IdLE.Identity.Read", "IdLE.Identity.Disable"],
        session: { type, required: true },
        async getIdentity({ identityKey, session }) {
          note("read " + (session.userName ?? session.type));
          return { identityKey, enabled: isEnabled, attributes: {} };
        },
        async disableIdentity({ session }) {
          note("write " + (session.userName ?? session.type));
          await fail(session);
          isEnabled = false;
          return { changed: true };
        },
      };
    } };`,
  );
  write(
    "acme-sessions",
    `import { appendFileSync } from "node:fs";
    const note = (what) => appendFileSync("notes.txt", what + "\\n");
    export const idlePlugin = { contractVersion: 1, createSession({ mode, credential, note: text }) {
      note("made " + mode + " " + credential.userName + " " + text + " " + String(credential.password));
      const secret = credential.password.reveal();
      if (mode === "throw") throw Object.assign(new Error("no logon with " + secret, { cause: new Error("x?p=" + encodeURIComponent(secret)) }), { code: secret });
      return { type: "OAuth", getAccessToken: () => "token-of-" + secret,
        close() {
          note("closed " + mode);
          if (mode === "bad-close") throw new Error("cannot close " + secret);
          if (mode === "late") Promise.reject(new Error("too late for " + secret));
        } };
    } };`,
  );
  work.write(
    "disable.yaml",
    `name: Disable
lifecycleEvent: Joiner
steps:
  - name: Disable
    type: IdLE.Step.DisableIdentity
    with: { provider: Directory, identityKey: jdoe, authSessionName: AD }
`,
  );
}

function configure(sessions: string, options = "{}") {
  work.write(
    "idle.config.yaml",
    `providers:\n  Directory: { use: acme-directory, options: ${options} }\nauthSessions:\n${sessions}`,
  );
}
const plugin = (mode: string, extra = "") =>
  `  - { match: { name: AD }, use: acme-sessions, options: { mode: ${mode}, note: "env:AD_USER", credential: { userName: "env:AD_USER", password: "env:AD_PASSWORD" } }${extra} }\n`;
const notes = () => work.read("notes.txt").trimEnd().split("\n");

describe("a session of a user name and a password", () => {
  it("is told apart by purpose: planning reads with one account, the run writes with another", () => {
    configure(`  - { match: { name: AD, purpose: Plan }, type: Credential, userName: reader, password: "env:AD_PASSWORD" }
  - { match: { name: AD }, type: Credential, userName: "env:AD_USER", password: "file:secrets/ad" }
`);
    work.write("secrets/ad", `${password}\n`);
    expect(work.idle(["apply", ...source, "--yes"], { env })).toMatchObject({ code: 0, stderr: "" });
    // Planned, compared before the run and before the step, written, and read back.
    const run = ["read svc-idle", "read svc-idle", "write svc-idle", "read svc-idle"];
    expect(notes()).toEqual(["read reader", ...run]);
  });

  it.each([
    ["env:NOT_SET", 'idle.config.yaml:4:83: The environment variable "NOT_SET" is not set.'],
    ["file:none", 'idle.config.yaml:4:83: The file "none" cannot be read: there is no such file.'],
    ["file:large", "larger than 64 KiB"],
  ])("that cannot be looked up is told with the place: %s", (reference, words) => {
    configure(`  - { match: { name: AD }, type: Credential, userName: u,               password: "${reference}" }\n`);
    work.write("large", "x".repeat(70_000));
    const { code, stderr } = work.idle(["plan", ...source], { env });
    expect(code).toBe(1);
    expect(stderr).toContain("SecretUnavailable");
    expect(stderr).toContain(words);
  });

  it("may come from a command, when the call allows it", () => {
    const command = JSON.stringify([process.execPath, "-p", "process.env.AD_PASSWORD"]);
    configure(`  - { match: { name: AD }, type: Credential, userName: u, password: '${`command:${command}`}' }\n`);
    const refused = work.idle(["plan", ...source], { env });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("--allow-command-secrets");
    expect(work.idle(["apply", ...source, "--yes", "--allow-command-secrets"], { env }).code).toBe(0);
    expect(work.idle(["plan", ...source, "--allow-command-secrets"], { env }).code).toBe(0);
  });
});

describe("a session of a package", () => {
  const options = "{ type: OAuth }";

  it("is made when it is needed, with its secrets, once, and closed at the end", () => {
    configure(plugin("fine"), options);
    expect(work.idle(["apply", ...source, "--yes"], { env })).toMatchObject({ code: 0, stderr: "" });
    expect([...new Set(notes())]).toEqual([
      "made fine svc-idle env:AD_USER [REDACTED]",
      "read OAuth",
      "write OAuth",
      "closed fine",
    ]);
    expect(notes().filter((note) => note.startsWith("made"))).toHaveLength(1);
  });

  it("is not made for what does not need it, nor to validate", () => {
    configure(plugin("fine"), options);
    work.write(
      "note.yaml",
      "name: N\nlifecycleEvent: Joiner\nsteps: [{ name: N, type: IdLE.Step.EmitEvent, with: { message: x } }]\n",
    );
    expect(work.idle(["apply", "-w", "note.yaml", "-r", "request.json", "--yes"]).code).toBe(0);
    work.write("node_modules/acme-sessions/i.js", "throw new Error('loaded')");
    expect(work.idle(["validate", "disable.yaml"])).toMatchObject({ code: 0, stderr: "" });
    expect(() => notes()).toThrow();
  });

  it.each([
    ["bad-close", "warning A session could not be closed. cannot close [REDACTED]\n"],
    ["late", "warning too late for [REDACTED]\n"],
  ])("that cannot be closed is a warning, and the run's exit code stays: %s", (mode, warning) => {
    configure(plugin(mode), options);
    const { code, stderr } = work.idle(["apply", ...source, "--yes"], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: warning });
  });

  it("is closed when planning fails, too", () => {
    configure(plugin("fine"), "{ type: Credential }");
    const { code, stderr } = work.idle(["plan", ...source], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/SessionTypeMismatch.*Credential/);
    expect(notes().at(-1)).toBe("closed fine");
  });

  it.each([
    [
      "of another type than its entry says",
      plugin("fine", ", type: Command"),
      "SessionTypeMismatch",
      /"acme-sessions" made one of type OAuth.*Command/,
    ],
    [
      "that is not there",
      "  - { match: { name: Ad }, use: acme-sessions }\n",
      "SessionNotFound",
      /Did you mean \{ name: "Ad" \}/,
    ],
    [
      "that throws",
      plugin("throw"),
      "SessionFailed",
      /idle\.config\.yaml:4:\d+: the package "acme-sessions" made no session/,
    ],
    [
      "that is there twice",
      "  - { match: { purpose: Plan }, use: acme-sessions }\n  - { match: { actor: hr-feed, purpose: Plan }, use: acme-sessions }\n",
      "SessionAmbiguous",
      /"authSessions\[0\]" \(line 4\)/,
    ],
  ])("is refused: one %s", (_, sessions, problem, words) => {
    configure(sessions, options);
    const { code, stderr } = work.idle(["plan", ...source], { env });
    expect(code).toBe(1);
    expect(stderr).toContain(problem);
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(words);
    for (const form of forms) expect(stderr).not.toContain(form);
  });

  it.each([
    ["acme-directory", /^idle\.config\.yaml:4:\d+ error PluginInvalid The package "acme-directory" makes no sessions/],
    [
      "nobody-has-this",
      /PackageNotFound The package "nobody-has-this" is not installed\. Install it: npm install nobody/,
    ],
    [
      "acme-sesions",
      /PackageNotFound .* is not installed\. Did you mean "acme-sessions"\? Otherwise install it first\.$/m,
    ],
    ['"@idle/adsync-simulater"', /PackageNotFound .* is not installed\. Did you mean "@idle\/adsync-simulator"\? /],
  ])("needs a package that makes some: %s", (use, words) => {
    configure(`  - { default: true, use: ${use} }\n`, options);
    const { code, stderr } = work.idle(["plan", ...source], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(words);
  });
});

describe.skipIf(process.platform === "win32")("an interrupt (Windows has no signals to send)", () => {
  it("ends the run, closes its sessions, and exits with 130", async () => {
    const session = `use: acme-sessions, options: { mode: fine, credential: { userName: u, password: "file:ad" } }`;
    configure(`  - { match: { name: AD }, ${session} }\n`, "{ type: OAuth }");
    work.write("ad", password);
    const code = work.read("node_modules/acme-directory/i.js");
    const endless = `note("write "); await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));`;
    work.write(
      "node_modules/acme-directory/i.js",
      code
        .replace("disableIdentity({ session })", "disableIdentity({ session, signal })")
        .replace('note("write "', `${endless} note("write "`),
    );
    const child = work.start("apply", ...source, "--yes", "--events");
    for await (const chunk of child.stdout ?? []) if (String(chunk).includes('"StepStarted"')) break;
    child.kill("SIGINT");
    expect((await child.outcome).code).toBe(130);
    expect(notes().at(-1)).toBe("closed fine");
  });
});

describe("what a configuration lacks", () => {
  const shown = (text: string) => text.replaceAll(/\s+/g, " ");

  it("is said with its file: sessions", () => {
    work.write("idle.config.yaml", "providers: { Directory: { use: acme-directory } }\n");
    const { code, stderr } = work.idle(["plan", ...source]);
    expect(code).not.toBe(0);
    expect(shown(stderr)).toContain("To do: In idle.config.yaml, describe the session under authSessions:");
  });

  it("is said with its file: a provider", () => {
    work.write("other.yaml", "providers: { Identity: { use: acme-directory } }\n");
    const { stderr } = work.idle(["--config", "other.yaml", "plan", ...source]);
    expect(shown(stderr)).toContain("To do: In other.yaml, put the provider under providers:");
  });
});

describe("a configuration that is code", () => {
  it("may pass live sessions and a live broker, and both are closed", () => {
    const session = `() => ({ getAccessToken: () => "live-token-0815", close() { console.error("closed live"); } })`;
    const providers = `Directory: { use: "acme-directory", options: { type: "OAuth" } }`;
    const code = (rest: string) => `export default { providers: { ${providers}${rest} };`;
    work.write(
      "a.config.mjs",
      code(` }, authSessions: [{ match: { name: "AD" }, type: "OAuth", session: ${session} }]`),
    );
    work.write(
      "b.config.mjs",
      code(`, AuthSessionBroker: { acquireAuthSession: ${session}, close() { console.error("closed live"); } } }`),
    );
    for (const config of ["a.config.mjs", "b.config.mjs"]) {
      const { code, stderr } = work.idle(["--config", config, "apply", ...source, "--yes"]);
      expect({ config, code, stderr }).toEqual({ config, code: 0, stderr: "closed live\n" });
    }
  });

  it("is told at its place when a live session is none", () => {
    work.write("a.config.mjs", "export default { authSessions: [{ default: true, session: 7 }] };");
    const { code, stderr } = work.idle(["--config", "a.config.mjs", "plan", ...source]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/a\.config\.mjs.*PluginInvalid.*session/);
  });
});

describe("a configuration with sessions and no providers", () => {
  it("plans offline all the same, and steps of their own can have the sessions", () => {
    work.write("node_modules/asking/package.json", { name: "asking", type: "module", exports: "./i.js" });
    work.write(
      "node_modules/asking/i.js",
      `export const idlePlugin = { contractVersion: 1, steps: [{ type: "Acme.Step.Ask", description: "Asks.",
        with: { type: "object", additionalProperties: false }, requiredCapabilities: [], previewCapabilities: [],
        execute: async ({ acquireAuthSession }) => {
          const { userName, password } = await acquireAuthSession("AD");
          return { changed: false, outputs: { userName, said: password.reveal() } };
        } }] };`,
    );
    work.write("ask.yaml", "name: A\nlifecycleEvent: Joiner\nsteps: [{ name: A, type: Acme.Step.Ask }]\n");
    const sessions = '[{ match: { name: AD }, type: Credential, userName: svc, password: "env:AD_PASSWORD" }]';
    work.write("idle.config.yaml", `steps: [asking]\nauthSessions: ${sessions}\n`);
    const args = ["-w", "ask.yaml", "-r", "request.json"];
    expect(work.idle(["plan", ...args], { env }).stderr).toContain("planning offline");
    const { code, stdout } = work.idle(["apply", ...args, "--yes", "--json"], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).steps[0].outputs).toEqual({ userName: "svc", said: "[REDACTED]" });
  });
});

describe("secrets", () => {
  it("stand in no rejection that nobody waits for while planning", () => {
    configure(plugin("fine"), "{ type: OAuth }");
    const loose = `{ const planted = await session.getAccessToken(); Promise.reject(new Error("loose " + planted)); await new Promise(() => {}); }`;
    const broken = work.read("node_modules/acme-directory/i.js").replace('note("read "', `${loose} note("read "`);
    work.write("node_modules/acme-directory/i.js", broken);
    const { code, stdout, stderr } = work.idle(["--log-level", "trace", "plan", ...source], { env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("loose [REDACTED]");
    for (const form of forms) expect(stderr).not.toContain(form);
  });

  it.each(["throw", "reject"])("stand in nothing the command writes, wherever they turn up: %s", (say) => {
    const token = `token-of-${password}`;
    const all = [...forms, encodeURIComponent(token), Buffer.from(`svc:${token}`).toString("base64").slice(8, 40)];
    configure(plugin("bad-close"), `{ type: OAuth, say: ${say} }`);
    const args = [
      "--log-level",
      "trace",
      "apply",
      ...source,
      "--yes",
      "--out",
      "result.json",
      "--audit",
      "audit.ndjson",
    ];
    for (const output of [[], ["--json"], ["--events"]]) {
      const { code, stdout, stderr } = work.idle([...args, ...output], { env });
      expect(code).toBe(1);
      const written = [stdout, stderr, work.read("result.json"), work.read("audit.ndjson")];
      expect(written.join("\n")).toContain("[REDACTED]");
      for (const form of all) for (const text of written) expect(text).not.toContain(form);
    }
    expect(work.read("notes.txt")).toContain("svc-idle");
  });

  it.each([
    ["a plug-in that fails to make a session", plugin("throw"), "{ type: OAuth }"],
    ["a plan that fails to read", plugin("fine"), "{ type: OAuth }"],
  ])("stand in no error of planning, as text or JSON: %s", (_, sessions, options) => {
    configure(sessions, options);
    const broken = work
      .read("node_modules/acme-directory/i.js")
      .replace('note("read "', 'throw new Error("no read: " + await session.getAccessToken()); note("read "');
    work.write("node_modules/acme-directory/i.js", broken);
    for (const json of [[], ["--json"]]) {
      const { code, stdout, stderr } = work.idle(["--log-level", "trace", "plan", ...source, ...json], { env });
      expect(code).toBe(1);
      expect(stderr).toContain("[REDACTED]");
      for (const form of forms) expect(stdout + stderr).not.toContain(form);
    }
  });

  it("stand in no warning of the process, which is one line", () => {
    configure(plugin("fine"), "{ type: OAuth }");
    const warn = `process.emitWarning("old way\\n\\u001b[2J" + await session.getAccessToken(), { type: "DeprecationWarning", code: "ACME001" });`;
    const code = work.read("node_modules/acme-directory/i.js").replace('note("read "', `${warn} note("read "`);
    work.write("node_modules/acme-directory/i.js", code);
    const warned = work.idle(["plan", ...source], { env });
    expect(warned).toMatchObject({
      code: 0,
      stderr: "warning ACME001 DeprecationWarning: old way\\n\\u001b[2J[REDACTED]\n",
    });
    for (const quiet of [
      { NODE_NO_WARNINGS: "1" },
      { NODE_OPTIONS: "--no-warnings" },
      { NODE_OPTIONS: "--no-deprecation" },
    ]) {
      expect(work.idle(["plan", ...source], { env: { ...env, ...quiet } })).toMatchObject({ code: 0, stderr: "" });
    }
  });

  it("do not hide the names of users", () => {
    const sessions =
      '  - { match: { name: AD }, type: Credential, userName: "env:AD_USER", password: "env:AD_PASSWORD" }\n';
    configure(sessions);
    work.write("request.json", { ...request, actor: "svc-idle" });
    const { stdout } = work.idle(["plan", ...source], { env });
    expect(stdout).toContain("svc-idle");
  });
});
