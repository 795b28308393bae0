// Raises the version of everything together and closes the list of changes: `npm run release:prepare -- 0.2.0`.
// It only writes files; what follows is in CONTRIBUTING.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packageFolders, readJson, root } from "./workspace.mjs";

const [next = ""] = process.argv.slice(2);
const current = readJson(join(root, "package.json")).version;
const changelog = join(root, "CHANGELOG.md");
const openHeading = /^## \[Unreleased\].*$/m;

const reason = refusal();
if (reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(2);
}

for (const folder of [root, ...packageFolders(), join(root, "examples", "host-script")]) {
  const file = join(folder, "package.json");
  // By text: a manifest keeps its layout.
  const text = readFileSync(file, "utf8").replace(/^( {2}"version": )".*?"/m, `$1"${next}"`);
  write(file, text);
}
const today = new Date().toISOString().slice(0, 10);
write(changelog, readFileSync(changelog, "utf8").replace(openHeading, `## [Unreleased]\n\n## [${next}] - ${today}`));

function refusal() {
  if (!/^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$/.test(next)) return "Say which version: npm run release:prepare -- 0.2.0";
  if (next !== current && compare(next, current) < 0) return `${next} is before ${current}, the version there is.`;
  if (readFileSync(changelog, "utf8").includes(`## [${next}]`)) return `CHANGELOG.md has ${next} already.`;
  return openHeading.test(readFileSync(changelog, "utf8")) ? undefined : "CHANGELOG.md has no heading [Unreleased].";
}

function compare(one, other) {
  const numbers = (version) => version.split("-")[0].split(".").map(Number);
  const [left, right] = [numbers(one), numbers(other)];
  const index = left.findIndex((number, place) => number !== right[place]);
  return index === -1 ? 0 : left[index] - right[index];
}

function write(file, text) {
  writeFileSync(file, text);
  process.stdout.write(`${relative(root, file)}\n`);
}
