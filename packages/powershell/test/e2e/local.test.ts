// Sessions in a real PowerShell on this machine.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { createPowerShellSession, type LocalSessionOptions, type PowerShellSession } from "../../src/index.ts";
import { failureOf } from "../support/stand-in.ts";
import { conversation, probeModule } from "./conversation.ts";
import { pwsh } from "./programs.ts";

describeWith(pwsh, "a session in a real PowerShell", () => {
  const sessions: PowerShellSession[] = [];
  const open = (options: Partial<LocalSessionOptions> = {}): PowerShellSession => {
    const session = createPowerShellSession({ transport: "local", modules: [probeModule], ...options });
    sessions.push(session);
    return session;
  };
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
  });

  conversation(() => createPowerShellSession({ transport: "local", modules: [probeModule] }));

  it("stops a command at its time limit, and replaces a shell that does not stop", async () => {
    const session = open({ timeoutSeconds: 1 });
    const shell = await session.invokeCommand("Get-ProbeProcess");
    expect(await failureOf(session.invokeCommand("Start-Sleep", { Seconds: 600 }))).toMatchObject({ code: "Timeout" });
    expect(await session.invokeCommand("Get-ProbeProcess")).toBe(shell);
    expect(await failureOf(session.invokeCommand("Write-ProbeFailure", { Kind: "stuck" }))).toMatchObject({
      code: "Timeout",
    });
    expect(await session.invokeCommand("Get-ProbeProcess")).not.toBe(shell);
  });

  it("is used by several at once where its pool says so", async () => {
    const session = open({ pool: 2 });
    const controller = new AbortController();
    const busy = failureOf(session.invokeCommand("Start-Sleep", { Seconds: 600 }, { signal: controller.signal }));
    expect(await session.invokeCommand("Get-ProbeEcho", { Value: "meanwhile" })).toBe("meanwhile");
    controller.abort(new Error("enough"));
    expect(await busy).toMatchObject({ message: "enough" });
  });

  it("notices at once that it was killed", async () => {
    const session = open();
    const shell = Number(await session.invokeCommand("Get-ProbeProcess"));
    const waiting = failureOf(session.invokeCommand("Start-Sleep", { Seconds: 600 }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    process.kill(shell, "SIGKILL");
    expect(await waiting).toMatchObject({ code: "ConnectionFailed", transient: true });
    expect(await session.invokeCommand("Get-ProbeProcess")).not.toBe(shell);
  });

  it("gives commands nothing of what the host says, and outlives one that closes its runspace", async () => {
    const session = open();
    expect(await session.invokeCommand("Write-ProbeFailure", { Kind: "read" })).toBe("read: ");
    const shell = await session.invokeCommand("Get-ProbeProcess");
    await session.invokeCommand("Write-ProbeFailure", { Kind: "close runspace" }).catch(() => undefined);
    // Until the host has noticed, a command may still meet the end of the old shell.
    const next = () => session.invokeCommand("Get-ProbeProcess").catch(() => shell);
    await expect.poll(next, { timeout: 10_000 }).not.toBe(shell);
    expect(await session.invokeCommand("Get-ProbeEcho", { Value: "works" })).toBe("works");
  });

  it("takes nothing that a module fails with for a word about identities", async () => {
    const folder = mkdtempSync(join(tmpdir(), "idle-module-"));
    const module = join(folder, "Failing.psm1");
    writeFileSync(module, "Get-Content -LiteralPath /no/such/file -ErrorAction Stop\n");
    const failure = await failureOf(open({ modules: [module] }).invokeCommand("Get-Date"));
    expect(failure).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
    rmSync(folder, { recursive: true, force: true });
  });

  it("leaves nothing running that a command started", async () => {
    const session = open();
    const shell = Number(await session.invokeCommand("Get-ProbeProcess"));
    const waiting = failureOf(session.invokeCommand("Write-ProbeFailure", { Kind: "child" }));
    await expect.poll(() => childrenOf(shell), { timeout: 10_000 }).not.toEqual([]);
    const children = childrenOf(shell);
    await session.close();
    expect(await waiting).toMatchObject({ code: "ConnectionFailed" });
    await expect.poll(() => children.filter(isAlive), { timeout: 10_000 }).toEqual([]);
    expect(isAlive(shell)).toBe(false);
  });

  it("shows a password to nobody", async () => {
    const word = "Tr0ub4dor&3-unmistakable";
    const password = new Secret(word);
    const session = open();
    await session.invokeCommand("Get-ProbeType", { Secret: password, Credential: { userName: "jane", password } });
    const shell = Number(await session.invokeCommand("Get-ProbeProcess"));
    const surroundings = JSON.stringify(await session.invokeCommand("Get-ProbeSurroundings"));
    expect(surroundings).toContain("CommandLine");
    expect(surroundings).not.toContain(word);
    for (const file of ["cmdline", "environ"]) {
      expect(readFileSync(`/proc/${shell}/${file}`, "utf8")).not.toContain(word);
    }
    for (const file of readdirSync(tmpdir()).filter((name) => !name.startsWith("idle-"))) {
      expect(contentOf(join(tmpdir(), file))).not.toContain(word);
    }
    const refused = await failureOf(
      session.invokeCommand("Get-ProbeMandatory", { Choice: "a", Name: "x", Password: password }),
    );
    expect(JSON.stringify([refused.message, refused.details])).not.toContain(word);
  });

  describe("with a module that is not there", () => {
    it("says so, and what to do", async () => {
      const error = await failureOf(open({ modules: ["IdleNoSuchModule"] }).invokeCommand("Get-Date"));
      expect(error).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
      expect(error.message).toMatch(/"IdleNoSuchModule" could not be imported there\. Install it/);
    });
  });
});

function childrenOf(id: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (each) =>
        contentOf(`/proc/${each}/stat`)
          .replace(/^.*\) /, "")
          .split(" ")[1] === String(id),
    );
}

function isAlive(id: number): boolean {
  // One that has ended and that nobody asked about is dead, too.
  const state = contentOf(`/proc/${id}/stat`).replace(/^.*\) /, "")[0];
  return state !== undefined && state !== "Z";
}

function contentOf(file: string): string {
  try {
    return statSync(file).isFile() ? readFileSync(file, "latin1") : "";
  } catch {
    return "";
  }
}
