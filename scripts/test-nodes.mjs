// Runs all tests on every Node that is supported: the oldest and the newest of each line, fetched with npm into
// .idle/nodes. Words after `npm run test:nodes --` are other versions, as npm understands them.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCaptured } from "./child.mjs";
import { root, toolPath } from "./workspace.mjs";

const versions = process.argv.length > 2 ? process.argv.slice(2) : ["22.13.0", "22", "24", "26"];

const outcomes = [];
for (const version of versions) outcomes.push(await test(version));
process.stdout.write(`\n${outcomes.map(({ line }) => line).join("\n")}\n`);
if (outcomes.some(({ ok }) => !ok)) process.exitCode = 1;

async function test(version) {
  const { node, output } = await install(version);
  if (!node) {
    process.stdout.write(`\n${output}\n`);
    return { ok: false, line: `FAILED  node@${version} cannot be installed` };
  }
  const exact = (await runCaptured(node, ["--version"])).output.trim();
  process.stdout.write(`Testing on Node ${exact} …\n`);
  // "CI" makes the tests patient, and writes no golden file that is missing.
  const env = { IDLE_NODE: node, CI: "true" };
  const tests = await runCaptured(node, [toolPath("vitest"), "run", "--no-color"], { env });
  if (!tests.ok) process.stdout.write(`\n${tests.output.trimEnd()}\n\n`);
  const count = /^\s*Tests\s+(.*)$/m.exec(tests.output)?.[1] ?? "no test ran";
  return { ok: tests.ok, line: `${tests.ok ? "ok    " : "FAILED"}  Node ${exact.padEnd(9)}  ${count}` };
}

/** The npm package "node" brings a binary for this system. Without a network the one of last time will do. */
async function install(version) {
  const folder = join(root, ".idle", "nodes", version.replace(/[^\w.-]/g, "_"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const { output } = await runNpm(["install", "--prefix", folder, "--no-audit", "--no-fund", `node@${version}`]);
  const node = join(folder, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  return existsSync(node) ? { node } : { output };
}

function runNpm(args) {
  const npm = process.env.npm_execpath ?? "";
  if (/\.[cm]?js$/.test(npm)) return runCaptured(process.execPath, [npm, ...args]);
  // On Windows npm is a script, which only a shell can start.
  if (process.platform !== "win32") return runCaptured("npm", args);
  return runCaptured(["npm", ...args].map((word) => `"${word}"`).join(" "), [], { shell: true });
}
