/**
 * The packages as they would be published: packed once for all tests of a process, and installed from there into folders
 * outside of the workspace. What they depend on is linked from this checkout, since there may be no network.
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("../../../..", import.meta.url));

export const packedNames = readdirSync(join(root, "packages")).filter((name) => {
  const folder = join(root, "packages", name);
  return existsSync(join(folder, "package.json")) && manifestOf(folder).private !== true;
});

/** What an author's package has among its development dependencies, beside ours. */
export const authorsTools = ["@types/node", "typescript", "vitest"];

interface Manifest {
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

let packing: Promise<string> | undefined;

/** The folder with the tarballs. */
function packOnce(): Promise<string> {
  packing ??= pack();
  return packing;
}

async function pack(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-tarballs-")));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const { runPnpm } = (await import(pathToFileURL(join(root, "scripts", "pnpm.mjs")).href)) as {
    runPnpm(args: string[]): Promise<{ ok: boolean; output: string }>;
  };
  const packed = await runPnpm(["--dir", root, "--filter=@idle/*", "pack", "--pack-destination", folder]);
  if (!packed.ok) throw new Error(packed.output);
  return folder;
}

/** Installs all of our packages, and the tools that are named, into the `node_modules` of a folder. */
export async function installPackages(folder: string, tools: readonly string[] = []): Promise<void> {
  const tarballs = await packOnce();
  for (const name of packedNames) unpack(tarballs, name, folder);
  for (const tool of tools) link(join(root, "node_modules", tool), join(folder, "node_modules", tool));
}

function unpack(tarballs: string, name: string, folder: string): void {
  const tarball = readdirSync(tarballs).find((file) => new RegExp(`^idle-${name}-\\d`).test(file)) ?? name;
  const into = join(folder, "node_modules", "@idle", name);
  mkdirSync(into, { recursive: true });
  // From standard input: some tar programs take what stands before a colon in a path for a host.
  execFileSync("tar", ["-xzf", "-", "--strip-components=1"], {
    cwd: into,
    input: readFileSync(join(tarballs, tarball)),
  });
  const { dependencies = {} } = manifestOf(into);
  for (const dependency of Object.keys(dependencies).filter((each) => !each.startsWith("@idle/"))) {
    link(join(root, "packages", name, "node_modules", dependency), join(folder, "node_modules", dependency));
  }
}

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { recursive: true, force: true });
  symlinkSync(realpathSync(from), to, "junction");
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
