import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodeMeanings } from "../../src/exit-codes.ts";
import { createWorkspace, joiner, request, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

const source = ["-w", "joiner.yaml", "-r", "request.json"];
const step = (text: string) =>
  `name: W\nlifecycleEvent: Joiner\nsteps:\n  - name: S\n    type: IdLE.Step.EmitEvent\n${text}`;

describe("exit code 0", () => {
  it.each([
    ["--version"],
    ["--help"],
    ["help", "plan"],
    ["plan", "--help"],
    ["validate", "joiner.yaml"],
    ["plan", ...source],
  ])("idle %s %s", (...args) => expect(work.idle(args).code).toBe(0));

  it("is what an empty plan exits with, with --detailed-exitcode too", () => {
    expect(work.idle(["apply", ...source, "--yes"]).code).toBe(0);
    expect(work.idle(["plan", ...source, "--detailed-exitcode"]).code).toBe(0);
  });
});

describe("exit code 1", () => {
  it("for a file that is not there", () => {
    expect(work.idle(["apply", "missing.json", "--yes"])).toEqual({
      code: 1,
      stdout: "",
      stderr: "error FileUnreadable: missing.json cannot be read: there is no such file.\n",
    });
  });

  it("for a record that cannot be written, before anything runs", () => {
    const { code, stderr } = work.idle(["apply", ...source, "--yes", "--out", "no/result.json"]);
    expect(code).toBe(1);
    expect(stderr).toBe("error FileUnreadable: no/result.json cannot be written: its folder does not exist.\n");
    expect(() => work.read(".idle/directory.json")).toThrow();
  });

  it("for a run that failed", () => {
    work.write(
      "fails.yaml",
      step(
        "    with: { message: m }\n    precondition: { exists: Request.Intent.No }\n    onPreconditionFalse: Fail\n",
      ),
    );
    const { code, stdout } = work.idle(["apply", "-w", "fails.yaml", "-r", "request.json", "--yes"]);
    expect(code).toBe(1);
    expect(stdout).toContain("Run failed: 0 changed, 0 unchanged, 1 failed");
  });
});

describe("exit code 2", () => {
  it("for changes, with --detailed-exitcode", () => {
    expect(work.idle(["plan", ...source, "--detailed-exitcode"]).code).toBe(2);
  });

  it("for changes that cannot be known", () => {
    work.write("idle.config.yaml", "{}");
    expect(work.idle(["plan", ...source, "--detailed-exitcode"]).code).toBe(2);
  });
});

describe("exit code 3", () => {
  it("for a run that a precondition blocked", () => {
    work.write("blocks.yaml", step("    with: { message: m }\n    precondition: { exists: Request.Intent.No }\n"));
    const { code, stdout } = work.idle(["apply", "-w", "blocks.yaml", "-r", "request.json", "--yes"]);
    expect(code).toBe(3);
    expect(stdout).toContain("Run blocked: 0 changed, 0 unchanged, 1 blocked");
  });
});

describe("exit code 4", () => {
  it("for a workflow with a typo, with place and suggestion", () => {
    work.write("typo.yaml", joiner.replace("lifecycleEvent", "lifecycelEvent"));
    for (const args of [
      ["validate", "typo.yaml"],
      ["plan", "-w", "typo.yaml", "-r", "request.json"],
    ]) {
      const { code, stdout, stderr } = work.idle(args);
      expect(code).toBe(4);
      expect(stdout + stderr).toContain(
        'typo.yaml:2:1 error UnknownKey Unknown key "lifecycelEvent". Did you mean "lifecycleEvent"?\n',
      );
    }
  });

  it.each([
    ["lifecycleEvent: Joiner\nidentityKeys: { sAMAccountName: 007 }\n", "request.yaml:2:33 error NumberNotCanonical"],
    ["lifecycleEvents: Joiner\n", "request.yaml:1:1 error UnknownKey"],
    ["lifecycleEvent: Joiner\nidentityKeys: []\n", "request.yaml:2:15 error WrongType"],
    ["[]\n", "request.yaml:1:1 error"],
  ])("for a request that is wrong, with the place: %j", (text, expected) => {
    work.write("request.yaml", text);
    const { code, stderr } = work.idle(["plan", "-w", "joiner.yaml", "-r", "request.yaml"]);
    expect(code).toBe(4);
    expect(stderr).toContain(expected);
  });

  it("for a request that lacks what the workflow needs, with the place in the request", () => {
    const inputs = "inputs: { intent: { type: object, required: [Site], properties: { Site: { type: string } } } }\n";
    work.write("joiner.yaml", joiner.replace("steps:", `${inputs}steps:`));
    work.write(
      "request.yaml",
      "lifecycleEvent: Joiner\nidentityKeys: { sAMAccountName: x }\nintent:\n  Department: IT\n",
    );
    const { code, stderr } = work.idle(["plan", "-w", "joiner.yaml", "-r", "request.yaml"]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/request\.yaml:\d+:\d+ error MissingKey .*Site/);
  });

  it("for a template without a value, with the place in the workflow", () => {
    work.write("request.json", { ...request, intent: { Department: "IT" } });
    const { code, stderr } = work.idle(["plan", ...source]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^joiner\.yaml:9:32 error TemplateUnresolved /m);
  });

  it("for a plan that was changed after its review", () => {
    work.idle(["plan", ...source, "-o", "plan.json"]);
    work.write("plan.json", work.read("plan.json").replaceAll("jdoe", "admin"));
    const { code, stdout, stderr } = work.idle(["apply", "plan.json", "--yes"]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(/^error PlanInvalid: /);
  });

  it.each(["", "{}", "nonsense", "[1]"])("for a plan that is none: %j", (text) => {
    work.write("plan.json", text);
    expect(work.idle(["apply", "plan.json", "--yes"])).toMatchObject({ code: 4, stdout: "" });
  });
});

describe("an error, with --json", () => {
  it("is the one document on standard output, and told on standard error as well", () => {
    work.write("typo.yaml", joiner.replace("lifecycleEvent", "lifecycelEvent"));
    const { code, stdout, stderr } = work.idle(["plan", "-w", "typo.yaml", "-r", "request.json", "--json"]);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: "WorkflowInvalid", details: { diagnostics: [{ code: "UnknownKey", line: 2 }] } },
    });
    expect(stderr).toMatch(/^typo\.yaml:2:1 error UnknownKey .*\n1 error\.\n$/);
  });
});

describe("exit code 64", () => {
  it.each([
    [["wrong"]],
    [[]],
    [["validate"]],
    [["validate", "no-such-*.yaml"]],
    [["plan"]],
    [["plan", "-w", "joiner.yaml"]],
    [["plan", ...source, "--no-such-option"]],
    [["plan", ...source, "extra"]],
    [["plan", "-w", "-", "-r", "-"]],
    [["apply"]],
    [["apply", "-w", "joiner.yaml"]],
    [["apply", "plan.json", "-w", "joiner.yaml", "--yes"]],
    [["apply", "plan.json", "-r", "request.json", "--yes"]],
    [["apply", "plan.json", "--yes", "--out", "x", "--audit", "./x"]],
    [["--log-level", "loud", "plan", ...source]],
    [["identities"]],
    [["identities", "show"]],
    [["identities", "show", ""]],
    [["identities", "find"]],
    [["identities", "find", "Department"]],
    [["identities", "find", "=IT"]],
    [["identities", "find", "Title=a", "Title=b"]],
    [["identities", "list", "--enabled", "--disabled"]],
    [["identities", "list", "--json", "--ndjson"]],
    [["identities", "list", "--limit", "0"]],
    [["identities", "list", "--limit", "many"]],
    [["identities", "list", "--provider", "Idenity"]],
  ])("for wrong usage, with a word on standard error: %j", (args) => {
    const { code, stdout, stderr } = work.idle(args);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).not.toBe("");
  });

  it("for an apply that nobody can be asked about, with what to do", () => {
    work.idle(["plan", ...source, "-o", "plan.json"]);
    const { code, stdout, stderr } = work.idle(["apply", "plan.json"]);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toBe(
      "error: There is no terminal to ask on. Nothing was changed. Review the plan with idle plan, then apply it with --yes.\n",
    );
    expect(() => work.read(".idle/directory.json")).toThrow();
  });

  it("suggests the command that was meant", () => {
    expect(work.idle(["vaildate", "x"]).stderr).toContain("Did you mean validate?");
  });
});

describe("the help", () => {
  it("lists every exit code", () => {
    const { stdout } = work.idle(["--help"]);
    for (const [code, meaning] of exitCodeMeanings)
      expect(stdout).toContain(`  ${String(code).padEnd(4)} ${meaning}\n`);
  });

  it.each([
    ["validate", [0, 1, 4, 64]],
    ["plan", [0, 1, 2, 3, 4, 64, 130]],
    ["apply", [0, 1, 3, 4, 5, 64, 130]],
    ["test", [0, 1, 4, 64, 130]],
    ["show", [0, 1, 4, 64]],
    ["steps", [0, 1, 64]],
    ["providers", [0, 1, 64, 130]],
    ["identities", [0, 1, 64, 130]],
    ["identities list", [0, 1, 64, 130]],
    ["identities show", [0, 1, 64, 130]],
    ["identities find", [0, 1, 64, 130]],
    ["completion", [0, 64]],
    ["help", [0, 64]],
    ["secrets", [0, 1, 64]],
    ["secrets open", [0, 1, 64]],
    ["secrets create-key", [0, 1, 64]],
  ])("of %s has its own exit codes, what is required, and examples", (command, codes) => {
    const { stdout } = work.idle([...command.split(" "), "--help"]);
    const listed = stdout.slice(stdout.indexOf("\nExit codes:\n")).matchAll(/^ {2}(\d+) +(.+)$/gm);
    const lines = [...listed].map(([, code, meaning]) => [Number(code), meaning] as const);
    expect(lines.map(([code]) => code)).toEqual(codes);
    if (command !== "plan") expect(lines.flat().join()).not.toContain("--detailed-exitcode");
    expect(stdout).toContain(`\nExamples:\n  idle ${command}`);
    const isRequired = ["plan", "secrets open", "secrets create-key"].includes(command);
    expect(stdout.includes("(required)")).toBe(isRequired);
  });
});
