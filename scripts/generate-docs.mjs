// Fills the generated blocks of docs/*.md from the code. A block begins with <!-- generated: NAME --> and ends with
// <!-- /generated -->; what stands outside of the blocks is written by hand. With --check nothing is written, and a
// page that is not current makes it fail, as does a step type or a table of codes that no page has a block for.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stepExample } from "../packages/cli/src/catalogue/step-example.ts";
import { stepInputs } from "../packages/cli/src/catalogue/step-inputs.ts";
import { configurationCodes } from "../packages/cli/src/configuration/configuration.ts";
import { exitCodeMeanings } from "../packages/cli/src/exit-codes.ts";
import { inputCodes } from "../packages/cli/src/input/input-codes.ts";
import { testCodes } from "../packages/cli/src/workflow-tests/test-codes.ts";
import { connectorCodes } from "../packages/connector/src/definition/definition-codes.ts";
import { builtInCapabilities, engineEventTypes, errorCodes } from "../packages/contract/src/index.ts";
import { diagnosticCodes } from "../packages/core/src/diagnostics/codes.ts";
import { commonSteps } from "../packages/steps-common/src/index.ts";
import { directorySyncSteps } from "../packages/steps-directory-sync/src/index.ts";
import { commandReference } from "./command-reference.mjs";
import { writeGenerated } from "./compile-schemas.mjs";
import { configurationFormat, testFormat } from "./format-reference.mjs";
import { root } from "./workspace.mjs";

const packages = join(root, "packages");

const blocks = new Map([
  ["error codes", () => codeTables(errorCodes, join(packages, "contract", "src", "error-codes.ts"))],
  ["diagnostic codes", () => codeTables(diagnosticCodes, join(packages, "core", "src", "diagnostics", "codes.ts"))],
  ["configuration codes", () => codeTable(Object.entries(configurationCodes))],
  ["connector codes", () => codeTable(Object.entries(connectorCodes))],
  ["input codes", () => codeTable(Object.entries(inputCodes))],
  ["test codes", () => codeTable(Object.entries(testCodes))],
  ["test format", () => testFormat(table)],
  ["configuration format", () => configurationFormat(table)],
  ["exit codes", () => table(["Code", "Meaning"], exitCodeMeanings)],
  ["commands", () => commandReference(table)],
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
  const bare = entries.find(([, { meaning, remedy }]) => !meaning || !remedy);
  if (bare) throw new Error(`The code ${bare[0]} does not say what it means and what to do.`);
  return table(
    ["Code", "Meaning", "What to do"],
    entries.map(([code, { meaning, remedy }]) => [`\`${code}\``, meaning, remedy]),
  );
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

  const rows = stepInputs({ with: schema }, (text) => `\`${text}\``).map((input) => [
    input.isRequired ? `**\`${input.name}\`**` : `\`${input.name}\``,
    input.type,
    input.description,
  ]);
  lines.push(table(["Input", "Type", "Meaning"], rows), "");
  lines.push("```yaml steps", ...stepExample({ type, example }), "```");
  return lines.join("\n");
}

function table(heads, rows) {
  const cell = (value) => String(value).replaceAll("|", "\\|").replaceAll("\n", " ");
  const line = (cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
