// Writes the configuration's schema as a module, so that the bundle carries it. With --check it writes nothing and fails
// when the module is not current.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../../schemas/config.schema.json", import.meta.url));
const target = fileURLToPath(new URL("../src/configuration/generated/config-schema.ts", import.meta.url));

const schema = JSON.stringify(JSON.parse(readFileSync(source, "utf8")), null, 2);
const text = `// Generated from schemas/config.schema.json by scripts/generate.mjs. Do not edit.\nexport const configSchema = ${schema} as const;\n`;

if (current() !== text) {
  if (process.argv.includes("--check")) {
    process.stdout.write("packages/cli/src/configuration/generated/config-schema.ts is not current.\n");
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function current() {
  try {
    return readFileSync(target, "utf8");
  } catch {
    return "";
  }
}
