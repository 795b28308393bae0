// Runs the benchmarks, packages/*/bench/*.bench.ts, one after the other and from source: alone on the machine, each
// in a process of its own. Words after `npm run bench --` choose the files whose path contains one of them.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { packageFolders, root, sourceCondition } from "./workspace.mjs";

const words = process.argv.slice(2);
const files = packageFolders()
  .map((folder) => join(folder, "bench"))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((file) => file.endsWith(".bench.ts"))
  .filter((file) => words.length === 0 || words.some((word) => relative(root, file).includes(word)));

if (files.length === 0) process.stdout.write("There are no benchmarks of that name yet.\n");
for (const file of files) {
  process.stdout.write(`\n${relative(root, file)}\n`);
  const { status } = spawnSync(process.execPath, ["--expose-gc", `--conditions=${sourceCondition}`, file], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
