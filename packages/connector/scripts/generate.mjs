// Compiles schemas/connector.schema.json to src/definition/generated/, with the schema itself beside the validator: whoever
// puts errors into words for misspelt keys needs it. With --check it writes nothing and fails when a file is not current.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..");
const load = (path) => import(new URL(path, import.meta.url).href);
const { compileSchemas, writeGenerated } = await load("../../../scripts/compile-schemas.mjs");
const schema = JSON.parse(readFileSync(join(folder, "..", "..", "schemas", "connector.schema.json"), "utf8"));
const header =
  "// Generated from schemas/connector.schema.json by packages/connector/scripts/generate.mjs. Do not edit.";

const generated = join(folder, "src", "definition", "generated");
const validator = await compileSchemas({ schemas: { validateConnector: schema }, header });
writeGenerated([
  [join(generated, "validate-connector.ts"), validator],
  [
    join(generated, "connector-schema.ts"),
    `${header}\nexport const connectorSchema = ${JSON.stringify(schema, null, 2)} as const;\n`,
  ],
]);
