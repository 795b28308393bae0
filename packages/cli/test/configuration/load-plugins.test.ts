/** Mistakes of authors of plug-ins: each is told with the package, what is wrong, and what to write. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic } from "@idle/contract";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whatIsWrong } from "../../src/configuration/check-plugin.ts";
import { providerComplaint } from "../../src/configuration/check-provider.ts";
import type { Configuration } from "../../src/configuration/configuration.ts";
import { loadPlugin } from "../../src/configuration/load-plugin.ts";
import { loadSteps } from "../../src/configuration/load-plugins.ts";
import { whyNotLoaded } from "../../src/configuration/plugin-failure.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-plugins-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// Node loads these packages itself, and not every Node that is supported reads TypeScript.
const contract = join(folder, "node_modules", "@idle", "contract");
beforeAll(async () => {
  const source = fileURLToPath(new URL("../../../contract/src/index.ts", import.meta.url));
  await build({
    entryPoints: [source],
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: join(contract, "index.js"),
  });
  writeFileSync(
    join(contract, "package.json"),
    JSON.stringify({ name: "@idle/contract", type: "module", exports: "./index.js" }),
  );
});

let count = 0;

/** Installs a package of a name of its own; Node remembers what it has loaded once. */
function install(files: Readonly<Record<string, string>>, manifest: object | string = {}): string {
  count += 1;
  const name = `@acme/plugin-${count}`;
  const all = { name, version: "1.0.0", type: "module", exports: "./index.js", ...Object(manifest) };
  const texts = { "package.json": typeof manifest === "string" ? manifest : JSON.stringify(all), ...files };
  for (const [file, text] of Object.entries(texts)) {
    const path = join(folder, "node_modules", name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return name;
}

function configurationOf(parts: object): Configuration {
  const problem = (code: string, pointer: string, message: string): Diagnostic => ({
    ...{ severity: "error", code, message, pointer, file: null, line: null, column: null },
  });
  const path = join(folder, "idle.config.yaml");
  return {
    path,
    name: "idle.config.yaml",
    steps: [],
    providers: new Map(),
    sessions: [],
    problem,
    ...parts,
  } as unknown as Configuration;
}

/** The one problem of loading it, without the package's name. */
async function problemOf(name: string): Promise<string> {
  const problems: Diagnostic[] = [];
  expect(await loadPlugin(configurationOf({}), name, "/steps/0", problems)).toBeNull();
  expect(problems).toHaveLength(1);
  const { code, message = "" } = problems[0] ?? {};
  expect(message).toContain(`The package "${name}"`);
  return `${code} ${message.replace(`The package "${name}" `, "")}`;
}

const head = 'import { defineCapability, defineStep } from "@idle/contract";\n';
const step = (type: string) =>
  `defineStep({ type: "${type}", description: "Prints.", with: { type: "object", additionalProperties: false }, execute: () => ({ changed: false }) })`;
const plugin = (parts: string) => ({
  "index.js": `${head}export const idlePlugin = { contractVersion: 1, ${parts} };`,
});

describe("a package that cannot be loaded", () => {
  it.each<[string, Readonly<Record<string, string>>, object | string, RegExp]>([
    [
      "is not built",
      {},
      { exports: "./dist/index.js" },
      /^PluginFailed cannot be loaded: .*dist.index\.js is not there\. Its author must build it.*npm run build/,
    ],
    [
      "has exports that lead nowhere",
      { "dist/a.js": "" },
      { exports: "./dist/index.js" },
      /is not there\. Its author must have "exports".*lead to a file that is there/,
    ],
    [
      "has no exports",
      {},
      { exports: undefined },
      /^PackageNotFound The package .*, in .*, has no entry point\. Its author must write "exports"/,
    ],
    [
      "exports something else only",
      plugin(""),
      { exports: { "./x": "./index.js" } },
      /no entry point for import\. Its author must write "exports"/,
    ],
    ["has malformed exports", plugin(""), { exports: "index.js" }, /"exports" of its package\.json are malformed/],
    ["has a broken package.json", plugin(""), "{ nope", /its package\.json is no JSON/],
    [
      "needs a package that is not there",
      { "index.js": 'import "acme-left-pad";' },
      {},
      /needs the package "acme-left-pad", which is not installed\. Install what it needs/,
    ],
    [
      "leaves out an extension",
      { "index.js": 'import "./other";', "other.js": "" },
      {},
      /relative import names the whole file/,
    ],
    [
      "wants more of the contract than there is",
      { "index.js": 'import { defineStpe } from "@idle/contract";' },
      {},
      /does not provide an export named 'defineStpe'\. It was built for another version/,
    ],
    [
      "is CommonJS that says it is a module",
      { "index.js": "module.exports = {};" },
      {},
      /is not defined in ES module scope.*Its author must correct/,
    ],
    [
      "throws a text",
      { "index.js": 'throw "no licence";' },
      {},
      /it threw "no licence", which is no error\. Its author must throw an IdleError/,
    ],
    ["throws nothing", { "index.js": "throw undefined;" }, {}, /it threw undefined/],
    [
      "defines a step wrongly",
      plugin(`steps: [${step("acme.print")}]`),
      {},
      /DefinitionInvalid: Step type "acme\.print" is no step type name/,
    ],
    [
      "defines an open schema",
      plugin(`steps: [${step("Acme.Step.Open").replace("additionalProperties: false", "")}]`),
      {},
      /"Acme\.Step\.Open" needs a closed schema for with/,
    ],
  ])("because it %s", async (_, files, manifest, problem) => {
    expect(await problemOf(install(files, manifest))).toMatch(problem);
  });
});

describe("a package that is no plug-in", () => {
  const write = "Its author must write: export const idlePlugin";

  it.each<[string, Readonly<Record<string, string>>, object, string]>([
    [
      "exports nothing of that name",
      { "index.js": "export const steps = [];" },
      {},
      `does not export idlePlugin. ${write}`,
    ],
    [
      "exports it as default",
      { "index.js": "export default { contractVersion: 1 };" },
      {},
      "It exports it as default.",
    ],
    [
      "slips in the name",
      { "index.js": "export const idlePlugn = { contractVersion: 1 };" },
      {},
      'It exports "idlePlugn".',
    ],
    ["exports a text", { "index.js": 'export const idlePlugin = "x";' }, {}, "its idlePlugin is no object."],
    [
      "states no version",
      { "index.js": "export const idlePlugin = { steps: [] };" },
      {},
      "states no version of the plug-in contract; this idle knows version 1. Its author must write contractVersion: 1, a number",
    ],
    [
      "states the version as a text",
      { "index.js": 'export const idlePlugin = { contractVersion: "1" };' },
      {},
      "Its author must write contractVersion: 1, a number",
    ],
    [
      "is of a later version",
      { "index.js": "export const idlePlugin = { contractVersion: 2 };" },
      {},
      "states version 2 of the plug-in contract; this idle knows version 1. Update idle",
    ],
    [
      "has a createProvider that is none",
      plugin("createProvider: {}"),
      {},
      "has a createProvider that is no function.",
    ],
    [
      "has one step type in place of a list",
      plugin(`steps: ${step("Acme.Step.One")}`),
      {},
      "has steps that are no list.",
    ],
    [
      "has a step type that defineStep did not make",
      plugin('steps: [{ type: "Acme.Step.Raw", execute() {} }]'),
      {},
      'has a step type, "Acme.Step.Raw", that defineStep did not make.',
    ],
    [
      "has two step types of one name",
      plugin(`steps: [${step("Acme.Step.Same")}, ${step("Acme.Step.Same")}]`),
      {},
      "has two step types that are both called Acme.Step.Same.",
    ],
    ["has capabilities that are no list", plugin("capabilities: {}"), {}, "has capabilities that are no list."],
    [
      "has a capability that defineCapability did not make",
      plugin('capabilities: [{ id: "Acme.Badge.Read" }]'),
      {},
      'has a capability, "Acme.Badge.Read", that defineCapability did not make.',
    ],
    [
      "declares what comes with IdLE",
      plugin('capabilities: [defineCapability({ id: "IdLE.Identity.Read", methods: { getIdentity: "read" } })]'),
      {},
      "declares the capability IdLE.Identity.Read, which comes with IdLE.",
    ],
  ])("because it %s", async (_, files, manifest, problem) => {
    const text = await problemOf(install(files, manifest));
    expect(text).toMatch(/^PluginInvalid /);
    expect(text).toContain(problem);
  });

  it("is none of those that are", async () => {
    for (const files of [
      plugin(`steps: [${step("Acme.Step.Fine")}]`),
      { "index.js": "exports.idlePlugin = { contractVersion: 1 };" },
    ]) {
      const problems: Diagnostic[] = [];
      const type = files["index.js"].startsWith("exports") ? "commonjs" : "module";
      const loaded = await loadPlugin(configurationOf({}), install(files, { type }), "/steps/0", problems);
      expect(problems).toEqual([]);
      expect(loaded).toMatchObject({ contractVersion: 1 });
    }
  });
});

// What vitest makes of such packages is not what Node makes of them.
describe("what Node says of a package", () => {
  it.each(["ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING", "ERR_UNKNOWN_FILE_EXTENSION"])(
    "with %s is told as TypeScript that is not built",
    (code) => {
      const error = Object.assign(new TypeError("x"), { code });
      const why = whyNotLoaded(error, "file:///acme/src/index.ts");
      expect(why).toMatch(/^its entry point is TypeScript.*Its author must build it/);
    },
  );

  it("that has only a default export is told as CommonJS", () => {
    const idlePlugin = { contractVersion: 1 };
    const why = whatIsWrong({ default: { idlePlugin }, "module.exports": { idlePlugin } });
    expect(why).toMatch(/does not export idlePlugin\. It is CommonJS.*Its author must write an ES module/);
  });
});

describe("step types of several packages", () => {
  const load = (...steps: readonly string[]) => loadSteps(configurationOf({ steps }));
  const problem = (message: string) => ({
    details: { diagnostics: [expect.objectContaining({ message: expect.stringContaining(message) })] },
  });

  it("of one name are told with both", async () => {
    const [one, other] = [
      install(plugin(`steps: [${step("Acme.Step.Twice")}]`)),
      install(plugin(`steps: [${step("Acme.Step.Twice")}]`)),
    ];
    const message = `The package "${other}" has the step type Acme.Step.Twice, which the package "${one}" has already.`;
    await expect(load(one, other)).rejects.toMatchObject(problem(message));
  });

  it("must not be called as one that comes with idle", async () => {
    const name = install(plugin(`steps: [${step("IdLE.Step.EmitEvent")}]`));
    await expect(load(name)).rejects.toMatchObject(problem("which idle itself has already"));
  });

  it("may not come from a package that is named twice", async () => {
    const name = install(plugin(`steps: [${step("Acme.Step.Once")}]`));
    await expect(load(name, name)).rejects.toMatchObject(problem(`The package "${name}" is named twice.`));
  });
});

describe("what createProvider gave", () => {
  const name = "Badges";

  it.each<[unknown, string]>([
    [undefined, "made no provider: createProvider gave undefined. Its author must return there: defineProvider("],
    [null, "createProvider gave null"],
    ["text", "it has no method getCapabilities()"],
    [{ name }, "it has no method getCapabilities()"],
    [{ getCapabilities: () => [] }, "made a provider without a name."],
    [
      { name, getCapabilities: () => ["IdLE.Identity.Attribute.Ensure"] },
      "advertises IdLE.Identity.Attribute.Ensure and has no method previewAttributes and no method ensureAttributes. Its author must write it",
    ],
    [{ name, getCapabilities: () => ["Acme.Badge.Read"] }, "advertises Acme.Badge.Read and has no method getBadge."],
  ])("is looked at: %j", (provider, complaint) => {
    const capabilities = [{ id: "Acme.Badge.Read", methods: { getBadge: "read" } as const }];
    expect(providerComplaint(provider, capabilities)).toContain(complaint);
  });

  it("is a provider when it has what it advertises, and one that throws is for the engine to tell of", () => {
    const getBadge = () => null;
    const capabilities = [{ id: "Acme.Badge.Read", methods: { getBadge: "read" } as const }];
    expect(providerComplaint({ name, getCapabilities: () => ["Acme.Badge.Read"], getBadge }, capabilities)).toBeNull();
    const throwing = () => {
      throw new Error("no");
    };
    expect(providerComplaint({ name, getCapabilities: throwing }, [])).toBeNull();
  });
});

describe("an unknown key of idlePlugin", () => {
  it.each([
    ["step: []", /unknown key "step" in its idlePlugin\. Its author must write steps\./],
    ["makeProvider() {}", /unknown key "makeProvider" .*must write createProvider\./],
    ["createsession() {}", /unknown key "createsession" .*must write createSession\./],
    [
      "colour: 1",
      /unknown key "colour" .*Known are contractVersion, steps, capabilities, createProvider, createSession\./,
    ],
  ])("%s is named, with what was meant", async (parts, words) => {
    expect(await problemOf(install(plugin(parts)))).toMatch(words);
  });
});
