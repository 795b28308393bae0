// Fills the generated blocks of docs/*.md from the code. A block begins with <!-- generated: NAME --> and ends with
// <!-- /generated -->; what stands outside of the blocks is written by hand. With --check nothing is written, and a
// page that is not current makes it fail, as does a step type or a table of codes that no page has a block for.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { configurationCodes } from "../packages/cli/src/configuration/configuration.ts";
import { exitCodeMeanings } from "../packages/cli/src/exit-codes.ts";
import { testCodes } from "../packages/cli/src/workflow-tests/test-codes.ts";
import { builtInCapabilities, engineEventTypes, errorCodes } from "../packages/contract/src/index.ts";
import { diagnosticCodes } from "../packages/core/src/diagnostics/codes.ts";
import { commonSteps } from "../packages/steps-common/src/index.ts";
import { directorySyncSteps } from "../packages/steps-directory-sync/src/index.ts";
import { writeGenerated } from "./compile-schemas.mjs";
import { root } from "./workspace.mjs";

const packages = join(root, "packages");

const blocks = new Map([
  ["error codes", () => codeTables(errorCodes, join(packages, "contract", "src", "error-codes.ts"))],
  ["diagnostic codes", () => codeTables(diagnosticCodes, join(packages, "core", "src", "diagnostics", "codes.ts"))],
  ["configuration codes", () => codeTable(Object.entries(configurationCodes))],
  ["test codes", () => codeTable(Object.entries(testCodes))],
  ["test format", testFormat],
  ["exit codes", () => table(["Code", "Meaning"], exitCodeMeanings)],
  ["event types", () => engineEventTypes.map((type) => `\`${type}\``).join(", ")],
  ["capabilities", capabilityTable],
  ...[...commonSteps, ...directorySyncSteps].map((step) => [`step ${step.type}`, () => stepReference(step)]),
]);

const folder = join(root, "docs");
const pages = readdirSync(folder)
  .filter((name) => name.endsWith(".md"))
  .sort();
const used = new Set();
writeGenerated(pages.map((name) => [join(folder, name), fill(name, readFileSync(join(folder, name), "utf8"))]));

const unused = [...blocks.keys()].filter((name) => !used.has(name));
for (const name of unused) process.stdout.write(`No page in docs has a block <!-- generated: ${name} -->.\n`);
if (unused.length > 0) process.exitCode = 1;

function fill(page, text) {
  return text.replace(/^<!-- generated: (.+) -->\n[\s\S]*?^<!-- \/generated -->$/gm, (_, name) => {
    const write = blocks.get(name);
    if (write === undefined) throw new Error(`docs/${page}: nothing generates a block called "${name}".`);
    used.add(name);
    return `<!-- generated: ${name} -->\n\n${write().trim()}\n\n<!-- /generated -->`;
  });
}

/** A table for each group of a registry; the comment above a group in the source says what it has in common. */
function codeTables(codes, source) {
  const groups = [];
  let isComment = false;
  for (const line of readFileSync(source, "utf8").split("\n")) {
    const comment = /^ {2}\/\/ (.*)$/.exec(line)?.[1];
    const code = /^ {2}([A-Za-z]+): \{$/.exec(line)?.[1];
    if (comment !== undefined) {
      if (isComment) groups.at(-1).words += ` ${comment}`;
      else groups.push({ words: comment, codes: [] });
    }
    if (code !== undefined && Object.hasOwn(codes, code)) groups.at(-1).codes.push(code);
    isComment = comment !== undefined;
  }
  const listed = groups.flatMap((group) => group.codes);
  if (listed.join() !== Object.keys(codes).join())
    throw new Error(`${source}: not every code stands on a line of its own.`);
  return groups
    .map((group) => `${group.words}\n\n${codeTable(group.codes.map((code) => [code, codes[code]]))}`)
    .join("\n\n");
}

function codeTable(entries) {
  return table(
    ["Code", "Meaning", "What to do"],
    entries.map(([code, { meaning, remedy }]) => [`\`${code}\``, meaning, remedy]),
  );
}

/** A table for each object of a test file, in the order in which they are met. */
function testFormat() {
  const { $defs, ...whole } = JSON.parse(readFileSync(join(root, "schemas", "test.schema.json"), "utf8"));
  const known = ({ $ref, ...rest }) =>
    $ref === undefined ? rest : { ...known($defs[$ref.replace("#/$defs/", "")]), ...rest };
  const rowsOf = ({ properties, required = [] }) =>
    Object.entries(properties)
      .filter(([name]) => name !== "$schema")
      .map(([name, property]) => {
        const { description = "", enum: allowed } = known(property);
        const values = allowed === undefined ? "" : allowed.map((value) => `\`${value}\``).join(", ");
        const words = [description, values === "" ? "" : `One of ${values}.`].filter((part) => part !== "").join(" ");
        return [required.includes(name) ? `**\`${name}\`**` : `\`${name}\``, words];
      });
  const expect = $defs.expect.properties;
  const sections = [
    ["The file", whole],
    ["A test", $defs.test],
    ["An identity before", $defs.identity],
    ["An entry of `failures`", $defs.failures.items],
    ["`expect`", $defs.expect],
    ["`expect.plan`", expect.plan],
    ["A step of a plan", $defs.plannedSteps.items],
    ["A change", $defs.change],
    ["`expect.result`", expect.result],
    ["A step of a result", $defs.stepResults.items],
    ["`expect.directory`", $defs.endState],
    ["An identity afterwards", $defs.endState.properties.identities.items],
    ["An event", $defs.event],
    ["An error", $defs.error],
  ];
  const texts = sections.map(([title, schema]) => `${title}:\n\n${table(["Key", "Meaning"], rowsOf(schema))}`);
  return `Keys in bold must be there.\n\n${texts.join("\n\n")}`;
}

function capabilityTable() {
  const rows = builtInCapabilities.map(({ id, description = "", methods }) => {
    const names = (wanted) =>
      Object.entries(methods)
        .filter(([, kind]) => kind === wanted)
        .map(([name]) => `\`${name}\``)
        .join(", ");
    return [`\`${id}\``, description, names("read"), names("write")];
  });
  return table(["Capability", "Meaning", "Reads", "Writes"], rows);
}

function stepReference({
  type,
  description,
  with: schema,
  defaultProvider,
  defaultAuthSessionName,
  requiredCapabilities,
  previewCapabilities,
  example,
}) {
  const lines = [description, ""];
  const facts = [];
  if (requiredCapabilities.length > 0) facts.push(["Needs", requiredCapabilities.map((id) => `\`${id}\``).join(", ")]);
  if (previewCapabilities.length > 0)
    facts.push(["To plan, also", previewCapabilities.map((id) => `\`${id}\``).join(", ")]);
  if (defaultProvider !== undefined) facts.push(["Default provider", `\`${defaultProvider}\``]);
  if (defaultAuthSessionName !== undefined) facts.push(["Default session", `\`${defaultAuthSessionName}\``]);
  for (const [name, value] of facts) lines.push(`* ${name}: ${value}`);
  if (facts.length > 0) lines.push("");

  const required = schema.required ?? [];
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    required.includes(name) ? `**\`${name}\`**` : `\`${name}\``,
    typeInWords(property),
    property.description ?? "",
  ]);
  lines.push(table(["Input", "Type", "Meaning"], rows), "");
  lines.push("```yaml steps", `- name: ${stepName(type)}`, `  type: ${type}`, ...yaml({ with: example }, 1), "```");
  return lines.join("\n");
}

/** "EnsureAttributes" becomes "Ensure attributes". */
function stepName(type) {
  const words = type
    .split(".")
    .at(-1)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .split(" ");
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(" ");
}

function typeInWords({ type, enum: allowed, const: constant, items, properties, required = [], oneOf, propertyNames }) {
  if (constant !== undefined) return `\`${constant}\``;
  if (allowed !== undefined) return allowed.map((value) => `\`${value}\``).join(" or ");
  if (oneOf !== undefined) return oneOf.map(typeInWords).join(" or ");
  if (type === "array") return items?.properties === undefined ? "list" : `list of ${typeInWords(items)}`;
  if (type === "object" && properties !== undefined) {
    const keys = Object.entries(properties).map(([name, property]) => {
      const value = property.const === undefined ? "" : `: ${property.const}`;
      return `${name}${required.includes(name) ? "" : "?"}${value}`;
    });
    return `\`{ ${keys.join(", ")} }\``;
  }
  if (type === "object" && propertyNames !== undefined) return "object of attributes";
  return type === "boolean" ? "true or false" : String(type);
}

/** Block style for what is deep, flow style for short objects in lists; texts in double quotes where they need them. */
function yaml(object, level) {
  const indent = "  ".repeat(level);
  return Object.entries(object).flatMap(([key, value]) => {
    if (Array.isArray(value)) return [`${indent}${key}:`, ...value.map((item) => `${indent}  - ${flow(item)}`)];
    if (typeof value !== "object" || value === null) return [`${indent}${key}: ${flow(value)}`];
    return [`${indent}${key}:`, ...yaml(value, level + 1)];
  });
}

function flow(value) {
  if (typeof value === "string") return /^[A-Za-z][\w -]*$/.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${key}: ${flow(item)}`)
    .join(", ")} }`;
}

function table(heads, rows) {
  const cell = (value) => String(value).replaceAll("|", "\\|").replaceAll("\n", " ");
  const line = (cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
