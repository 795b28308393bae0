// Sessions in a real PowerShell behind a real SSH server on loopback: straight to it, by PowerShell's own remoting, and at
// an endpoint in which only two commands are to be had.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPowerShellSession, type RemotingSessionOptions, type SshSessionOptions } from "../../src/index.ts";
import { failureOf } from "../support/stand-in.ts";
import { conversation, probeModule } from "./conversation.ts";
import { pwsh, sshd } from "./programs.ts";
import { type SshServer, startSshServer } from "./sshd.ts";

describeWith([pwsh, sshd], "a session over SSH", () => {
  let server: SshServer;
  beforeAll(async () => {
    server = await startSshServer({ powershell: "/usr/bin/env pwsh -sshs -NoLogo -NoProfile" });
  });
  afterAll(() => server.stop());
  const over = (options: Partial<SshSessionOptions> = {}) =>
    createPowerShellSession({
      transport: "ssh",
      hostName: "127.0.0.1",
      port: server.port,
      userName: server.userName,
      privateKey: new Secret(server.privateKey),
      knownHosts: server.knownHosts,
      modules: [probeModule],
      ...options,
    });
  const remoting = (options: Partial<RemotingSessionOptions> = {}) =>
    createPowerShellSession({
      transport: "remoting",
      hostName: "127.0.0.1",
      port: server.port,
      userName: server.userName,
      keyFilePath: server.keyFilePath,
      knownHosts: server.knownHosts,
      modules: [probeModule],
      ...options,
    });

  describe("straight to the server", () => {
    conversation(() => over());

    it("takes the server for no other one", async () => {
      const pinned = over({ hostKey: server.fingerprint, knownHosts: undefined as never });
      expect(await pinned.invokeCommand("Get-ProbeEcho", { Value: 1 })).toBe(1);
      await pinned.close();
      const wrong = over({ hostKey: `SHA256:${"A".repeat(43)}`, knownHosts: undefined as never });
      expect(await failureOf(wrong.invokeCommand("Get-Date"))).toMatchObject({
        code: "RemoteExecutionFailed",
        transient: false,
      });
      const empty = join(server.folder, "empty");
      writeFileSync(empty, "");
      const unknown = await failureOf(over({ knownHosts: empty }).invokeCommand("Get-Date"));
      expect(unknown).toMatchObject({ code: "RemoteExecutionFailed" });
      expect(unknown.message).toContain("No key of the server [127.0.0.1]:");
    });

    it("refuses a server that has a key of another kind only, and says that there is no agent", async () => {
      const other = join(server.folder, "other");
      execFileSync("ssh-keygen", ["-q", "-t", "ecdsa", "-N", "", "-f", other]);
      const [type, key] = readFileSync(`${other}.pub`, "utf8").split(" ");
      const known = join(server.folder, "other-kind");
      writeFileSync(known, `[127.0.0.1]:${server.port} ${type} ${key}\n`);
      const refused = await failureOf(over({ knownHosts: known }).invokeCommand("Get-Date"));
      expect(refused).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
      const agentless = over({ privateKey: undefined as never, agent: join(server.folder, "no-agent") });
      expect(await failureOf(agentless.invokeCommand("Get-Date"))).toMatchObject({
        code: "SecretUnavailable",
        transient: false,
      });
    });

    it("says that the server refused the account, or that PowerShell is not there", async () => {
      const refused = over({ privateKey: undefined as never, password: new Secret("no") });
      const error = await failureOf(refused.invokeCommand("Get-Date"));
      expect(error).toMatchObject({ code: "PermissionDenied", transient: false });
      const missing = await failureOf(over({ executable: "no-such-pwsh" }).invokeCommand("Get-Date"));
      expect(missing).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
      expect(missing.message).toContain("no-such-pwsh");
    });
  });

  it("converses over standard input and output where the server is Windows", async () => {
    const windows = await startSshServer({}, "for_Windows");
    try {
      const session = over({
        port: windows.port,
        privateKey: new Secret(windows.privateKey),
        knownHosts: windows.knownHosts,
      });
      expect(await session.invokeCommand("Get-ProbeEcho", { Value: ["$(1)"] })).toEqual(["$(1)"]);
      await session.close();
    } finally {
      await windows.stop();
    }
  });

  it("keeps no host alive that is done with it", () => {
    const host = join(import.meta.dirname, "..", "support", "forgetful-ssh-host.ts");
    const flags = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning", "--conditions=@idle/source"];
    const given = [...flags, host, String(server.port), server.userName, server.keyFilePath, server.knownHosts];
    const { stderr, status } = spawnSync(process.execPath, given, { encoding: "utf8", timeout: 14_000 });
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });

  describe("by PowerShell's own remoting", () => {
    conversation(() => remoting(), { isShielded: false });

    it("takes a key file that is not there for no identity that is not there", async () => {
      const missing = await failureOf(remoting({ keyFilePath: "/no/such/key" }).invokeCommand("Get-Date"));
      expect(missing).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
    });

    it("says what ssh says, and tries nothing again that was refused", async () => {
      const stranger = remoting({ keyFilePath: join(server.folder, "host") });
      const refused = await failureOf(stranger.invokeCommand("Get-Date"));
      expect(refused).toMatchObject({ code: "PermissionDenied", transient: false });
      const empty = join(server.folder, "nothing-known");
      writeFileSync(empty, "");
      const unknown = await failureOf(remoting({ knownHosts: empty }).invokeCommand("Get-Date"));
      expect(unknown).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
      expect(unknown.message).toContain("Host key verification failed");
    });

    it("says that there is no WinRM here, or that nobody answers", async () => {
      const winRm = createPowerShellSession({ transport: "remoting", computerName: "127.0.0.1" });
      const error = await failureOf(winRm.invokeCommand("Get-Date"));
      if (process.platform !== "win32")
        expect(error).toMatchObject({ code: "RemoteExecutionFailed", transient: false });
      expect(await failureOf(remoting({ port: 1 }).invokeCommand("Get-Date"))).toMatchObject({
        code: "ConnectionFailed",
        transient: true,
      });
    });
  });

  describe("at an endpoint with two commands", () => {
    let jea: SshServer;
    beforeAll(async () => {
      const folder = join(server.folder, "jea");
      mkdirSync(folder, { recursive: true });
      const file = join(folder, "endpoint.pssc");
      writeFileSync(
        file,
        "@{ SchemaVersion = '2.0.0.0'; GUID = '6f9619ff-8b86-d011-b42d-00c04fc964ff'; SessionType = 'RestrictedRemoteServer'; LanguageMode = 'NoLanguage'; ModulesToImport = @('" +
          probeModule +
          "'); VisibleFunctions = @('Get-ProbeEcho', 'Get-ProbeType') }\n",
      );
      jea = await startSshServer({ jea: `/usr/bin/env pwsh -sshs -NoLogo -NoProfile -ConfigurationFile ${file}` });
    });
    afterAll(() => jea.stop());

    it("runs these two, and no other", async () => {
      const session = remoting({
        port: jea.port,
        keyFilePath: jea.keyFilePath,
        knownHosts: jea.knownHosts,
        subsystem: "jea",
        modules: [],
      });
      expect(await session.invokeCommand("Get-ProbeEcho", { Value: { a: ["$(1)"] } })).toEqual({ a: ["$(1)"] });
      const password = new Secret("x".repeat(9));
      expect(await session.invokeCommand("Get-ProbeType", { Secret: password })).toMatchObject({ SecretLength: 9 });
      expect(await failureOf(session.invokeCommand("Get-ChildItem", { Path: "/" }))).toMatchObject({
        code: "RemoteExecutionFailed",
      });
      expect(await session.check({ commands: ["Get-ProbeEcho", "Get-ChildItem"] })).toMatchObject({
        commands: [
          { name: "Get-ProbeEcho", isAvailable: true },
          { name: "Get-ChildItem", isAvailable: false },
        ],
      });
      await session.close();
    });
  });
});
