// Writes what the connector host brings as modules:
// - src/definition/generated: schemas/connector.schema.json compiled, with the schema itself beside the validator: whoever
//   puts errors into words for misspelt keys needs it.
// - src/powershell/generated: what a PowerShell is sent to host scripts, the bootstrap and the C# of dotnet/shim and
//   dotnet/agent in one text, without comments.
// With --check it writes nothing and fails when a file is not current.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..");
const load = (path) => import(new URL(path, import.meta.url).href);
const { compileSchemas, writeGenerated } = await load("../../../scripts/compile-schemas.mjs");
const schema = JSON.parse(readFileSync(join(folder, "..", "..", "schemas", "connector.schema.json"), "utf8"));
const headerOf = (source) => `// Generated from ${source} by packages/connector/scripts/generate.mjs. Do not edit.`;
const header = headerOf("schemas/connector.schema.json");

const definition = join(folder, "src", "definition", "generated");
const dotnet = join(folder, "dotnet");
const validator = await compileSchemas({ schemas: { validateConnector: schema }, header });
const bootstrap = withoutComments(readFileSync(join(dotnet, "bootstrap.ps1"), "utf8"), "#");
const source = ["shim", "agent"]
  .flatMap((part) => sourcesIn(join(dotnet, part)))
  .map((file) => withoutComments(readFileSync(file, "utf8").replace(/^\uFEFF/, ""), "//"))
  .join("\n");
const name = createHash("sha256").update(source).digest("hex").slice(0, 32);

writeGenerated([
  [join(definition, "validate-connector.ts"), validator],
  [
    join(definition, "connector-schema.ts"),
    `${header}\nexport const connectorSchema = ${JSON.stringify(schema, null, 2)} as const;\n`,
  ],
  [
    join(folder, "src", "powershell", "generated", "agent-sources.ts"),
    [
      headerOf("dotnet"),
      `export const bootstrapScript = ${literal(bootstrap)};`,
      "/** C# of the language version 5. */",
      `export const agentSource = ${literal(source)};`,
      "/** Tells what was compiled of this source from what was compiled of another. */",
      `export const agentName = ${JSON.stringify(name)};`,
      "",
    ].join("\n"),
  ],
]);

function sourcesIn(part) {
  return readdirSync(part, { recursive: true })
    .filter((file) => file.endsWith(".cs") && !/(^|[\\/])(bin|obj)[\\/]/.test(file))
    .sort()
    .map((file) => join(part, file));
}

/** Without lines that are a comment alone, empty lines and indentation. */
function withoutComments(text, comment) {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith(comment))
    .join("\n");
}

function literal(text) {
  return `\`${text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${")}\n\``;
}
