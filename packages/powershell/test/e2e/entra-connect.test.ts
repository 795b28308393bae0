// The flows of Entra Connect with the pretend module ADSync in a real PowerShell, here and behind a real SSH server.
import { fileURLToPath } from "node:url";
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { afterAll, beforeAll, describe } from "vitest";
import { createPowerShellSession } from "../../src/index.ts";
import { entraConnectFlows } from "../support/entra-connect-flows.ts";
import { pwsh, sshd } from "./programs.ts";
import { type SshServer, startSshServer } from "./sshd.ts";

const modules = [fileURLToPath(new URL("../../../testkit/powershell/ADSync/ADSync.psd1", import.meta.url))];

describeWith(pwsh, "Entra Connect, in a PowerShell on this machine", () => {
  entraConnectFlows(() => createPowerShellSession({ transport: "local", modules }));
});

describeWith([pwsh, sshd], "Entra Connect, behind SSH", () => {
  let server: SshServer;
  beforeAll(async () => {
    server = await startSshServer({ powershell: "/usr/bin/env pwsh -sshs -NoLogo -NoProfile" });
  });
  afterAll(() => server.stop());

  describe("straight to the server", () => {
    entraConnectFlows(() =>
      createPowerShellSession({
        transport: "ssh",
        hostName: "127.0.0.1",
        port: server.port,
        userName: server.userName,
        privateKey: new Secret(server.privateKey),
        knownHosts: server.knownHosts,
        modules,
      }),
    );
  });

  describe("by PowerShell's own remoting", () => {
    entraConnectFlows(() =>
      createPowerShellSession({
        transport: "remoting",
        hostName: "127.0.0.1",
        port: server.port,
        userName: server.userName,
        keyFilePath: server.keyFilePath,
        knownHosts: server.knownHosts,
        modules,
      }),
    );
  });
});
