/** A host that ends without closing its session, in the way that its second argument says. Prints the far end's process id. */
import { createPowerShellSession } from "../../src/powershell-session.ts";
import { startProcess } from "../../src/shell/start-process.ts";

const [standIn = "", end] = process.argv.slice(2);
const session = createPowerShellSession(
  { transport: "local" },
  { startProgram: () => startProcess({ executable: process.execPath, leading: [standIn] }) },
);
process.stdout.write(`${await session.invokeCommand("Get-ProcessId")}`);
if (end === "exit") process.exit(0);
if (end === "kill") process.kill(process.pid, "SIGKILL");
if (end === "throw") throw new Error("On purpose.");
