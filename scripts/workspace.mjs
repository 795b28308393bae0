// Where things are in this repository: its root, its packages, the Nodes and the command-line tools.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** Makes Node, TypeScript, esbuild and Vite read workspace packages from their source instead of their dist. */
export const sourceCondition = "@idle/source";

export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Folders of all packages that have a package.json, in alphabetical order. */
export function packageFolders() {
  return readdirSync(join(root, "packages"))
    .map((name) => join(root, "packages", name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .sort();
}

export function workspacePackages() {
  return packageFolders().map((folder) => ({ folder, manifest: readJson(join(folder, "package.json")) }));
}

/** The Node of the npm package "node": the one the tools run on, and the product where nobody chose another one. */
export function pinnedNode() {
  const binary = process.platform === "win32" ? "node.exe" : "node";
  return join(root, "node_modules", "node", "bin", binary);
}

/**
 * The Node that the product runs on: the tests, the demo and the command. The variable IDLE_NODE chooses it: nothing
 * for the pinned one, "current" for the one that started npm, or the path of a binary.
 */
export function chosenNode(environment = process.env) {
  const choice = environment.IDLE_NODE || pinnedNode();
  // npm puts node_modules/.bin before everything else, so that this process may run on the pinned one.
  if (choice === "current") return environment.npm_node_execpath ?? process.execPath;
  if (isAbsolute(choice) && existsSync(choice)) return choice;
  throw new Error(`IDLE_NODE is "${choice}"; it must be "current" or the whole path of a Node that is there.`);
}

/** The JavaScript file behind a tool's command, so that it starts without a shell on every system. */
export function toolPath(packageName, command = packageName) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = readJson(join(folder, "package.json"));
  return join(folder, typeof bin === "string" ? bin : bin[command]);
}
