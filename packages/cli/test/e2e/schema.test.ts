import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, hasTerminals, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

/** A step package of somebody else's, as it is installed. */
function installBadges(): void {
  work.write("node_modules/@acme/idle-badges/package.json", {
    name: "@acme/idle-badges",
    version: "1.0.0",
    type: "module",
    exports: "./index.js",
  });
  work.write(
    "node_modules/@acme/idle-badges/index.js",
    `export const idlePlugin = { contractVersion: 1, steps: [{
      type: "Acme.Step.PrintBadge",
      description: "Prints a badge.",
      with: { type: "object", additionalProperties: false, required: ["colour"], properties: { colour: { enum: ["red", "green"] } } },
      requiredCapabilities: [],
      previewCapabilities: [],
      execute: () => ({ changed: true }),
    }] };\n`,
  );
  work.write("idle.config.yaml", 'steps: ["@acme/idle-badges"]\n');
}

const printed = (...args: string[]) => {
  const { code, stdout, stderr } = work.idle(["schema", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as { $id: string; $defs?: Record<string, unknown>; required?: string[] };
};

describe("idle schema", () => {
  it("prints the schema of workflows that this repository has, where no other steps are configured", () => {
    const shipped = new URL("../../../../schemas/workflow.schema.json", import.meta.url);
    const { $comment: _, ...expected } = JSON.parse(readFileSync(shipped, "utf8"));
    expect(printed()).toEqual(expected);
    expect(printed("workflow")).toEqual(expected);
  });

  it("knows the step types of the configuration", () => {
    installBadges();
    expect(Object.keys(printed().$defs ?? {})).toContain("with.Acme.Step.PrintBadge");
    expect(printed("Acme.Step.PrintBadge").required).toEqual(["colour"]);
  });

  it.each(["request", "config", "plan"])("prints that of %s, which needs no other", (name) => {
    const schema = printed(name);
    expect(schema.$id).toBe(`https://idle.example/schemas/${name}.schema.json`);
    const references = JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g);
    for (const [, reference = ""] of references) {
      expect(reference).toMatch(/^#\/\$defs\/\w+$/);
      expect(Object.keys(schema.$defs ?? {})).toContain(reference.slice("#/$defs/".length));
    }
  });

  it.each([
    ["wrokflow", '"workflow"'],
    ["ensureattributes", '"IdLE.Step.EnsureAttributes"'],
    ["IdLE.Step.EnsureAtributes", '"IdLE.Step.EnsureAttributes"'],
  ])("says what was probably meant by %s", (name, meant) => {
    const { code, stdout, stderr } = work.idle(["schema", name]);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toMatch(
      new RegExp(`^error: There is no schema "${name}"\\. Did you mean ${meant}\\? Schemas: workflow,`),
    );
  });

  it("loads no provider, and minds a step package that is not there", () => {
    work.write("idle.config.yaml", 'providers: { Identity: { use: "@acme/missing" } }\n');
    expect(work.idle(["schema"]).code).toBe(0);
    work.write("idle.config.yaml", 'steps: ["@acme/missing"]\n');
    expect(work.idle(["schema"])).toMatchObject({ code: 1, stdout: "" });
    expect(work.idle(["schema", "request"]).code).toBe(0);
  });
});

const schemaFiles = ["config", "connector", "plan", "request", "result", "test", "workflow"].map(
  (name) => `${name}.schema.json`,
);

describe("idle schema --setup", () => {
  it("writes the schemas and tells VS Code of them; a second time there is nothing to do", () => {
    installBadges();
    const { code, stdout, stderr } = work.idle(["schema", "--setup"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n").slice(0, 10)).toEqual([
      "Created .idle/schemas/workflow.schema.json: workflows, with 14 step types",
      "Created .idle/schemas/request.schema.json: requests",
      "Created .idle/schemas/config.schema.json: the configuration",
      "Created .idle/schemas/plan.schema.json: plans",
      "Created .idle/schemas/result.schema.json: results",
      "Created .idle/schemas/test.schema.json: workflow tests",
      "Created .idle/schemas/connector.schema.json: the definitions of connectors",
      "Created .vscode/settings.json: which schema is for which files",
      "Created .vscode/extensions.json: recommends redhat.vscode-yaml",
      "",
    ]);
    expect(stdout).toContain("\n# yaml-language-server: $schema=../.idle/schemas/workflow.schema.json\n");
    expect(readdirSync(join(work.folder, ".idle/schemas")).sort()).toEqual(schemaFiles);
    expect(work.json(".idle/schemas/workflow.schema.json")).toEqual(printed());
    expect(Object.keys((work.json(".vscode/settings.json") as Record<string, object>)["yaml.schemas"] ?? {})).toEqual([
      "./.idle/schemas/workflow.schema.json",
      "./.idle/schemas/request.schema.json",
      "./.idle/schemas/config.schema.json",
      "./.idle/schemas/test.schema.json",
      "./.idle/schemas/connector.schema.json",
    ]);
    expect(work.json(".vscode/extensions.json")).toEqual({ recommendations: ["redhat.vscode-yaml"] });

    const before = statSync(join(work.folder, ".vscode/settings.json")).mtimeMs;
    expect(work.idle(["schema", "--setup"])).toEqual({
      code: 0,
      stdout: "Nothing to do: the schemas are current, and VS Code knows them.\n",
      stderr: "",
    });
    expect(statSync(join(work.folder, ".vscode/settings.json")).mtimeMs).toBe(before);
  });

  it("brings the schemas up to date, and leaves the rest, when a step package comes", () => {
    work.idle(["schema", "--setup"]);
    installBadges();
    const lines = work.idle(["schema", "--setup"]).stdout.split("\n");
    expect(lines.filter((line) => /^(?:Created|Changed)/.test(line))).toEqual([
      "Changed .idle/schemas/workflow.schema.json: workflows, with 14 step types",
    ]);
  });

  it("goes where the configuration is, and says so from where it was called", () => {
    mkdirSync(join(work.folder, "workflows"));
    const { stdout } = work.idle(["schema", "--setup"], { cwd: join(work.folder, "workflows") });
    expect(stdout).toMatch(/^Created \.\.\/\.idle\/schemas\/workflow\.schema\.json: /);
    expect(existsSync(join(work.folder, "workflows", ".idle"))).toBe(false);
    expect(readdirSync(join(work.folder, ".idle/schemas")).sort()).toEqual(schemaFiles);
  });

  it("keeps comments, formatting and what was said before", () => {
    const settings = `// Ours.
{
\t"editor.rulers": [100,  120], // wide
\t"yaml.schemas": { "./.idle/schemas/request.schema.json": "mine/*.yaml" },
\t/* last */
}
`;
    work.write(".vscode/settings.json", settings);
    work.write(".vscode/extensions.json", '{ "unwantedRecommendations": ["RedHat.vscode-yaml"] }');
    if (process.platform !== "win32") chmodSync(join(work.folder, ".vscode/settings.json"), 0o664);
    const { stdout } = work.idle(["schema", "--setup"]);
    expect(stdout).toContain("Changed .vscode/settings.json");
    expect(stdout).not.toContain("extensions.json");
    const after = work.read(".vscode/settings.json");
    expect(after).toContain(`// Ours.
{
\t"editor.rulers": [100,  120], // wide
\t"yaml.schemas": { "./.idle/schemas/request.schema.json": "mine/*.yaml",
`);
    expect(after).toContain("\t/* last */\n");
    expect(after.match(/request\.schema\.json": /g)).toHaveLength(1);
    if (process.platform !== "win32")
      expect(statSync(join(work.folder, ".vscode/settings.json")).mode & 0o777).toBe(0o664);
    expect(work.idle(["schema", "--setup"]).stdout).toMatch(/^Nothing to do/);
  });

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}\n', ".vscode/settings.json:3:3 is no JSON with comments: comma expected."],
    ["[]", ".vscode/settings.json:1:1 is no object."],
    ['{\n  "yaml.schemas": []\n}', '.vscode/settings.json:2:19 has "yaml.schemas", which is no object.'],
    ['{ "yaml.schemas": null }', '.vscode/settings.json:1:19 has "yaml.schemas", which is no object.'],
    ['{ "json.schemas": {} }', '.vscode/settings.json:1:19 has "json.schemas", which is no list.'],
    ['{ "yaml.schemas": {},\n "yaml.schemas": {} }', '.vscode/settings.json:2:2 has "yaml.schemas" a second time.'],
  ])("refuses settings it does not understand, and writes nothing: %j", (text, message) => {
    work.write(".vscode/settings.json", text);
    expect(work.idle(["schema", "--setup"])).toEqual({
      code: 1,
      stdout: "",
      stderr: `error FileUnreadable: ${message} Correct it; nothing was written.\n`,
    });
    expect(work.read(".vscode/settings.json")).toBe(text);
    expect(existsSync(join(work.folder, ".idle"))).toBe(false);
  });

  it
    .skipIf(process.platform === "win32")
    .each([".vscode", ".idle", ".vscode/settings.json", ".idle/schemas/plan.schema.json"])(
    "does not follow %s out of the project",
    (place) => {
      const outside = createWorkspace();
      try {
        writeFileSync(join(outside.folder, "theirs.json"), "{}");
        mkdirSync(join(work.folder, place, ".."), { recursive: true });
        const target = place.endsWith(".json") ? join(outside.folder, "theirs.json") : outside.folder;
        symlinkSync(target, join(work.folder, place));
        const { code, stdout, stderr } = work.idle(["schema", "--setup"]);
        expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
        expect(stderr).toContain(`${place} leads to a place outside of the project.`);
        expect(outside.read("theirs.json")).toBe("{}");
        expect(existsSync(join(outside.folder, "settings.json"))).toBe(false);
        expect(existsSync(join(outside.folder, "schemas"))).toBe(false);
      } finally {
        outside.remove();
      }
    },
  );

  it.skipIf(process.platform === "win32")(
    "follows a link inside of the project, and refuses one that leads nowhere",
    () => {
      mkdirSync(join(work.folder, "editor"));
      symlinkSync("editor", join(work.folder, ".vscode"));
      expect(work.idle(["schema", "--setup"]).code).toBe(0);
      expect(existsSync(join(work.folder, "editor/settings.json"))).toBe(true);
      rmSync(join(work.folder, ".idle"), { recursive: true });
      symlinkSync("gone", join(work.folder, ".idle"));
      expect(work.idle(["schema", "--setup"]).stderr).toContain(".idle leads to a place that is not there.");
    },
  );

  it.skipIf(process.platform === "win32")("waits for nobody where a pipe is in the place of a file", () => {
    mkdirSync(join(work.folder, ".idle", "schemas"), { recursive: true });
    execFileSync("sh", ["-c", 'mkfifo "$0"', join(work.folder, ".idle/schemas/plan.schema.json")]);
    const { code, stderr } = work.idle(["schema", "--setup"]);
    expect(code).toBe(1);
    expect(stderr).toContain(".idle/schemas/plan.schema.json is no file. Move it away; nothing was written.");
  });

  it("takes no name", () => {
    const message = "error: With --setup, all schemas are written. Leave the name out.\n";
    expect(work.idle(["schema", "--setup", "workflow"])).toEqual({ code: 64, stdout: "", stderr: message });
  });

  it.runIf(hasTerminals)("fits a terminal of 80 columns", async () => {
    const { stdout } = await work.terminal("idle schema --setup");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });
});
