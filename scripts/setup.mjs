// Sets the repository up: installs dependencies and builds packages, each only when its inputs changed since the last
// time. When nothing changed it is silent, needs no network and takes milliseconds.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { runCaptured } from "./child.mjs";
import { pnpmVersion, runPnpm } from "./pnpm.mjs";
import { withSetupLock } from "./setup-lock.mjs";
import { packageFolders, pinnedNode, root } from "./workspace.mjs";

const stamps = join(root, "node_modules", ".idle-setup");
const lockFile = join(root, "pnpm-lock.yaml");

/**
 * Brings the repository up to date.
 *
 * @param {{ build?: boolean, force?: boolean }} options `build: false` installs only; `force` builds in any case.
 * @returns {Promise<{ installed: boolean, built: boolean, output: string }>} what is usable now; `output` says what
 *   went wrong when something is not.
 */
export async function setUp({ build = true, force = false } = {}) {
  const isReady = () => isInstalled() && (!build || (!force && isBuilt()));
  if (isReady()) return { installed: true, built: build, output: "" };
  return withSetupLock(async () => {
    if (!isInstalled()) {
      const failure = await install();
      if (failure) return { installed: false, built: false, output: failure };
    }
    if (!build || (!force && isBuilt())) return { installed: true, built: build, output: "" };
    const failure = await buildPackages();
    return { installed: true, built: !failure, output: failure ?? "" };
  });
}

async function install() {
  const fingerprint = installFingerprint();
  tell(`Setting up: installing dependencies with pnpm ${pnpmVersion} (once) …`);
  const { ok, output } = await runPnpm(["install", "--frozen-lockfile"]);
  if (!ok || !existsSync(pinnedNode())) return `${output}\n${installHint(output)}\n`;
  writeStamp("install", fingerprint);
  return undefined;
}

function installHint(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|network|fetch error|error sending request/i.test(output)) {
    return "The set-up could not reach the npm registry. It needs a network connection once; check yours (and npm's proxy or registry setting) and run the command again.";
  }
  if (/OUTDATED_LOCKFILE|frozen-lockfile|not up to date/i.test(output)) {
    return `pnpm-lock.yaml does not fit the package.json files. Run: npx --yes pnpm@${pnpmVersion} install`;
  }
  return "The set-up could not install the dependencies; the reason is above.";
}

async function buildPackages() {
  const fingerprint = buildFingerprint();
  tell("Building packages …");
  const { ok, output } = await runCaptured(pinnedNode(), [join(root, "scripts", "build.mjs")]);
  if (ok) writeStamp("build", fingerprint);
  else rmSync(join(stamps, "build"), { force: true });
  return ok ? undefined : output || "The build failed without a word.\n";
}

function isInstalled() {
  return existsSync(pinnedNode()) && readStamp("install") === installFingerprint();
}

function isBuilt() {
  return builtFiles().every((file) => existsSync(file)) && readStamp("build") === buildFingerprint();
}

function builtFiles() {
  return packageFolders().map((folder) =>
    join(folder, "dist", existsSync(join(folder, "bin")) ? "idle.js" : "index.js"),
  );
}

/** By content: the files that decide what is in node_modules. */
function installFingerprint() {
  const manifests = [root, ...packageFolders(), join(root, "examples", "host-script")].map((folder) =>
    join(folder, "package.json"),
  );
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of [lockFile, join(root, "pnpm-workspace.yaml"), ...manifests]) {
    if (existsSync(file)) hash.update(`\n${relative(root, file)}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** By path, size and time of change, which is quick: the files that decide what is in the dist folders. */
function buildFingerprint() {
  const hash = createHash("sha256").update(readStamp("install"));
  const files = ["tsconfig.base.json", "tsconfig.build.json", join("scripts", "build.mjs")].map((file) =>
    join(root, file),
  );
  for (const folder of packageFolders()) {
    files.push(join(folder, "package.json"), join(folder, "tsconfig.build.json"), ...filesUnder(join(folder, "src")));
  }
  for (const file of files) {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat) hash.update(`${relative(root, file)} ${stat.size} ${stat.mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function readStamp(name) {
  try {
    return readFileSync(join(stamps, name), "utf8");
  } catch {
    return "";
  }
}

function writeStamp(name, fingerprint) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), fingerprint);
}

/** On stderr, so that what a task prints can be piped into a file. */
function tell(line) {
  process.stderr.write(`${line}\n`);
}
