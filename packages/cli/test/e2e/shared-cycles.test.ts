/** Runs in processes of their own that need a sync cycle of one server, and the folder in which they share it. */
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, hasTerminals, request, type Workspace } from "./workspace.ts";

let work: Workspace;
let sync: SyncServer;
beforeEach(async () => {
  work = createWorkspace();
  sync = await startSyncServer();
  writeFiles();
});
afterEach(() => {
  sync.close();
  work.remove();
});

interface SyncServer {
  url: string;
  /** How many accounts have to be disabled before a cycle ends. */
  awaited: number;
  readonly commands: string[];
  /** For each cycle, which accounts were disabled when it began. */
  readonly cycles: (readonly string[])[];
  close(): void;
}

/**
 * A scheduler that all processes reach. A cycle goes on until `awaited` accounts are disabled, however long their processes
 * take to start, and then long enough to be seen and for their next step to begin.
 */
async function startSyncServer(): Promise<SyncServer> {
  const commands: string[] = [];
  const cycles: (readonly string[])[] = [];
  const begun = Date.now();
  const server: SyncServer = { url: "", commands, cycles, awaited: 1, close: () => void http.close() };
  let endsAt: number | null = 0;
  const isRunning = () => {
    if (endsAt === null && disabled().length >= server.awaited) endsAt = Date.now() + cycleMs;
    return endsAt === null || Date.now() < endsAt;
  };
  const answers: Readonly<Record<string, () => object>> = {
    "Get-ADSyncScheduler": () => {
      const next = new Date(begun + cycles.length * 1_800_000).toISOString();
      return { SyncCycleInProgress: isRunning(), SyncCycleEnabled: true, NextSyncCycleStartTimeInUTC: next };
    },
    "Start-ADSyncSyncCycle": () => {
      if (isRunning()) return { error: "Sync is already running. Cannot start a new run till this one completes." };
      endsAt = null;
      cycles.push(disabled());
      return { Result: "Success" };
    },
  };
  const http: Server = createServer((incoming, outgoing) => {
    const command = decodeURIComponent(incoming.url ?? "").slice(1);
    commands.push(command);
    outgoing.end(JSON.stringify(answers[command]?.() ?? { error: "not recognized" }));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const address = http.address();
  const port = typeof address === "object" ? address?.port : undefined;
  server.url = `http://127.0.0.1:${port}`;
  return server;
}

const cycleMs = 1_500;
const accounts = Array.from({ length: 10 }, (_, index) => `u${index}`);

function disabled(): readonly string[] {
  return accounts.filter((name) => {
    const path = `${name}/directory.json`;
    return existsSync(join(work.folder, path)) && /"enabled":\s*false/.test(work.read(path));
  });
}

function writeFiles() {
  work.write("node_modules/acme-sync/package.json", { name: "acme-sync", type: "module", exports: "./i.js" });
  work.write(
    "node_modules/acme-sync/i.js",
    `export const idlePlugin = { contractVersion: 1, createSession: ({ url, targetId }) => ({
      type: "Command", ...(targetId && { targetId }),
      async invokeCommand(name, parameters, { signal } = {}) {
        const answer = await (await fetch(url + "/" + name, { signal, headers: { connection: "close" } })).json();
        if (answer.error !== undefined) throw new Error(answer.error);
        return answer;
      },
    }) };`,
  );
  work.write(
    "leaver.yaml",
    `name: Leaver
lifecycleEvent: Leaver
steps:
  - name: Disable
    type: IdLE.Step.DisableIdentity
    with: { provider: Identity, identityKey: "{{Request.IdentityKeys.login}}" }
  - name: Sync
    type: IdLE.Step.TriggerDirectorySync
    with: { wait: true, when: Changed, pollIntervalSeconds: 0.2 }
`,
  );
  for (const name of accounts) {
    work.write(`${name}/directory.json`, { identities: [{ identityKey: name, enabled: true, attributes: {} }] });
    work.write(`${name}/request.json`, { ...request, lifecycleEvent: "Leaver", identityKeys: { login: name } });
    work.write(`${name}/idle.config.yaml`, configuration("../shared/state"));
  }
}

const configuration = (stateFolder: string | null, targetId: string | null = "sync-01") => `providers:
  Identity: { use: "@idle/provider-mock", options: { file: directory.json } }
  DirectorySync: { use: "@idle/provider-directorysync-entraconnect" }
authSessions:
  - match: { name: DirectorySync }
    use: acme-sync
    options: { url: "${sync.url}"${targetId === null ? "" : `, targetId: ${targetId}`} }
${stateFolder === null ? "" : `stateFolder: ${JSON.stringify(stateFolder)}\n`}`;

const applying = (name: string) => [
  ...["--config", `${name}/idle.config.yaml`, "apply", "-w", "leaver.yaml", "-r", `${name}/request.json`],
  ...["--yes", "--out", `${name}/result.json`],
];

interface SyncResult {
  readonly steps: readonly { readonly outputs: Readonly<Record<string, unknown>> }[];
}
const outputsOf = (name: string) => (work.json(`${name}/result.json`) as SyncResult).steps[1]?.outputs;

const isWindows = process.platform === "win32";

describe("many processes at once", () => {
  it("share cycles: two at most, and each account's change is in one that its run was told of", async () => {
    sync.awaited = accounts.length;
    const outcomes = await Promise.all(accounts.map((name) => work.start(...applying(name)).outcome));
    for (const { code, stderr } of outcomes)
      expect({ code, warnings: /warning/i.test(stderr) }).toEqual({ code: 0, warnings: false });
    expect(sync.cycles.length).toBeLessThanOrEqual(2);
    expect(sync.cycles.at(-1)).toEqual(accounts);
    for (const name of accounts) expect(outputsOf(name)).toMatchObject({ triggered: true, confirmed: true });
    expect(accounts.filter((name) => outputsOf(name)?.shared === false)).toHaveLength(sync.cycles.length);
    const folder = join(work.folder, "shared/state");
    // The cycle's record and its lock, and a lock for each identity.
    const files = readdirSync(folder).map((name) => name.replace(/^[0-9a-f]{40}/, "…"));
    expect(files.sort()).toEqual(["….json", ...accounts.map(() => "….lock"), "….lock"]);
    if (isWindows) return;
    const modes = [folder, ...readdirSync(folder).map((name) => join(folder, name))].map((path) => statSync(path).mode);
    expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(["700", ...files.map(() => "600")]);
  }, 120_000);
});

describe("the state folder", () => {
  const idle = (name: string, ...args: readonly string[]) =>
    work.start("--config", `${name}/idle.config.yaml`, ...args).outcome;
  const plain = ["-w", "leaver.yaml", "-r", "u0/request.json"];

  it("is the user's own unless the configuration names one", async () => {
    if (process.platform === "darwin") return;
    work.write("u0/idle.config.yaml", configuration(null));
    expect((await work.start(...applying("u0")).outcome).code).toBe(0);
    expect(readdirSync(join(work.folder, ".state/idle"))).toHaveLength(3);
  });

  it("is not made by what writes nothing, and has no record of a server without a name", async () => {
    const folder = join(work.folder, "shared");
    expect((await idle("u0", "validate", "leaver.yaml")).code).toBe(0);
    expect((await idle("u0", "plan", ...plain)).code).toBe(0);
    work.write("leaver.test.yaml", "workflow: leaver.yaml\ntests:\n  - name: leaves\n    request: u0/request.json\n");
    await idle("u0", "test", "leaver.test.yaml");
    expect(existsSync(folder)).toBe(false);
    work.write("u0/idle.config.yaml", configuration("../shared/state", null));
    expect((await work.start(...applying("u0")).outcome).code).toBe(0);
    work.write("u0/idle.config.yaml", configuration("../shared/state"));
    expect((await work.start(...applying("u0").slice(0, -2)).outcome).code).toBe(0);
    expect(readdirSync(join(folder, "state")).filter((name) => !name.endsWith(".lock"))).toEqual([]);
    expect(sync.cycles).toHaveLength(1);
  });

  it.runIf(process.platform !== "win32")(
    "that others can write to is not used: the run goes on and says so, once",
    async () => {
      const folder = join(work.folder, "shared/state");
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o777);
      const { code, stderr } = await work.start(...applying("u0")).outcome;
      expect(code).toBe(0);
      expect(stderr.match(/can be written to by others/g)).toHaveLength(1);
      expect(stderr).toContain("chmod go-w");
      expect(readdirSync(folder)).toEqual([]);
      expect(outputsOf("u0")).toMatchObject({ triggered: true, shared: false, confirmed: true });
    },
  );

  it.runIf(hasTerminals)("that cannot be used is a warning that stays on a terminal", async () => {
    work.write("shared/state", "a file");
    const { code, stdout } = await work.terminal(`idle ${applying("u0").join(" ")}`);
    expect(code).toBe(0);
    const text = stripVTControlCharacters(stdout).replace(/\s+/g, " ");
    expect(text.match(/warning Nothing was shared with other processes\. The state folder/g)).toHaveLength(1);
    expect(text).toContain("is no folder");
  });
});
