// Packs every public package as it would be published and has publint and "are the types wrong" look at the tarballs.
// Prints what they find and fails when there is something.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCaptured } from "./child.mjs";
import { runPnpm } from "./pnpm.mjs";
import { toolPath, workspacePackages } from "./workspace.mjs";

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
  for (const { manifest } of workspacePackages().filter(({ manifest }) => !manifest.private)) {
    const tarball = join(temporary, `${manifest.name.slice(1).replace("/", "-")}-${manifest.version}.tgz`);
    const checks = [runTool("publint", "publint", "run", tarball, "--strict")];
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

function runTool(packageName, command, ...args) {
  return runCaptured(process.execPath, [toolPath(packageName, command), ...args]);
}
