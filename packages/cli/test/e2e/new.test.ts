// idle new, as a process: what it makes validates and plans, and what is in the way stays as it is.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

const here = () => readdirSync(work.folder, { recursive: true }).map(String).sort();
/** Runs the commands it says to run next, but for the one that is not there yet. */
function follow(stdout: string): string[] {
  const [, next = ""] = stdout.split("\nNext\n");
  return next.split("\n").flatMap((line) => (line.startsWith("  idle ") ? [line.trim().slice("idle ".length)] : []));
}

describe("idle new workflow", () => {
  it.each(["Joiner", "Mover", "Leaver"])(
    "for a %s validates, and can be planned with a request made for it",
    (event) => {
      const { code, stdout, stderr } = work.idle(["new", "workflow", "FirstSteps", "--event", event]);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toBe(`Created
  workflows/first-steps.test.yaml
  workflows/first-steps.yaml

Next
  idle validate workflows/first-steps.yaml
  idle test workflows/first-steps.test.yaml
  idle new request first-steps-request --workflow workflows/first-steps.yaml
  idle schema --setup
`);
      const [validate = "", , request = ""] = follow(stdout);
      expect(work.idle(validate.split(" "))).toMatchObject({ code: 0, stdout: "1 workflow checked: no problems.\n" });
      const made = work.idle(request.split(" "));
      expect(made).toMatchObject({ code: 0, stderr: "" });
      const [plan = ""] = follow(made.stdout);
      expect(plan).toBe("plan -w workflows/first-steps.yaml -r requests/first-steps-request.yaml");
      work.write("directory.json", { identities: [{ identityKey: "jdoe", enabled: true, attributes: {} }] });
      work.write(
        "idle.config.yaml",
        'providers: { Identity: { use: "@idle/provider-mock", options: { file: directory.json } } }\n',
      );
      const refused = work.idle(plan.split(" "));
      expect(refused.code).toBe(4);
      expect(refused.stderr).toMatch(/first-steps-request\.yaml:\d+:\d+ error PlaceholderLeft .* is still TODO\./);
      const filledIn = work.read("requests/first-steps-request.yaml").replaceAll(": TODO", ": jdoe");
      work.write("requests/first-steps-request.yaml", filledIn);
      expect(work.idle(plan.split(" "))).toMatchObject({ code: 0, stderr: "" });
    },
  );

  it.for(["Joiner", "Mover", "Leaver"])("for a %s passes the test that comes with it", (event, context) => {
    if (!work.idle(["--help"]).stdout.includes("\n  test ")) context.skip("This idle has no command test yet.");
    const { stdout } = work.idle(["new", "workflow", "FirstSteps", "--event", event]);
    const [, test = ""] = follow(stdout);
    expect(work.idle(test.split(" "))).toMatchObject({ code: 0, stderr: "" });
  });

  it("goes into the folder for workflows, or where it is told", () => {
    expect(work.idle(["new", "workflow", "a"]).stdout).toContain("idle validate workflows/a.yaml");
    expect(work.idle(["new", "workflow", "a", "--out", "my flows"]).stdout).toContain(
      'idle validate "my flows/a.yaml"',
    );
    expect(work.idle(["new", "workflow", "a", "--out", "."]).code).toBe(0);
    for (const folder of ["workflows", "my flows", "."])
      expect(existsSync(join(work.folder, folder, "a.yaml"))).toBe(true);
  });

  it("is made here within a folder for workflows", () => {
    mkdirSync(join(work.folder, "workflows", "deep"), { recursive: true });
    const { code, stdout } = work.idle(["new", "workflow", "a"], { cwd: join(work.folder, "workflows", "deep") });
    expect([code, stdout]).toEqual([0, expect.stringContaining("idle validate a.yaml")]);
    expect(existsSync(join(work.folder, "workflows", "deep", "a.yaml"))).toBe(true);
  });

  it("lands where the editor looks for it, before and after the editor is set up", () => {
    expect(work.idle(["new", "workflow", "a"]).stdout).toContain("idle schema --setup");
    expect(work.idle(["schema", "--setup"]).code).toBe(0);
    expect(work.read(".vscode/settings.json")).toContain('"workflows/**/*.yaml"');
    expect(work.idle(["new", "workflow", "b"]).stdout).not.toContain("idle schema --setup");
    expect(here().filter((name) => name.endsWith("b.yaml"))).toEqual([join("workflows", "b.yaml")]);
  });

  it("overwrites nothing, names all that is in the way, and writes nothing then", () => {
    work.write("workflows/a.test.yaml", "mine");
    const before = here();
    const { code, stdout, stderr } = work.idle(["new", "workflow", "a"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("Nothing was written: workflows/a.test.yaml is there already and is not overwritten.");
    expect(here()).toEqual(before);
    expect(work.read("workflows/a.test.yaml")).toBe("mine");
  });
});

describe("idle new request", () => {
  it("has what a workflow asks for", () => {
    expect(work.idle(["new", "workflow", "a"]).code).toBe(0);
    expect(work.idle(["new", "request", "jane", "-w", "workflows/a.yaml"]).stdout).toContain(
      "\nNext\n  Fill in your values in requests/jane.yaml: those there are made up.\n  idle plan -w workflows/a.yaml -r requests/jane.yaml\n",
    );
    expect(work.read("requests/jane.yaml")).toContain("  Department: TODO  # text, not empty\n");
    expect(work.read("requests/jane.yaml")).toContain("#   Title: TODO  # text, not empty\n");
  });

  it("is one to change, without a workflow", () => {
    expect(work.idle(["new", "request", "jane"]).stdout).toContain("idle plan -w WORKFLOW -r requests/jane.yaml");
    expect(work.read("requests/jane.yaml")).toContain("lifecycleEvent: Joiner");
  });

  it("is not made for a workflow that is none", () => {
    work.write("bad.yaml", "name: [");
    const { code, stderr } = work.idle(["new", "request", "jane", "-w", "bad.yaml"]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^bad\.yaml:1:\d+ error SyntaxInvalid/);
    expect(existsSync(join(work.folder, "requests", "jane.yaml"))).toBe(false);
  });
});

describe("idle new provider and idle new step", () => {
  it("say what they made and what to do next", () => {
    const { code, stdout } = work.idle([
      "new",
      "step",
      "EnsureBadge",
      "--package",
      "@acme/idle-badges",
      "--out",
      "lib",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("  lib/idle-badges/src/ensure-badge.ts\n");
    expect(stdout).toMatch(
      /\nNext\n {2}cd lib\/idle-badges\n {2}npm install\n {2}npm run typecheck\n {2}npm test\n {2}npm run build\n$/,
    );
    expect(work.read("lib/idle-badges/src/ensure-badge.ts")).toContain('type: "Acme.Step.EnsureBadge"');
    expect(work.read("lib/idle-badges/package.json")).toContain('"name": "@acme/idle-badges"');
    expect(existsSync(join(work.folder, "lib", "idle-badges", ".gitignore"))).toBe(true);
  });

  it("name everything that is in the way", () => {
    work.write("idle-provider-doors/package.json", "mine");
    work.write("idle-provider-doors/src/index.ts", "mine");
    const before = here();
    const { code, stderr } = work.idle(["new", "provider", "doors"]);
    expect(code).toBe(1);
    expect(stderr).toContain("idle-provider-doors/package.json, idle-provider-doors/src/index.ts are there already");
    expect(here()).toEqual(before);
  });
});

describe("wrong usage of idle new", () => {
  it.each([
    [["new", "workflow", "../a"], "the folder goes into --out"],
    [["new", "provider", "Door System"], "such as door-system"],
    [["new", "provider", "con"], "is reserved"],
    [["new", "step", "delete"], "means something else in the code that is made"],
    [["new", "step", "a-b", "--prefix", "IdLE"], "such as Acme"],
    [["new", "step", "a-b", "--package", "@idle/x"], "Write your own"],
    [["new", "step"], "(idle new step --help says how)"],
    [["new", "workflow", "a", "--event", "Birthday"], "Joiner, Mover, Leaver"],
    [["new", "worfklow", "a"], "Did you mean workflow?"],
  ])("%j is told", (args, advice) => {
    const before = here();
    const { code, stderr } = work.idle(args);
    expect(code).toBe(64);
    expect(stderr).toContain(advice);
    expect(here()).toEqual(before);
  });

  it("is shown the ways there are", () => {
    const { stdout, code } = work.idle(["new", "--help"]);
    expect(code).toBe(0);
    for (const command of ["workflow", "request", "provider", "step"]) expect(stdout).toContain(`\n  ${command} `);
    expect(stdout).toContain("Exit codes:");
  });
});
