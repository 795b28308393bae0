/** `idle providers --check`: sessions that are really made and contacted, with plug-ins as anybody would write them. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, hasTerminals, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
  writePlugins();
});
afterEach(() => work.remove());

const isWindows = process.platform === "win32";
const password = "planted/Pa$$word+1";
const env = { ACME_PASSWORD: password, ACME_USER: "svc-idle" };
const forms = [password, encodeURIComponent(password), Buffer.from(password).toString("base64").slice(0, 20)];

/** Two providers that run commands, and a package whose sessions answer as their options say. */
function writePlugins() {
  const write = (name: string, code: string) => {
    work.write(`node_modules/${name}/package.json`, { name, type: "module", exports: "./i.js" });
    work.write(`node_modules/${name}/i.js`, code);
  };
  const provider = (name: string, commands: string) =>
    `export const idlePlugin = { contractVersion: 1, createProvider: () => ({ name: "${name}", getCapabilities: () => ["IdLE.DirectorySync.Trigger", "IdLE.DirectorySync.Status"],
      startSyncCycle() { throw new Error("called"); }, getSyncCycleState() { throw new Error("called"); },
      session: { type: "Command", required: true, commands: ${commands} } }) };`;
  write("acme-sync", provider("Acme sync", '["Start-Sync", "Get-Sync"]'));
  write("acme-bad", provider("Acme bad", '"Start-Sync"'));
  write(
    "acme-sessions",
    `import { appendFileSync } from "node:fs";
    import { IdleError } from "@idle/contract";
    const note = (what) => appendFileSync("notes.txt", what + "\\n");
    const answers = {
      works: ({ commands }) => ({ account: "CORP\\\\svc", target: "server-1", commands: commands.map((name) => ({ name, isAvailable: true })) }),
      lacks: ({ commands }) => ({ account: "CORP\\\\svc", target: null, commands: commands.map((name) => ({ name, isAvailable: name !== "Start-Sync" })) }),
      fails: () => { throw new IdleError("ConnectionFailed", "The server cannot be reached. Check the network.", { cause: new Error("ECONNREFUSED") }); },
      throws: () => { throw "boo"; },
      hangs: () => { process.stderr.write("asked\\n"); return new Promise(() => {}); },
      nonsense: () => ({ account: 7 }),
      hostile: () => ({ account: "a\\u001b[2J\\u202e\\nok", target: "b", commands: [] }),
      leaks: (_, secret) => { throw new Error("refused " + secret, { cause: new Error("x?p=" + encodeURIComponent(secret) + "&b=" + Buffer.from("svc:" + secret).toString("base64")) }); },
      loose: async ({ commands }, secret) => { Promise.reject(new Error("let go " + secret)); await new Promise((resolve) => setImmediate(resolve)); return answers.works({ commands }); },
    };
    export const idlePlugin = { contractVersion: 1, createSession({ mode, credential }) {
      note("made " + mode + " as " + credential?.userName);
      if (mode === "unmade") throw new IdleError("InvalidInput", "No such mode.");
      const check = async (wanted) => {
        note("asked " + mode + " for " + wanted.commands.join() + (wanted.signal.aborted ? " too late" : ""));
        return answers[mode](wanted, credential?.password.reveal());
      };
      return { type: "Command", invokeCommand() { note("ran"); }, ...(mode !== "plain" && { check }),
        close() { note("closed " + mode); if (mode === "works") throw new Error("stuck"); } };
    } };`,
  );
  // As a plug-in's own dependency would be there.
  work.write("node_modules/@idle/contract/package.json", { name: "@idle/contract", type: "module", exports: "./i.js" });
  work.write(
    "node_modules/@idle/contract/i.js",
    `export class IdleError extends Error { constructor(code, message, options = {}) { super(message, options); this.code = code; } }
    Object.defineProperty(IdleError.prototype, Symbol.for("@idle/contract/IdleError"), { value: true });`,
  );
}

const entry = (name: string, mode: string) =>
  `  - { match: { name: ${name} }, use: acme-sessions, options: { mode: ${mode}, credential: { userName: "env:ACME_USER", password: "env:ACME_PASSWORD" } } }\n`;
function configure(sessions: string, providers = "  DirectorySync: { use: acme-sync }\n") {
  work.write("idle.config.yaml", `providers:\n${providers}${sessions === "" ? "" : `authSessions:\n${sessions}`}`);
}
const check = (...more: string[]) => work.idle(["providers", "--check", ...more], { env });
const notes = () => work.read("notes.txt").trimEnd().split("\n");

describe("idle providers --check", () => {
  it("says of each session whether it works, as whom, and which commands are there", () => {
    configure(
      entry("DirectorySync", "lacks") +
        entry("Other", "fine").replace("fine", "plain") +
        entry("Remote", "fails") +
        entry("Text", "throws") +
        entry("Wrong", "nonsense") +
        entry("Unmade", "unmade") +
        '  - { match: { name: AD, pin: "7" }, type: Credential, userName: "env:ACME_USER", password: "env:ACME_PASSWORD" }\n' +
        '  - { match: { name: Unset }, type: Credential, userName: u, password: "env:IDLE_TEST_NOT_SET" }\n' +
        "  - { default: true, use: acme-sessions, options: { mode: hostile } }\n",
    );
    const { code, stdout, stderr } = check();
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toBe(
      String.raw`lacks   DirectorySync             CORP\svc: Start-Sync is not there
made    Other                     not contacted: it has no check of its own
failed  Remote                    ConnectionFailed: The server cannot be reached. Check the network. ECONNREFUSED
failed  Text                      UnexpectedError: The session of the package "acme-sessions" failed in check: boo. What was thrown is no error: its author must throw an IdleError
failed  Wrong                     PluginAnswerInvalid: The session of the package "acme-sessions" answered check with an account that is neither a text nor null. Tell its author.
failed  Unmade                    SessionFailed: idle.config.yaml:9:5: the package "acme-sessions" made no session: InvalidInput: No such mode.
made    { name: "AD", pin: "7" }  svc-idle, whose password could be read; not contacted: it has no check of its own
failed  Unset                     SecretUnavailable: idle.config.yaml:11:72: The environment variable "IDLE_TEST_NOT_SET" is not set.
ok      the default session       a\u001b[2J\u202e\nok on b
Sessions: 1 ok, 1 without all commands, 5 failed, 2 not contacted.
`,
    );
    expect(notes().filter((note) => note.startsWith("closed"))).toHaveLength(6);
    expect(notes()).toContain("asked lacks for Start-Sync,Get-Sync");
    expect(notes()).toContain("asked hostile for ");
    expect(notes()).not.toContain("ran");
  });

  it("ends with 0 when all is well; a session that cannot be closed is a warning", () => {
    configure(entry("DirectorySync", "works") + entry("Other", "plain"));
    expect(check()).toEqual({
      code: 0,
      stdout:
        "ok      DirectorySync  CORP\\svc on server-1  2 of 2 commands\nmade    Other          not contacted: it has no check of its own\nSessions: 1 ok, 1 not contacted.\n",
      stderr: "warning A session could not be closed. stuck\n",
    });
  });

  it("contacts nothing, and makes no session, without --check", () => {
    configure(entry("DirectorySync", "works"));
    expect(work.idle(["providers"], { env })).toMatchObject({ code: 0, stderr: "" });
    const { stdout } = work.idle(["providers", "--json"], { env });
    expect(JSON.parse(stdout)).toMatchObject({ authSessions: [{ check: null }] });
    expect(existsSync(join(work.folder, "notes.txt"))).toBe(false);
  });

  it.each(["leaks", "loose"])("shows no secret of a session: %s", (mode) => {
    configure(entry("DirectorySync", mode));
    for (const more of [[], ["--json"], ["--log-level", "debug"]]) {
      const { code, stdout, stderr } = check(...more);
      expect(code).toBe(1);
      expect(stdout + stderr).toContain("[REDACTED]");
      for (const form of forms) expect(stdout + stderr).not.toContain(form);
      if (mode === "loose") expect(stderr).toContain("This happened outside of any session's check.\n");
      expect(notes().at(-1)).toBe(`closed ${mode}`);
    }
  });

  it("is one JSON document with --json", () => {
    configure(
      entry("DirectorySync", "lacks") +
        entry("Remote", "fails") +
        '  - { match: { name: AD }, type: Credential, userName: "env:ACME_USER", password: "env:ACME_PASSWORD" }\n',
    );
    const { code, stdout, stderr } = check("--json");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      providers: [{ alias: "DirectorySync", session: { commands: ["Start-Sync", "Get-Sync"] } }],
      problems: [],
    });
    expect(JSON.parse(stdout).authSessions.map((each: { check: unknown }) => each.check)).toEqual([
      {
        state: "LacksCommands",
        account: "CORP\\svc",
        target: null,
        commands: [
          { name: "Start-Sync", isAvailable: false },
          { name: "Get-Sync", isAvailable: true },
        ],
        error: null,
      },
      {
        state: "Failed",
        account: null,
        target: null,
        commands: [],
        error: { code: "ConnectionFailed", message: "The server cannot be reached. Check the network. ECONNREFUSED" },
      },
      { state: "NotContacted", account: "svc-idle", target: null, commands: [], error: null },
    ]);
  });

  it("of one provider contacts only what that one would get", () => {
    configure(
      entry("Other", "fails") + entry("DirectorySync", "lacks"),
      '  DirectorySync: { use: acme-sync }\n  Identity: { use: "@idle/provider-mock" }\n',
    );
    const { code, stdout } = check("directorysync");
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: "lacks   DirectorySync  CORP\\svc: Start-Sync is not there\n",
    });
    expect(notes().map((note) => note.split(" ")[1])).toEqual(["lacks", "lacks", "lacks"]);
    const checks = JSON.parse(check("DirectorySync", "--json").stdout).authSessions;
    expect(checks).toMatchObject([{ check: null }, { check: { state: "LacksCommands" } }]);
    expect(check("Identity")).toEqual({
      code: 0,
      stdout: "",
      stderr: "Identity needs no session, so there is nothing to contact.\n",
    });
  });

  it("says so where there is nothing to contact", () => {
    configure("");
    expect(check()).toEqual({
      code: 0,
      stdout: "",
      stderr: "No sessions are configured in idle.config.yaml, so there is nothing to contact.\n",
    });
    configure(entry("Other", "works"));
    expect(check("DirectorySync").stderr).toBe(
      "None of the sessions in idle.config.yaml would be given to DirectorySync, so there is nothing to contact. To see why: idle providers DirectorySync\n",
    );
    work.write("empty/.git/x", "");
    const cwd = join(work.folder, "empty");
    const { code, stdout, stderr } = work.idle(["providers", "--check"], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/^No sessions are configured, so there is nothing to contact\.\nThere is no idle\.config/);
    expect(existsSync(join(work.folder, "notes.txt"))).toBe(false);
  });

  it("contacts what a configuration that is code makes, and no broker of its own", () => {
    const session = (check: string) =>
      `{ type: "Command", invokeCommand() {}, async check({ commands }) { ${check} }, close() { throw new Error("not yours"); } }`;
    work.write(
      "own.mjs",
      `import { idlePlugin } from "acme-sync"; export default { providers: { DirectorySync: idlePlugin.createProvider() }, authSessions: [
        { match: { name: "DirectorySync" }, session: ${session('return { account: "me", target: null, commands: commands.map((name) => ({ name, isAvailable: true })) };')} },
        { match: { name: "Other" }, session: ${session("return 7;")} },
        { match: { name: "Made" }, session: async () => { throw new Error("no logon"); } },
      ] };`,
    );
    const { code, stdout, stderr } = work.idle(["--config", "own.mjs", "providers", "--check"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout.split("\n").slice(0, 3)).toEqual([
      "ok      DirectorySync  me  2 of 2 commands",
      "failed  Other          PluginAnswerInvalid: The session made in the configuration answered check with nothing that is { account, target, commands }. Tell its author.",
      'failed  Made           SessionFailed: The entry for { name: "Made" } gave no session: no logon',
    ]);
    work.write(
      "broker.mjs",
      `import { idlePlugin } from "acme-sync"; export default { providers: { DirectorySync: idlePlugin.createProvider(), AuthSessionBroker: { acquireAuthSession() { throw new Error("asked"); } } } };`,
    );
    expect(work.idle(["--config", "broker.mjs", "providers", "--check"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "An AuthSessionBroker of broker.mjs itself decides about sessions, so there is nothing to contact.\n",
    });
  });

  it("runs programs for secrets only when it is allowed to", () => {
    const command = JSON.stringify([process.execPath, "-p", "process.env.ACME_PASSWORD"]);
    configure(`  - { match: { name: AD }, type: Credential, userName: u, password: '${`command:${command}`}' }\n`);
    expect(check()).toMatchObject({ code: 1, stdout: expect.stringContaining("--allow-command-secrets") });
    expect(check("--allow-command-secrets")).toMatchObject({ code: 0, stderr: "" });
    expect(work.idle(["providers", "--allow-command-secrets"])).toMatchObject({
      code: 64,
      stderr: "error: --allow-command-secrets belongs to --check: nothing else here looks up a secret.\n",
    });
  });

  it("tells packages that cannot be used, as ever, and contacts the others", () => {
    configure(
      `${entry("DirectorySync", "works")}  - { match: { name: Gone }, use: acme-gone }\n`,
      "  DirectorySync: { use: acme-sync }\n  Bad: { use: acme-bad }\n",
    );
    const { code, stdout, stderr } = check();
    expect(code).toBe(1);
    expect(stdout).toContain("ok      DirectorySync  CORP\\svc on server-1  2 of 2 commands\n");
    expect(stdout).toContain('failed  Gone           PackageNotFound: The package "acme-gone" is not installed.');
    expect(stderr).toContain(
      'PluginFailed Provider Acme bad (alias Bad) declares a session whose commands are no list of names, such as ["Get-ADSyncScheduler"]. Tell its author.',
    );
  });

  it.skipIf(isWindows)(
    "ends at Ctrl-C, tells what was found, and closes what it made (no signals on Windows)",
    async () => {
      configure(
        "  - { match: { name: DirectorySync }, use: acme-sessions, options: { mode: lacks } }\n  - { match: { name: Slow }, use: acme-sessions, options: { mode: hangs } }\n",
      );
      const child = work.start("providers", "--check");
      await once(child.stderr ?? child, "data");
      child.kill("SIGINT");
      const { code, stdout, stderr } = await child.outcome;
      expect({ code, stderr }).toEqual({ code: 130, stderr: "asked\nInterrupted: the sessions are closed.\n" });
      expect(stdout).toBe(
        "lacks   DirectorySync  CORP\\svc: Start-Sync is not there\nfailed  Slow           Cancelled: It was interrupted before it answered.\nSessions: 1 without all commands, 1 failed.\n",
      );
      expect(
        notes()
          .filter((note) => note.startsWith("closed"))
          .sort(),
      ).toEqual(["closed hangs", "closed lacks"]);
    },
  );

  it.skipIf(!hasTerminals)("keeps to the width of a terminal (needs script of util-linux)", async () => {
    configure("  - { match: { name: DirectorySync }, use: acme-sessions, options: { mode: lacks } }\n");
    const { code, stdout } = await work.terminal("stty cols 40; idle --no-color providers --check");
    expect(code).toBe(1);
    expect(stdout).toBe(
      "lacks   DirectorySync  CORP\\svc:\n                    Start-Sync is not\n                    there\n",
    );
  });
});
