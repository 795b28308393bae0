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
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(/joiner\.yaml: This is no plan.*idle apply -w WORKFLOW -r REQUEST/);
  });
});
