/** docs/connector-settings.md and docs/connectors.md know every name that the code knows, and every refusal in its words. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readData } from "@idle/core";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Capabilities } from "../../src/definition/capabilities.ts";
import { capabilityProblems } from "../../src/definition/check-capabilities.ts";
import { connectivityProblems } from "../../src/definition/check-connectivity.ts";
import { slotProblems } from "../../src/definition/check-slots.ts";
import { runStepNames } from "../../src/definition/definition.ts";
import { connectorSchema } from "../../src/definition/generated/connector-schema.ts";
import { readCapabilities } from "../../src/definition/read-capabilities.ts";
import { readDefinition } from "../../src/definition/read-definition.ts";
import { attributeModifications, objectModifications } from "../../src/model/entry.ts";
import { exportErrors } from "../../src/model/export-errors.ts";
import { importErrors } from "../../src/model/import-errors.ts";
import { configParameterPages } from "../../src/model/parameters.ts";
import { attributeOperations } from "../../src/model/schema.ts";
import { slotNames } from "../../src/model/slots.ts";
import { attributeTypes } from "../../src/model/value.ts";
import type { ConnectorProviderOptions } from "../../src/provider/options.ts";
import { readOptions } from "../../src/provider/read-options.ts";
import { objectErrorCodes } from "../../src/space/object-error.ts";
import { definitionFile } from "./definition-file.ts";

const here = dirname(fileURLToPath(import.meta.url));
const docs = join(here, "..", "..", "..", "..", "docs");
const source = join(here, "..", "..", "src");
const settings = readFileSync(join(docs, "connector-settings.md"), "utf8");
const guide = readFileSync(join(docs, "connectors.md"), "utf8");

/** The section under a heading, with those below it. */
function sectionOf(page: string, heading: string): string {
  const [, marks = "", rest = ""] = new RegExp(`^(#+) ${heading}\n([\\s\\S]*)`, "m").exec(page) ?? [];
  return rest.split(new RegExp(`^#{1,${Math.max(1, marks.length)}} `, "m"))[0] ?? "";
}

/** The words in backticks of the rows of a section's tables, or of one column. */
function namesIn(section: string, column?: number): readonly string[] {
  const rows = section.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| ---"));
  const cells = rows.flatMap((row) => {
    const all = row.split("|").slice(1, -1);
    return column === undefined ? all : [all[column] ?? ""];
  });
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
}

const capabilities = readCapabilities({});
const capabilityNames = Object.keys(capabilities);

describe("the page of settings has", () => {
  it.each([
    ["Connectivity", 1, Object.keys(connectorSchema.properties.connectivity.properties)],
    ["Common module", 1, Object.keys(connectorSchema.properties.commonModule.properties)],
    ["Additional parameters", 0, [...runStepNames]],
    ["Scripts", 1, [...slotNames]],
    ["Exports", 0, Object.keys(exportErrors)],
    ["Imports", 0, Object.keys(importErrors)],
  ])("every name under %s", (heading, column, known) => {
    expect(namesIn(sectionOf(settings, heading), column)).toEqual(expect.arrayContaining(known));
  });

  it("every capability, with its default", () => {
    const rows = sectionOf(settings, "Capabilities").split("\n");
    for (const name of capabilityNames) {
      const row = rows.find((line) => line.split("|")[2]?.includes(`\`${name}\``));
      expect(row?.split("|")[3]?.trim(), name).toBe(inWords(Reflect.get(capabilities, name)));
    }
  });

  it("every limit", () => {
    const limits = Object.keys(connectorSchema.properties.limits.properties);
    expect(namesIn(sectionOf(settings, "Limits"))).toEqual(limits.map((name) => `limits.${name}`));
    expect(namesIn(sectionOf(guide, "Limits"), 0)).toEqual(expect.arrayContaining(limits));
  });

  it("every code that the host gives an object, and no other", () => {
    const [, besides = ""] = sectionOf(settings, "Imports").split("What the host finds besides");
    expect(namesIn(besides, 0).toSorted()).toEqual(Object.keys(objectErrorCodes).toSorted());
    for (const [code, { meaning, remedy }] of Object.entries(objectErrorCodes)) {
      expect(besides, code).toContain(`| \`${code}\` | ${meaning} |`);
      expect(remedy, code).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("codes that are all registered", () => {
    const registered = Object.keys({ ...objectErrorCodes, ...importErrors });
    expect(codesInSource().filter((code) => !registered.includes(code))).toEqual([]);
    expect(Object.keys(objectErrorCodes).filter((code) => !textOfSource().includes(`"${code}"`))).toEqual([]);
  });

  it("no code of results and entries that there is not", () => {
    const exports = namesIn(sectionOf(settings, "Exports"), 0);
    expect(exports).toEqual(Object.keys(exportErrors));
    const imports = namesIn(sectionOf(settings, "Imports").split("What the host finds besides")[0] ?? "", 0);
    expect(imports).toEqual(Object.keys(importErrors));
  });

  it.each([...Object.entries(exportErrors), ...Object.entries(importErrors)])("what %s means", (code, { meaning }) => {
    expect(settings).toContain(`| \`${code}\` | ${meaning} |`);
  });

  it("the values that scripts and definitions use", () => {
    const values = [
      ...configParameterPages,
      ...attributeTypes,
      ...attributeOperations,
      ...objectModifications,
      ...attributeModifications,
      ...valuesOfCapabilities(),
      ...connectorSchema.properties.connectivity.properties.logonType.enum,
    ];
    expect(values.filter((value) => !settings.includes(`\`${value}\``))).toEqual([]);
  });
});

describe("the page of settings says in the words of the code", () => {
  const refusals = capabilityNames.flatMap((name) =>
    othersOf(name).flatMap((value) => capabilityProblems(readCapabilities(written(name, value)))),
  );

  it.each([...new Set(refusals.map(({ message }) => message))])(
    "why capabilities cannot be together: %s",
    (message) => {
      expect(sectionOf(settings, "What cannot be together")).toContain(`| ${message} |`);
    },
  );

  it("that is all of them", () => {
    expect(new Set(refusals.map(({ message }) => message)).size).toBe(
      sectionOf(settings, "What cannot be together").match(/^\| `.*\|$/gm)?.length,
    );
  });

  it("which scripts are missing", () => {
    const all = readCapabilities(Object.fromEntries(capabilityNames.map((name) => [name, true])));
    const missing = slotProblems({ capabilities: all, scripts: new Map() }, new Set());
    expect(missing).toHaveLength(6);
    for (const { message } of missing) expect(settings).toContain(`| ${message} |`);
  });

  it("what Windows has alone", () => {
    const connectivity = { impersonate: true, loadUserProfile: true, logonType: "Batch", signedScriptsOnly: true };
    const refused = connectivityProblems({ use: "@acme/hr", connectivity });
    expect(refused).toHaveLength(4);
    for (const { message } of refused) expect(settings).toContain(message);
  });
});

describe("the page of connectors", () => {
  it("has every key of a definition", () => {
    const keys = Object.keys(connectorSchema.properties).filter((key) => key !== "$schema");
    expect(namesIn(sectionOf(guide, "The definition"), 0)).toEqual(expect.arrayContaining(keys));
  });

  it("has every capability, with its default", () => {
    const rows = sectionOf(guide, "Capabilities").split("\n");
    for (const name of capabilityNames) {
      const row = rows.find((line) => line.startsWith(`| \`${name}\``));
      expect(row?.split("|")[3]?.trim(), name).toBe(inWords(Reflect.get(capabilities, name)));
    }
  });

  it("has every option of the provider that a configuration can give", () => {
    const inCode = ["scripts", "secrets", "now", "setTimer"] satisfies (keyof ConnectorProviderOptions)[];
    const known = /There are (.*)\.$/.exec(refusal())?.[1]?.split(", ") ?? [];
    expect(known.length).toBeGreaterThan(10);
    const wanted = known.filter((name) => !(inCode as readonly string[]).includes(name));
    expect(namesIn(sectionOf(guide, "In workflows"), 0)).toEqual(expect.arrayContaining(wanted));
  });
});

describe("definitions on the pages", () => {
  const pages = ["connectors.md", "connector-settings.md", "write-a-connector.md"];
  const shown = pages.flatMap((page) =>
    [...readFileSync(join(docs, page), "utf8").matchAll(/^```yaml fragment.*\n([\s\S]*?)^```/gm)]
      .map(([, text = ""]) => text)
      .filter((text) => /^name:/m.test(text))
      .map((text) => [page, text] as const),
  );

  it("are there", () => expect(shown.length).toBeGreaterThan(2));

  it.each(shown)("of %s are valid", async (_, text) => {
    expect(readData({ text, file: null }).diagnostics).toEqual([]);
    await expect(readDefinition(definitionFile(text, onTestFinished))).resolves.toBeDefined();
  });
});

function textOfSource(): string {
  const folders = ["import", "export"].map((folder) => join(source, folder));
  return folders
    .flatMap((folder) => readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")))
    .join("\n");
}

function codesInSource(): readonly string[] {
  const found = textOfSource().matchAll(/(?:WrongEntry\(\s*|\bcode: )"([A-Za-z]+)"/g);
  return [...new Set([...found].map(([, code = ""]) => code))].toSorted();
}

function inWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return Array.isArray(value) ? "`None`" : `\`${value}\``;
}

type Described = {
  readonly description: string;
  readonly enum?: readonly unknown[];
  readonly items?: { readonly enum: readonly unknown[] };
};

function valuesOfCapabilities(): readonly string[] {
  const properties: Readonly<Record<string, Described>> = connectorSchema.properties.capabilities.properties;
  return Object.values(properties).flatMap(({ enum: values = [], items }) =>
    [...values, ...(items?.enum ?? [])].map(String),
  );
}

/** Whatever it can be beside its default. */
function othersOf(name: string): readonly unknown[] {
  const properties: Readonly<Record<string, Described>> = connectorSchema.properties.capabilities.properties;
  const value: unknown = Reflect.get(capabilities, name);
  if (typeof value === "boolean") return [!value];
  return (properties[name]?.enum ?? []).filter((each) => each !== value).slice(0, 1);
}

/** Delta imports are wrong without imports only. */
function written(name: string, value: unknown): Record<string, string | boolean> {
  const alone = { [name]: typeof value === "boolean" ? value : String(value) };
  return name === ("enableDeltaImport" satisfies keyof Capabilities)
    ? { ...alone, enableImport: false, enableExport: true }
    : alone;
}

function refusal(): string {
  try {
    readOptions({ definition: "connector.yaml", objectType: "user", nothing: true });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
