/** A host that never closes its session over SSH. Prints what the command gave, and should end by itself then. */
import { readFileSync } from "node:fs";
import { Secret } from "@idle/contract";
import { createPowerShellSession } from "../../src/powershell-session.ts";

const [port = "", userName = "", keyFile = "", knownHosts = ""] = process.argv.slice(2);
const session = createPowerShellSession({
  transport: "ssh",
  hostName: "127.0.0.1",
  port: Number(port),
  userName,
  privateKey: new Secret(readFileSync(keyFile, "utf8")),
  knownHosts,
});
process.stdout.write(JSON.stringify(await session.invokeCommand("Get-Culture")).slice(0, 1));
