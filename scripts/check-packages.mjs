// Packs every public package as it would be published, checks what is in it, and has publint and "are the types wrong"
// look at the tarballs. Prints what they find and fails when there is something.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, sep } from "node:path";
import { runCaptured } from "./child.mjs";
import { contentProblems } from "./package-contents.mjs";
import { runPnpm } from "./pnpm.mjs";
import { readJson, root, toolPath, workspacePackages } from "./workspace.mjs";

const { version } = readJson(join(root, "package.json"));
const temporary = mkdtempSync(join(tmpdir(), "idle-packages-"));
try {
  const packed = await runPnpm(["--filter=@idle/*", "pack", "--pack-destination", temporary]);
  const found = packed.ok ? await problems() : [packed.output];
  for (const problem of found) process.stdout.write(`${problem}\n`);
  if (found.length > 0) process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

async function problems() {
  const found = [];
  for (const { folder, manifest } of workspacePackages().filter(({ manifest }) => !manifest.private)) {
    const tarball = join(temporary, `${manifest.name.slice(1).replace("/", "-")}-${manifest.version}.tgz`);
    const checks = [checkContent(folder, manifest, tarball), runTool("publint", "publint", "run", tarball, "--strict")];
    // A package without a main entry, the command line, has no types that could be wrong.
    if (manifest.exports["."]) {
      checks.push(runTool("@arethetypeswrong/cli", "attw", tarball, "--profile", "esm-only", "--no-emoji"));
    }
    for (const { ok, output } of await Promise.all(checks)) {
      if (!ok) found.push(`${manifest.name}\n${output}`);
    }
  }
  return found;
}

async function checkContent(folder, manifest, tarball) {
  const name = basename(folder);
  mkdirSync(join(temporary, name));
  // By relative names: some tar programs take what stands before a colon for a host.
  const unpacked = await runCaptured("tar", ["-xzf", basename(tarball), "-C", name, "--strip-components=1"], {
    cwd: temporary,
  });
  if (!unpacked.ok) return unpacked;
  const files = new Map(filesUnder(join(temporary, name)).map((file) => [file, read(join(temporary, name, file))]));
  const sources = filesUnder(join(folder, "src")).filter((file) => file.endsWith(".ts"));
  const found = contentProblems(manifest, files, { sources, version });
  return { ok: found.length === 0, output: found.map((problem) => `  ${problem}\n`).join("") };
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
}

function read(file) {
  return readFileSync(file, "utf8");
}

function runTool(packageName, command, ...args) {
  return runCaptured(process.execPath, [toolPath(packageName, command), ...args]);
}
