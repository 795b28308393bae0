// Writes the schemas of what the command line reads as modules, so that the bundle carries them: that of the configuration,
// which core compiles, and that of workflow tests with its validator, which only idle test needs. With --check it writes
// nothing and fails when a module is not current.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..");
const load = (path) => import(new URL(path, import.meta.url).href);
const { compileSchemas, writeGenerated } = await load("../../../scripts/compile-schemas.mjs");
const readSchema = (name) =>
  JSON.parse(readFileSync(join(folder, "..", "..", "schemas", `${name}.schema.json`), "utf8"));
const headerOf = (name) => `// Generated from schemas/${name}.schema.json by scripts/generate.mjs. Do not edit.`;
const moduleOf = (name) =>
  `${headerOf(name)}\nexport const ${name}Schema = ${JSON.stringify(readSchema(name), null, 2)} as const;\n`;

const generated = (room) => join(folder, "src", room, "generated");
const validateTest = await compileSchemas({ schemas: { validateTest: readSchema("test") }, header: headerOf("test") });
writeGenerated([
  [join(generated("configuration"), "config-schema.ts"), moduleOf("config")],
  [join(generated("workflow-tests"), "test-schema.ts"), moduleOf("test")],
  [join(generated("workflow-tests"), "validate-test.ts"), validateTest],
]);
