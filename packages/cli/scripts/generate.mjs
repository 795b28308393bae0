// Writes the schemas that are written by hand as modules, so that the bundle carries them, and the validator of workflow
// tests, which only idle test needs. With --check it writes nothing and fails when a module is not current.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..");
const load = (path) => import(new URL(path, import.meta.url).href);
const { compileSchemas, writeGenerated } = await load("../../../scripts/compile-schemas.mjs");
const readJson = (...path) => JSON.parse(readFileSync(join(folder, "..", "..", ...path), "utf8"));
const readSchema = (name) => readJson("schemas", `${name}.schema.json`);
const headerOf = (name) => `// Generated from schemas/${name}.schema.json by scripts/generate.mjs. Do not edit.`;
const moduleOf = (name, schema = readSchema(name)) =>
  `${headerOf(name)}\nexport const ${name}Schema = ${JSON.stringify(schema, null, 2)} as const;\n`;

const generated = (room) => join(folder, "src", room, "generated");
const validateTest = await compileSchemas({ schemas: { validateTest: readSchema("test") }, header: headerOf("test") });
writeGenerated([
  [join(generated("configuration"), "config-schema.ts"), moduleOf("config")],
  [join(generated("schemas"), "request-schema.ts"), moduleOf("request")],
  [join(generated("schemas"), "plan-schema.ts"), moduleOf("plan", selfContained(readSchema("plan")))],
  [join(generated("schemas"), "result-schema.ts"), moduleOf("result")],
  [join(generated("schemas"), "connector-schema.ts"), moduleOf("connector")],
  [join(generated("workflow-tests"), "test-schema.ts"), moduleOf("test")],
  [join(generated("workflow-tests"), "validate-test.ts"), validateTest],
]);

/** The schema of plans refers to that of workflows; printed alone, it has to bring along what it refers to. */
function selfContained(schema) {
  const { $defs: others } = readJson("packages", "core", "src", "validate", "workflow.schema.json");
  const definitions = new Map(Object.entries(schema.$defs));
  const rewrite = (here, isOther) => {
    if (typeof here !== "object" || here === null) return here;
    if (Array.isArray(here)) return here.map((each) => rewrite(each, isOther));
    return Object.fromEntries(
      Object.entries(here).map(([key, value]) => [
        key,
        key === "$ref" ? refer(value, isOther) : rewrite(value, isOther),
      ]),
    );
  };
  const taken = new Set();
  const refer = (reference, isOther) => {
    const [, file, name] = /^(workflow\.schema\.json)?#\/\$defs\/(\w+)$/.exec(reference) ?? [];
    if (name === undefined) throw new Error(`schemas/plan.schema.json refers to ${reference}.`);
    if ((isOther || file !== undefined) && !taken.has(name)) {
      if (definitions.has(name)) throw new Error(`schemas/plan.schema.json has a definition ${name} of its own.`);
      taken.add(name);
      definitions.set(name, rewrite(others[name], true));
    }
    return `#/$defs/${name}`;
  };
  const { $defs, ...rest } = schema;
  for (const [name, definition] of Object.entries($defs)) definitions.set(name, rewrite(definition, false));
  return { ...rewrite(rest, false), $defs: Object.fromEntries(definitions) };
}
