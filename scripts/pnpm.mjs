// Runs the pinned pnpm: the one among the installed dependencies, which needs no network, or else the one npx fetches,
// which is the case before the first installation and on systems whose pnpm binary is not in pnpm-lock.yaml.
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runCaptured } from "./child.mjs";
import { readJson, root } from "./workspace.mjs";

export const pnpmVersion = "12.21.0";
const folder = join(root, "node_modules", "pnpm");

export function runPnpm(args) {
  const env = {
    // Keeps pnpm from asking questions.
    CI: "true",
    // Without a network npm tries for more than a minute before it says so.
    npm_config_fetch_retry_mintimeout: "1000",
    npm_config_fetch_retry_maxtimeout: "5000",
  };
  if (isInstalled()) return runCaptured(process.execPath, [join(folder, "bin", "pnpm.mjs"), ...args], { env });
  const npx = ["npx", "--yes", `pnpm@${pnpmVersion}`, ...args];
  if (process.platform !== "win32") return runCaptured(npx[0], npx.slice(1), { env });
  // On Windows npx is a script, which only a shell can start, and a shell takes one line.
  const line = npx.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ");
  return runCaptured(line, [], { env, shell: true });
}

function isInstalled() {
  const manifest = join(folder, "package.json");
  try {
    const binary = `@pnpm/exe.${process.platform}-${process.arch}/package.json`;
    return readJson(manifest).version === pnpmVersion && createRequire(realpathSync(manifest)).resolve(binary) !== "";
  } catch {
    return false;
  }
}
