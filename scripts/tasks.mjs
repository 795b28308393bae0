// The npm scripts: what each one runs once the repository is set up. Tools run on the pinned Node, the product on the
// one that was chosen.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runInForeground } from "./child.mjs";
import { setUp } from "./setup.mjs";
import { chosenNode, pinnedNode, root, toolPath } from "./workspace.mjs";

const script = (name) => () => [join(root, "scripts", name)];
const tool =
  (packageName, command, ...args) =>
  () => [toolPath(packageName, command), ...args];

/**
 * `build` says what a task needs of the packages: "required" stops when they do not build, "attempt" goes on with a
 * warning (so that tests and checks can show what is wrong), "none" only needs the dependencies. `isProduct` says that
 * it is what users will run, on whichever Node they have.
 */
const tasks = {
  setup: { build: "required" },
  build: { build: "required", force: true },
  idle: {
    build: "required",
    command: () => [join(root, "packages", "cli", "bin", "idle.js")],
    isProduct: true,
    inCallersFolder: true,
  },
  demo: { build: "required", command: script("demo.mjs"), isProduct: true },
  verify: { build: "attempt", command: script("verify.mjs") },
  "test:unit": {
    build: "none",
    command: tool(
      "vitest",
      "vitest",
      "run",
      "--exclude",
      "**/e2e/**",
      "--exclude",
      "**/provider-ldap/test/{contract,integration,servers}/**",
      "--exclude",
      "examples/**",
    ),
    isProduct: true,
  },
  "test:csharp": { build: "none", command: script("test-csharp.mjs") },
  "test:nodes": { build: "required", command: script("test-nodes.mjs") },
  bench: { build: "none", command: script("bench.mjs") },
  "release:prepare": { build: "none", command: script("prepare-release.mjs") },
  "release:dry-run": { build: "required", command: script("release-dry-run.mjs") },
  generate: { build: "none", command: script("generate.mjs") },
  format: { build: "none", command: tool("@biomejs/biome", "biome", "check", "--write", "--linter-enabled=false") },
  lint: { build: "none", command: tool("@biomejs/biome", "biome", "check", "--error-on-warnings") },
  typecheck: { build: "none", command: tool("typescript", "tsc", "--project", "tsconfig.json") },
};
tasks.test = tasks.verify;

export async function runTask(name, args) {
  const task = Object.hasOwn(tasks, name ?? "") ? tasks[name] : undefined;
  if (!task) {
    process.stderr.write(`There is no task "${name}"; there are: ${Object.keys(tasks).join(", ")}.\n`);
    process.exitCode = 2;
    return;
  }
  // "current" is this process; the ones it starts may run on another Node.
  try {
    if (process.env.IDLE_NODE) process.env.IDLE_NODE = chosenNode();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
  const state = await setUp({ build: task.build !== "none", force: task.force ?? false });
  if (state.output) process.stderr.write(state.output);
  if (!state.installed || (task.build === "required" && !state.built)) {
    process.exitCode = 1;
    return;
  }
  if (!task.command) return;
  const cwd = task.inCallersFolder ? callersFolder() : root;
  await runInForeground(task.isProduct ? chosenNode() : pinnedNode(), [...task.command(), ...args], { cwd });
}

/** npm runs scripts in the repository's root and keeps the folder it was called in here. */
function callersFolder() {
  const folder = process.env.INIT_CWD;
  return folder && existsSync(folder) ? folder : process.cwd();
}
