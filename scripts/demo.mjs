// The demo: runs the commands below in a terminal's order and shows each one before its output.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./workspace.mjs";

const commands = [["--version"]];

for (const args of commands) {
  process.stdout.write(`$ idle ${args.join(" ")}\n`);
  const cli = join(root, "packages", "cli", "bin", "idle.js");
  const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    process.exitCode = status ?? 1;
    break;
  }
  process.stdout.write("\n");
}
