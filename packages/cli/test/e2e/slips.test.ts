// Slips at the command line that would cost a file, or end well when nothing did.
import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

const source = ["-w", "joiner.yaml", "-r", "request.json"];

describe("a file that is read", () => {
  it.each([
    ["the workflow as the plan", ["plan", ...source, "-o", "joiner.yaml"]],
    ["the request as the audit file", ["apply", ...source, "--yes", "--audit", "./request.json"]],
    ["one file for result and audit", ["apply", ...source, "--yes", "--audit", "both", "--out", "both"]],
  ])("is never written: %s", (_, args) => {
    const before = [work.read("joiner.yaml"), work.read("request.json")];
    const { code, stderr } = work.idle(args);
    expect(code).toBe(64);
    expect(stderr).toContain("Name another file.");
    expect([work.read("joiner.yaml"), work.read("request.json")]).toEqual(before);
  });
});

describe("output", () => {
  it("that cannot be written is an error", (context) => {
    if (!existsSync("/dev/full")) context.skip("This system has no /dev/full.");
    return work.terminal(`idle plan ${source.join(" ")} --json >/dev/full; echo code $?`).then(({ stdout }) => {
      expect(stdout).toContain("code 1");
    });
  });

  it("is wanted once", () => {
    const { code, stderr } = work.idle(["apply", ...source, "--yes", "--json", "--events"]);
    expect(code).toBe(64);
    expect(stderr).toContain("--json and --events");
  });
});

describe("a request in JSON", () => {
  it("with a comment is refused, with its place", () => {
    work.write("request.json", '{\n  "lifecycleEvent": "Joiner",\n  // why\n  "identityKeys": {}\n}\n');
    const { code, stderr } = work.idle(["plan", "-w", "joiner.yaml", "-r", "request.json"]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/request\.json:3:3 error SyntaxInvalid .*no comments/);
  });
});

describe("a workflow where a plan is wanted", () => {
  it("is told with the file and the way", () => {
    const { code, stderr } = work.idle(["apply", "joiner.yaml", "--yes"]);
    expect(code).toBe(4);
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(
      /joiner\.yaml is a workflow\. .*idle apply -w joiner\.yaml -r REQUEST/,
    );
  });
});

describe("a file of another kind", () => {
  it.each([
    [["validate", "request.json"], "request.json is a request."],
    [["validate", "idle.config.yaml"], "idle.config.yaml is a configuration."],
    [["plan", "-w", "request.json", "-r", "joiner.yaml"], "they are swapped. Write -w joiner.yaml -r request.json."],
    [["plan", "-w", "plan.json", "-r", "request.json"], "plan.json is a saved plan. To run it: idle apply plan.json."],
    [["plan", "-w", "joiner.yaml", "-r", "idle.config.yaml"], "idle.config.yaml is a configuration."],
    [["apply", "result.json"], "result.json is the result of a run. To see it: idle show result.json."],
    [["apply", "request.json"], "request.json is a request."],
    [["new", "request", "bob", "--workflow", "request.json"], "request.json is a request."],
  ])("is told as what it is: %j", (args, words) => {
    expect(work.idle(["plan", ...source, "-o", "plan.json"]).code).toBe(0);
    expect(work.idle(["apply", "plan.json", "--yes", "--out", "result.json"]).code).toBe(0);
    const { code, stdout, stderr } = work.idle(args);
    expect(code).toBe(4);
    expect(stdout + stderr).toContain(words);
    expect(stdout + stderr).not.toContain("UnknownKey");
  });

  it("is none while it may be the beginning of the right one", () => {
    work.write("begun.yaml", "lifecycleEvent: Joiner\n");
    const { code, stdout } = work.idle(["validate", "begun.yaml"]);
    expect(code).toBe(4);
    expect(stdout).toContain("MissingKey");
  });
});

describe("a plan that is not there", () => {
  it("is told before anything is said of asking", () => {
    const { code, stderr } = work.idle(["apply", "nope.json"]);
    expect(code).toBe(1);
    expect(stderr).toContain("nope.json cannot be read: there is no such file.");
  });
});

describe("a misspelt alias", () => {
  it.each([
    ["in the configuration", "Identty", "Identity"],
    ["in the workflow", "Identity", "Identty"],
  ])("%s is suggested", (_, configured, wanted) => {
    work.write("idle.config.yaml", work.read("idle.config.yaml").replace("Identity", configured));
    work.write("joiner.yaml", work.read("joiner.yaml").replaceAll("provider: Identity", `provider: ${wanted}`));
    const { code, stderr } = work.idle(["plan", ...source]);
    expect(code).toBe(4);
    expect(stderr).toContain(`no alias "${wanted}". It has: ${configured}. Did you mean "${configured}"?`);
    expect(stderr).toContain("correct the alias under providers");
  });
});
