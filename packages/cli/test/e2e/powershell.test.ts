// The command with sessions of @idle/powershell: over a far end that is no PowerShell everywhere, and in a real one, with the
// pretend module ADSync of the testkit, where there is one.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeWith } from "@idle/testkit";
import { buildSync } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "./workspace.ts";

const packages = fileURLToPath(new URL("../../../", import.meta.url));
const pwsh = {
  name: "pwsh",
  install: "https://learn.microsoft.com/powershell/scripting/install/installing-powershell",
};
const password = "correct-horse-battery-staple-9";

const workflow = `name: Sync
lifecycleEvent: Leaver
steps:
  - name: Sync
    type: IdLE.Step.TriggerDirectorySync
    with: { wait: true, timeoutSeconds: 60, pollIntervalSeconds: 1 }
`;

function configuration(options: object): string {
  return JSON.stringify({
    providers: { DirectorySync: { use: "@idle/provider-directorysync-entraconnect" } },
    authSessions: [{ match: { name: "DirectorySync" }, use: "@idle/powershell", options }],
    stateFolder: "state",
  });
}

/** What the command does with a session that works. */
function flows(options: () => object): void {
  let work: Workspace;
  beforeEach(() => {
    work = createWorkspace();
    work.write("sync.yaml", workflow);
    work.write("request.yaml", "lifecycleEvent: Leaver\n");
    work.write("idle.config.yaml", configuration(options()));
  });
  afterEach(() => work.remove());

  it("checks it", () => {
    const { code, stdout } = work.idle(["providers", "--check"]);
    expect(stdout).toMatch(/^ok {2,}DirectorySync .+PowerShell 7\S* +2 of 2 commands\n$/);
    expect(code).toBe(0);
    expect(work.idle(["providers", "--check", "--json"]).stdout).toContain('"state": "Works"');
  });

  it("plans, applies and waits for the cycle", () => {
    const run = ["-w", "sync.yaml", "-r", "request.yaml"];
    expect(work.idle(["plan", ...run]).stdout).toContain("Plan: ");
    const { code, stdout, stderr } = work.idle(["apply", ...run, "--yes", "--out", "result.json"]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain("Run completed: 1 changed");
    expect(JSON.stringify(work.json("result.json"))).toContain('"confirmed":true');
  });
}

describe("sessions of @idle/powershell", () => {
  // The far end is started by a script of the shell.
  describe.skipIf(process.platform === "win32")("over a stand-in", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "idle-far-end-"));
      buildSync({
        entryPoints: [join(packages, "powershell", "test", "support", "stand-in-shell.ts")],
        outfile: join(folder, "stand-in.mjs"),
        bundle: true,
        platform: "node",
        format: "esm",
        conditions: ["@idle/source"],
        banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      });
      const script = `#!/bin/sh\nexec "${process.execPath}" "${join(folder, "stand-in.mjs")}" "$@"\n`;
      writeFileSync(join(folder, "pwsh"), script, { mode: 0o755 });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const local = () => ({ transport: "local", executable: join(folder, "pwsh"), environment: { CYCLE_SECONDS: "2" } });
    flows(local);
    describe("that a session leads on from", () => {
      flows(() => ({ ...local(), transport: "remoting", computerName: "sync01" }));
    });

    it("hands a password on, and shows it nowhere", () => {
      const work = createWorkspace();
      const credential = { userName: "env:SYNC_USER", password: "env:SYNC_PASSWORD" };
      work.write("sync.yaml", workflow);
      work.write("request.yaml", "lifecycleEvent: Leaver\n");
      const remote = { ...local(), transport: "remoting", computerName: "refused", credential };
      work.write("idle.config.yaml", configuration(remote));
      const env = { SYNC_USER: "CORP\\svc-sync", SYNC_PASSWORD: password };
      const apply = ["apply", "-w", "sync.yaml", "-r", "request.yaml", "--yes", "--audit", "audit.ndjson"];
      for (const args of [["providers", "--check"], apply, [...apply, "--json", "--log-level", "trace"]]) {
        const { code, stdout, stderr } = work.idle(args, { env: { ...process.env, ...env } });
        expect(code).not.toBe(0);
        expect(stdout + stderr).toContain("PermissionDenied");
        expect(stdout + stderr).not.toContain(password);
      }
      for (const file of filesUnder(work.folder)) expect(readFileSync(file, "latin1")).not.toContain(password);
      work.remove();
    });

    it("says what is wrong with its options, and where", () => {
      const work = createWorkspace();
      work.write("sync.yaml", workflow);
      work.write("request.yaml", "lifecycleEvent: Leaver\n");
      work.write("idle.config.yaml", configuration({ transport: "remoting", computername: "sync01" }));
      const { code, stdout } = work.idle(["providers", "--check"]);
      expect(code).toBe(1);
      expect(stdout).toContain("Did you mean computerName?");
      work.remove();
    });

    it("says that there is no PowerShell", () => {
      const work = createWorkspace();
      work.write("idle.config.yaml", configuration({ transport: "local", executable: "no-such-pwsh" }));
      const { code, stdout } = work.idle(["providers", "--check"]);
      expect(code).toBe(1);
      expect(stdout).toContain('There is no program "no-such-pwsh" on this machine.');
      work.remove();
    });
  });

  describeWith(pwsh, "in a real PowerShell", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "idle-adsync-module-"));
      const module = join(packages, "testkit", "powershell", "ADSync", "ADSync.psd1").replaceAll("'", "''");
      const script = `Import-Module '${module}' -Global\nSet-ADSyncSimulation -CycleSeconds 2\n`;
      writeFileSync(join(folder, "PretendServer.psm1"), script);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    flows(() => ({ transport: "local", modules: [join(folder, "PretendServer.psm1")] }));

    it("says which commands are missing", () => {
      const work = createWorkspace();
      work.write("idle.config.yaml", configuration({ transport: "local" }));
      const { code, stdout } = work.idle(["providers", "--check"]);
      expect(stdout).toMatch(/^lacks/);
      expect(stdout).toContain("Start-ADSyncSyncCycle");
      expect(code).toBe(1);
      work.remove();
    });
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
