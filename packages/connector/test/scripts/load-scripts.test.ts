import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectorScripts, SlotContext } from "../../src/model/slots.ts";
import { loadScripts, type ScriptsDefinition } from "../../src/scripts/load-scripts.ts";

let folder: string;
let number = 0;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-load-")));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const setTimer = () => () => undefined;
const working = "export const idleConnector = { schema() { return { types: [] }; } };";

/** A package with a name of its own, since what was once imported is not imported again. */
function install(source: string | null, manifest: object = { exports: "./index.js" }): string {
  number += 1;
  const name = `@acme/connector-${number}`;
  const place = join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name, type: "module", ...manifest }));
  if (source !== null) writeFileSync(join(place, "index.js"), source);
  return name;
}

function definition(given: Partial<ScriptsDefinition> = {}): ScriptsDefinition {
  return {
    name: "hr",
    path: join(folder, "connector.yaml"),
    folder,
    powerShell: { executable: "pwsh", dialect: "metadirectory" },
    commonModule: null,
    connectivity: {
      server: "",
      domain: "",
      user: "",
      password: "",
      impersonate: false,
      loadUserProfile: false,
      logonType: "None",
      signedScriptsOnly: false,
    },
    file: "connector.yaml",
    use: null,
    scripts: new Map(),
    problem: (code, pointer, message) => ({
      severity: "error",
      code,
      message,
      file: pointer,
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 2,
    }),
    ...given,
  };
}

const loading = (use: string, given = {}) => loadScripts(definition({ use, ...given }), { setTimer });

describe("the scripts of a definition", () => {
  it("are those handed over, whatever it names", async () => {
    const scripts: ConnectorScripts = { schema: () => ({ types: [] }) };
    const adapter = await loadScripts(definition({ use: "@acme/none" }), { given: scripts, setTimer });
    expect(adapter.nameOf("schema")).toBe("schema of the scripts handed over");
    await expect(loadScripts(definition(), { given: {} as ConnectorScripts, setTimer })).rejects.toMatchObject({
      code: "DefinitionInvalid",
    });
  });

  it("are those of the package it uses, from its folder", async () => {
    const name = install(working);
    const adapter = await loading(name);
    expect([...adapter.slots]).toEqual(["schema"]);
    expect(adapter.nameOf("schema")).toBe(`schema of ${name}`);
    expect(await (await adapter.open("call")).call("schema", {} as SlotContext)).toEqual({ types: [] });
  });

  it("are looked for from the working folder when it has no path", async () => {
    const name = install(working);
    const adapter = await loadScripts(definition({ path: null, use: name }), { setTimer, workingFolder: folder });
    expect(adapter.slots.size).toBe(1);
  });

  it("in PowerShell are read at once, and none is run", async () => {
    const scripts: ScriptsDefinition["scripts"] = new Map([
      ["schema", { kind: "file", path: "Schema.ps1" }],
      ["validation", { kind: "inline", text: "throw" }],
    ]);
    writeFileSync(join(folder, "Schema.ps1"), "exit 1");
    const adapter = await loadScripts(definition({ scripts }), { setTimer });
    expect([...adapter.slots]).toEqual(["schema", "validation"]);
    expect([adapter.nameOf("schema"), adapter.nameOf("validation")]).toEqual([
      "Schema.ps1",
      "validation in connector.yaml",
    ]);
  });

  it("in PowerShell that are not there are named, all of them", async () => {
    const scripts: ScriptsDefinition["scripts"] = new Map([
      ["schema", { kind: "file", path: "Schema.ps1" }],
      ["password", { kind: "file", path: "Password.ps1" }],
    ]);
    await expect(loadScripts(definition({ scripts }), { setTimer })).rejects.toMatchObject({
      code: "ConnectorInvalid",
      details: {
        diagnostics: [
          { code: "ScriptUnreadable", file: "/scripts/schema" },
          { code: "ScriptUnreadable", file: "/scripts/password" },
        ],
      },
    });
  });

  it("have to be somewhere", async () => {
    await expect(loadScripts(definition(), { setTimer })).rejects.toMatchObject({
      code: "ConnectorInvalid",
      message: "connector.yaml names no scripts. Write the package that has them under use.",
    });
  });
});

describe("a package that is not there", () => {
  it("is to be installed; nothing else is advised, even when another one is called nearly so", async () => {
    const name = install(working).replace("connector", "conector");
    await expect(loading(name)).rejects.toMatchObject({
      code: "ConnectorInvalid",
      message: `The package "${name}" is not installed. Install it: npm install ${name}`,
      details: { diagnostics: [{ code: "PackageNotFound", file: "/use" }] },
    });
  });

  it.each([
    "./local.js",
    "/etc/passwd",
    "file:///etc/passwd",
    "data:text/javascript,1",
    "https://example.org/x.js",
    "node:fs",
    "fs",
    "../up",
    "a b",
    "$(reboot)",
    "",
  ])("and has no name of one is refused: %j", async (name) => {
    await expect(loading(name)).rejects.toMatchObject({
      code: "ConnectorInvalid",
      message: expect.stringContaining("is no name of a package"),
    });
  });
});

describe("a package that cannot be loaded", () => {
  it.each<[string, string | null, object, string]>([
    ["throws", 'throw new Error("no\\u001b[31m licence\\nat all");', {}, "cannot be loaded: no\\u001b[31m licence."],
    ["throws nothing", "throw null;", {}, "cannot be loaded: it threw null, which is no error."],
    [
      "needs another one",
      'import "@acme/missing-one";',
      {},
      'it needs the package "@acme/missing-one", which is not installed',
    ],
    ["has no entry for import", "", { exports: { "./other": "./index.js" } }, "no entry point for import"],
    ["has no JavaScript", null, { exports: "./index.js" }, "cannot be loaded: Cannot find module"],
    ["has no entry at all", null, { exports: undefined }, "has no entry point"],
  ])("because it %s says so", async (_, source, manifest, words) => {
    const name = install(source, { exports: "./index.js", ...manifest });
    await expect(loading(name)).rejects.toMatchObject({
      code: "ConnectorInvalid",
      message: expect.stringContaining(words),
    });
  });
});

describe("a package that is no connector", () => {
  it.each([
    [
      "export const other = 1;",
      "is no connector: it does not export idleConnector. Its author must write: export const idleConnector = defineConnector({ … }).",
    ],
    ["export const idleConector = {};", 'It exports "idleConector".'],
    ["export default { schema() {} };", "It has a default export, which is not looked at."],
    ["export const idleConnector = null;", "exports a connector, idleConnector, that is null."],
    [
      "export const idleConnector = { schema() {}, importData() {} };",
      "that has importData, and no beginImport and no endImport.",
    ],
  ])("is an error for its author: %s", async (source, words) => {
    const name = install(source);
    await expect(loading(name)).rejects.toMatchObject({
      code: "DefinitionInvalid",
      message: expect.stringContaining(words),
    });
  });
});
