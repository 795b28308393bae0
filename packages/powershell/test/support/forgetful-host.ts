/** A host that ends without closing its session, in the way that its second argument says. Prints the far end's process id. */
import { createPowerShellSession } from "../../src/powershell-session.ts";
import { startProcess } from "../../src/shell/start-process.ts";

const [standIn = "", end] = process.argv.slice(2);
const session = createPowerShellSession(
  { transport: "local" },
  {
    startProgram: () => startProcess({ executable: process.execPath, leading: [standIn] }),
    // Nothing is over by itself: neither a command's time nor that which one that was given up has to stop.
    setTimer: () => () => undefined,
  },
);
process.stdout.write(`${await session.invokeCommand("Get-ProcessId")}`);
if (end === "abort") {
  const controller = new AbortController();
  const given = session.invokeCommand("Start-Stubborn", {}, { signal: controller.signal });
  await new Promise(setImmediate);
  controller.abort();
  await given.catch(() => undefined);
}
// Who waits behind one that was given up is answered all the same.
if (end === "abort and ask") {
  const controller = new AbortController();
  const given = session.invokeCommand("Start-Wait", {}, { signal: controller.signal });
  await new Promise(setImmediate);
  controller.abort();
  await given.catch(() => undefined);
  await session.invokeCommand("Get-ProcessId");
}
if (end === "exit") process.exit(0);
if (end === "kill") process.kill(process.pid, "SIGKILL");
if (end === "throw") throw new Error("On purpose.");
