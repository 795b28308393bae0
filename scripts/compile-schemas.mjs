// Compiles JSON Schemas to validators as source code, so that no schema compiler is loaded where the schemas are known
// when the package is built. Used by the generators of packages (packages/*/scripts/generate.mjs).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { root } from "./workspace.mjs";

// ajv is a dependency of core, which compiles schemas of third parties when it runs.
const coreFolder = join(root, "packages", "core");
const requireOfCore = createRequire(join(coreFolder, "package.json"));
const { Ajv2020 } = requireOfCore("ajv/dist/2020.js");
const addFormats = requireOfCore("ajv-formats").default;
const standaloneCode = requireOfCore("ajv/dist/standalone").default;

const ajvOptions = {
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  strictRequired: false,
  strictTypes: false,
};

/**
 * The text of a TypeScript module with a validator for each entry of `schemas`: as exports of those names or, with
 * `exportAs`, as one object of that name. `others` are schemas that those refer to by their `$id`.
 */
export async function compileSchemas({ schemas, others = [], exportAs, header }) {
  const ajv = new Ajv2020({ ...ajvOptions, code: { source: true, esm: true, lines: true } });
  addFormats(ajv);
  // For editors; says nothing about a value.
  ajv.addVocabulary(["defaultSnippets"]);
  for (const schema of others) ajv.addSchema(schema);
  // Entries that share a schema share its validator.
  const unique = new Map([...new Set(Object.values(schemas))].map((schema, index) => [schema, `validator${index}`]));
  const ids = {};
  for (const [name, schema] of exportAs
    ? [...unique].map(([schema, name]) => [name, schema])
    : Object.entries(schemas)) {
    ids[name] = schema.$id ?? `urn:generated:${name}`;
    if (!ajv.getSchema(ids[name])) ajv.addSchema(schema, ids[name]);
  }
  let code = appendErrors(standaloneCode(ajv, ids));
  if (exportAs) {
    const entries = Object.entries(schemas).map(([name, schema]) => `${quoted(name)}: ${unique.get(schema)}`);
    code = `${code.replace(/\bexport const (?=validator\d+ = )/g, "const ")}\nexport const ${exportAs} = {${entries.join(", ")}};`;
  }
  const types = exportAs
    ? { [exportAs]: `Readonly<Record<${Object.keys(schemas).map(quoted).join(" | ")}, CompiledValidator>>` }
    : Object.fromEntries(Object.keys(schemas).map((name) => [name, "CompiledValidator"]));
  const importType = 'import type { CompiledValidator } from "@idle/contract";';
  return `${header}\n// @ts-nocheck\n${importType}\n${withTypes(await bundle(code), types)}`;
}

/**
 * Where a schema refers to another, the code copies all errors found so far to add a few: quadratic in their number.
 * Core does the same to what it compiles when it runs.
 */
function appendErrors(code) {
  return code.replace(
    /vErrors\.concat\(([\w.]+)\.errors\)/g,
    "$1.errors.reduce((all, each) => (all.push(each), all), vErrors)",
  );
}

function quoted(name) {
  return JSON.stringify(name);
}

/** The bundle exports plain variables at its end; here each is exported where it is declared, with its type. */
function withTypes(code, types) {
  let typed = code.replace(/\nexport \{[^}]*\};\s*$/, "\n");
  for (const [name, type] of Object.entries(types)) {
    const declaration = `var ${name} = `;
    if (typed.split(declaration).length !== 2) throw new Error(`There is no one declaration of ${name} in the bundle.`);
    typed = typed.replace(declaration, () => `export const ${name}: ${type} = `);
  }
  return typed;
}

/** Nothing that is required at run time may remain: it is taken into the code. */
async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: coreFolder, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2023",
    legalComments: "none",
    logLevel: "error",
  });
  return outputFiles[0].text.replace(/^\/\/ .*\n/gm, "");
}

/** Writes what is not current; with --check it says so and fails instead. `files` maps a path to its text. */
export function writeGenerated(files) {
  for (const [file, text] of files) {
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    if (process.argv.includes("--check")) {
      process.stdout.write(`${relative(root, file)} is not current.\n`);
      process.exitCode = 1;
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
