// The demo: workflows are checked and tested, a joiner workflow becomes a plan, the plan is applied, sync included, and a second plan is empty. It plays on a
// mock directory in .idle/demo, set back to examples/directory.json first, and on a pretend sync server, and shows each
// command before its output.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { root } from "./workspace.mjs";

// Who only wants to see the beginning (`npm run demo | head`) has seen it.
process.stdout.on("error", (error) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

const folder = join(root, ".idle", "demo");
try {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, "examples", "directory.json"), join(folder, "directory.json"));
} catch (error) {
  if (!["ENOTEMPTY", "EBUSY", "ENOENT"].includes(error.code)) throw error;
  process.stderr.write("Another demo is at work in .idle/demo. Wait until it has ended, then start this one again.\n");
  process.exit(1);
}

const joiner = ["-w", "workflows/joiner.yaml", "-r", "examples/requests/joiner.yaml"];
const leaver = ["-w", "workflows/leaver.yaml", "-r", "examples/requests/leaver.yaml"];
const chapters = [
  ["Are the workflows valid?", ["validate", "workflows/*.yaml"]],
  ["Do they do what they should? Played on pretend systems of their own.", ["test", "workflows"]],
  ["What would a joiner change? Nothing is written.", ["plan", ...joiner]],
  ["Do it, and wait until it has reached the cloud.", ["apply", ...joiner, "--yes"]],
  ["The same again: nothing is left to change.", ["apply", ...joiner, "--yes"]],
  ["And a leaver.", ["plan", ...leaver]],
];

for (const [title, args] of chapters) {
  process.stdout.write(`\n# ${title}\n$ idle ${args.map((arg) => (arg.includes("*") ? `'${arg}'` : arg)).join(" ")}\n`);
  // That nobody reads any more is only told in between.
  await setImmediate();
  const cli = join(root, "packages", "cli", "bin", "idle.js");
  const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    process.exitCode = status ?? 1;
    break;
  }
}
