// Runs the generator of every package that has one (packages/*/scripts/generate.mjs), then those of the schemas for editors
// and of the documentation.
// With --check the generators write nothing and fail when a generated file is not current.
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { runCaptured } from "./child.mjs";
import { packageFolders, root, sourceCondition } from "./workspace.mjs";

const isCheck = process.argv.includes("--check");

const generators = packageFolders()
  .map((folder) => [basename(folder), join(folder, "scripts", "generate.mjs")])
  .filter(([, generator]) => existsSync(generator));
generators.push(["schemas", join(root, "scripts", "generate-schemas.mjs")]);
generators.push(["docs", join(root, "scripts", "generate-docs.mjs")]);

for (const [name, generator] of generators) {
  const args = [`--conditions=${sourceCondition}`, generator, ...process.argv.slice(2)];
  const { ok, output } = await runCaptured(process.execPath, args, { cwd: root });
  process.stdout.write(output);
  if (ok) continue;
  process.exitCode = 1;
  if (isCheck) process.stdout.write(`${name}: not current. Run: npm run generate\n`);
}
