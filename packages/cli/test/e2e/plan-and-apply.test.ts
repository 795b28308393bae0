import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { IdleEvent, Plan, Result } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, joiner, request, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

const source = ["-w", "joiner.yaml", "-r", "request.json"];
const lastLines = (text: string, count: number) => text.trimEnd().split("\n").slice(-count);
const modeOf = (name: string) => statSync(join(work.folder, name)).mode & 0o777;

describe("a joiner, planned and applied", () => {
  it("is planned, saved, applied as saved, and then has nothing left to do", () => {
    const planned = work.idle(["plan", ...source, "-o", "plan.json"]);
    expect(planned).toMatchObject({ code: 0, stderr: "Saved as plan.json. To run it: idle apply plan.json\n" });
    expect(planned.stdout).toContain(
      ' 1  Create account  IdLE.Step.CreateIdentity on Identity "jdoe"\n    + identity\n        enabled:   false\n        GivenName: "Jane"\n',
    );
    expect(planned.stdout).toContain('    ~ Department: not set → "IT"\n');
    expect(planned.stdout).toContain(
      '    not applicable, because this is false: Request.Intent.Department equals "Sales"\n',
    );
    expect(lastLines(planned.stdout, 1)).toEqual(["Plan: 1 to add, 1 to change, 0 to remove, 0 to invoke."]);

    const applied = work.idle(["apply", "plan.json", "--yes", "--out", "result.json", "--audit", "audit.ndjson"]);
    expect(applied).toMatchObject({ code: 0, stderr: "" });
    expect(applied.stdout).toContain("Plan: 1 to add, 1 to change, 0 to remove, 0 to invoke.");
    expect(applied.stdout).toMatch(/Run completed: 2 changed, 0 unchanged, 1 not applicable, in .*\.\n$/);
    const result = work.json("result.json") as Result;
    expect(result).toMatchObject({ status: "Completed", planId: (work.json("plan.json") as Plan).plan.id });
    const events = work.read("audit.ndjson").trimEnd().split("\n");
    expect(events.map((line) => (JSON.parse(line) as IdleEvent).sequence)).toEqual(events.map((_, index) => index + 1));
    if (process.platform !== "win32") {
      expect([modeOf("plan.json"), modeOf("result.json"), modeOf("audit.ndjson")]).toEqual([0o600, 0o600, 0o600]);
    }

    const again = work.idle(["plan", ...source]);
    expect(again.code).toBe(0);
    expect(lastLines(again.stdout, 2)).toEqual([
      "Nothing to change: what this workflow wants is already so.",
      "Plan: 0 to add, 0 to change, 0 to remove, 0 to invoke.",
    ]);
    const appliedAgain = work.idle(["apply", ...source, "--yes"]);
    expect(lastLines(appliedAgain.stdout, 1)).toEqual([
      expect.stringMatching(/^Run completed: 0 changed, 2 unchanged, 1 not applicable, in /),
    ]);
  });

  it("means the same from a folder below, where the paths of the configuration are concerned", () => {
    mkdirSync(join(work.folder, "below"));
    const cwd = join(work.folder, "below");
    const args = ["apply", "-w", "../joiner.yaml", "-r", "../request.json", "--yes", "--out", "result.json"];
    expect(work.idle(args, { cwd }).code).toBe(0);
    expect(work.read(".idle/directory.json")).toContain("jdoe");
    expect(work.json("below/result.json")).toMatchObject({ status: "Completed" });
  });

  it("comes from standard input and goes to standard output", () => {
    const planned = work.idle(["plan", "-w", "joiner.yaml", "-r", "-", "--json"], { input: JSON.stringify(request) });
    expect(planned).toMatchObject({ code: 0, stderr: "" });
    work.write("plan.json", planned.stdout);
    expect(work.idle(["plan", ...source, "-o", "saved.json"]).code).toBe(0);
    expect(work.read("saved.json")).toBe(planned.stdout);
    const applied = work.idle(["apply", "-", "--yes", "--json"], { input: planned.stdout });
    expect(applied.code).toBe(0);
    expect(JSON.parse(applied.stdout)).toMatchObject({ status: "Completed" });
    expect(applied.stderr).toContain("Plan: 1 to add");
    expect(work.idle(["plan", "-w", "-", "-r", "request.json"], { input: joiner }).code).toBe(0);
  });

  it("streams its events as lines of JSON", () => {
    const { code, stdout, stderr } = work.idle(["apply", ...source, "--yes", "--events"]);
    const types = stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as IdleEvent).type);
    expect(code).toBe(0);
    expect(types.at(0)).toBe("RunStarted");
    expect(types.at(-1)).toBe("RunCompleted");
    expect(stderr).toContain("Plan: 1 to add");
  });

  it("replaces nothing when it cannot plan", () => {
    work.write("plan.json", "before");
    expect(work.idle(["plan", "-w", "missing.yaml", "-r", "request.json", "-o", "plan.json"]).code).toBe(1);
    expect(work.read("plan.json")).toBe("before");
  });
});

describe("hostile values", () => {
  it("are shown, never obeyed", () => {
    const name = "\u001b[2J\u202egnp.exe\u0007\r\nPlan: 0 to add";
    work.write("request.json", { ...request, intent: { GivenName: name, Department: "a → b" } });
    const { stdout } = work.idle(["plan", ...source]);
    expect(stdout).toContain('GivenName: "\\u001b[2J\\u202egnp.exe\\u0007\\r\\nPlan: 0 to add"');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for.
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    const json = work.idle(["plan", ...source, "--json"]).stdout;
    expect(json).not.toContain("\u202e");
    expect((JSON.parse(json) as Plan).request.input.intent).toEqual({ GivenName: name, Department: "a → b" });
  });

  it("cannot hide in a file name", () => {
    const { stderr, code } = work.idle(["plan", "-w", "\u001b[2J.yaml", "-r", "request.json"]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "error FileUnreadable: \\u001b[2J.yaml cannot be read: there is no such file.\n",
    });
  });
});

describe("a configuration", () => {
  it("is not needed to plan, but then nothing is read and the command says so", () => {
    const configured = join(work.folder, "idle.config.yaml");
    work.write("elsewhere.yaml", work.read("idle.config.yaml"));
    expect(work.idle(["plan", ...source, "--config", "elsewhere.yaml"]).stderr).toBe("");
    expect(statSync(configured).isFile()).toBe(true);
    work.write("idle.config.yaml", "{}");
    const offline = work.idle(["plan", ...source]);
    expect(offline.code).toBe(0);
    expect(offline.stderr).toBe("idle.config.yaml names no providers: planning offline, no system is read.\n");
    expect(offline.stdout).toContain("? not known before it runs");
    expect(offline.stdout).toContain("2 steps are not known before they run.\n");
    const applied = work.idle(["apply", ...source, "--yes"]);
    expect(applied.code).toBe(4);
    expect(applied.stderr).toContain("Identity");
  });

  it("may be code, when it is named", () => {
    work.write(
      "idle.config.mjs",
      `export default { providers: { Identity: { name: "Mine", getCapabilities: () => [] }, Other: { use: "@idle/provider-mock" } } };`,
    );
    const { code, stderr } = work.idle(["plan", ...source, "--config", "idle.config.mjs"]);
    expect(code).toBe(4);
    expect(stderr).toContain("IdLE.Identity.Create");
  });

  it.each([
    ["throw new Error('boom');", "idle.config.mjs cannot be loaded: boom"],
    ["export const providers = {};", "idle.config.mjs has no default export that is an object"],
    ["export default { provider: {} };", 'Unknown key "provider". Did you mean "providers"?'],
  ])("that is code may be wrong: %s", (text, message) => {
    work.write("idle.config.mjs", text);
    const { code, stderr } = work.idle(["plan", ...source, "--config", "idle.config.mjs"]);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain(" at ");
  });

  it.each([
    ["@acme/missing", "", "PackageNotFound"],
    ["plain", "export const x = 1;", "PluginInvalid"],
    ["future", "export const idlePlugin = { contractVersion: 2 };", "PluginInvalid"],
    ["nothing", "export const idlePlugin = { contractVersion: 1 };", "PluginInvalid"],
    ["broken", "throw new Error('boom');", "PluginFailed"],
    [
      "strict",
      "export const idlePlugin = { contractVersion: 1, createProvider() { throw new Error('no such option') } };",
      "PluginFailed",
    ],
  ])("names the package that is no plug-in for it: %s", (name, text, problem) => {
    if (text !== "") {
      work.write(`node_modules/${name}/package.json`, { name, type: "module", exports: { ".": { import: "./i.js" } } });
      work.write(`node_modules/${name}/i.js`, text);
    }
    work.write("idle.config.yaml", `providers:\n  Identity: { use: "${name}" }\n`);
    const { code, stderr } = work.idle(["plan", ...source]);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^idle\\.config\\.yaml:2:\\d+ error ${problem} `));
    expect(stderr.split("\n")).toHaveLength(3);
  });

  it("brings step types of a package", () => {
    work.write("node_modules/acme-steps/package.json", { name: "acme-steps", type: "module", exports: "./i.js" });
    work.write(
      "node_modules/acme-steps/i.js",
      `export const idlePlugin = { contractVersion: 1, steps: [{ type: "Acme.Step.Hello", description: "Says hello.",
        with: { type: "object", additionalProperties: false, required: ["who"], properties: { who: { type: "string" } } },
        requiredCapabilities: [], previewCapabilities: [], execute: () => ({ changed: false }) }] };`,
    );
    work.write(
      "hello.yaml",
      "name: H\nlifecycleEvent: Joiner\nsteps:\n  - { name: Hi, type: Acme.Step.Hello, with: { whom: x } }\n",
    );
    expect(work.idle(["validate", "hello.yaml"]).stdout).toContain("StepTypeUnknown");
    work.write("idle.config.yaml", `${work.read("idle.config.yaml")}steps: [acme-steps, "@idle/steps-common"]\n`);
    const { stdout, code } = work.idle(["validate", "hello.yaml"]);
    expect(code).toBe(4);
    expect(stdout).toContain("who");
    expect(stdout).not.toContain("StepTypeUnknown");
  });

  it("with a secret in clear is refused, and the secret is not shown", () => {
    work.write("idle.config.yaml", "providers: { Identity: { use: x, options: { password: hunter2 } } }\n");
    const { code, stderr } = work.idle(["plan", ...source]);
    expect(code).toBe(1);
    expect(stderr).toContain("idle.config.yaml:1:55 error SecretInClear password stands here in clear.");
    expect(stderr).not.toContain("hunter2");
  });
});

describe("a log", () => {
  it("goes to standard error, as lines of JSON where there is no terminal", () => {
    const { stdout, stderr } = work.idle(["--log-level", "info", "apply", ...source, "--yes", "--events"]);
    const lines = stderr.split("\n").filter((line) => line.startsWith("{"));
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ event: "StepStarted", step: "Create account" }),
    );
    expect(stdout.split("\n").every((line) => line === "" || line.startsWith('{"sequence"'))).toBe(true);
  });

  it("does not carry on what a terminal would act on", () => {
    work.write("joiner.yaml", joiner.replace("name: Create account", 'name: "\\u202eCreate\\u0085account"'));
    const { code, stderr } = work.idle(["--log-level", "info", "apply", ...source, "--yes", "--events"]);
    expect(code).toBe(0);
    expect(stderr).toContain("\\\\u202eCreate\\\\u0085account");
    expect(stderr).not.toMatch(/[\u202e\u0085]/);
  });

  it("is not there unless asked for", () => {
    expect(work.idle(["apply", ...source, "--yes"]).stderr).toBe("");
  });
});
