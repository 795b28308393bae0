import { existsSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "@idle/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkspace, joiner, request, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeAll(() => {
  work = createWorkspace();
  const source = ["-w", "joiner.yaml", "-r", "request.json"];
  expect(work.idle(["plan", ...source, "-o", "plan.json"]).code).toBe(0);
  expect(work.idle(["apply", "plan.json", "--yes", "--out", "result.json", "--audit", "audit.ndjson"]).code).toBe(0);
});
afterAll(() => work.remove());

const show = (file: string, ...more: string[]) => work.idle(["show", file, ...more]);

describe("idle show", () => {
  it("shows a plan as idle plan did, and when it was saved", () => {
    utimesSync(join(work.folder, "plan.json"), 0, Date.UTC(2026, 0, 15, 9) / 1000);
    const { code, stdout, stderr } = show("plan.json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("\n  saved           2026-01-15T09:00:00.000Z\n");
    const input = show("-").stdout;
    expect(input).toBe("");
    const piped = work.idle(["show", "-"], { input: work.read("plan.json") }).stdout;
    expect(piped).toBe(stdout.replace(/\n {2}saved .*/, ""));
    expect(piped).toMatch(/Plan: \d+ to add, \d+ to change, \d+ to remove, \d+ to invoke\.\n$/);
  });

  it("says of a plan that it cannot be executed", () => {
    work.write(
      "secret.yaml",
      joiner.replace("Department: ", 'accountPassword: "{{Request.Intent.pin}}", Department: '),
    );
    work.write("secret.json", {
      ...request,
      intent: { ...request.intent, pin: { password: "hunter22222" }, accountPassword: "hunter22222" },
    });
    work.write(
      "w.yaml",
      `name: W\nlifecycleEvent: Joiner\nsteps:\n  - name: S\n    type: IdLE.Step.EnsureAttributes\n    with: { identityKey: jdoe, attributes: { accountPassword: "{{Request.Intent.accountPassword}}" } }\n`,
    );
    expect(work.idle(["plan", "-w", "w.yaml", "-r", "secret.json", "-o", "secret.plan.json"]).code).toBe(0);
    const { code, stdout } = show("secret.plan.json");
    expect(code).toBe(0);
    expect(stdout).toContain("This plan cannot be executed: it lacks a value that a step needs.");
    expect(stdout).not.toContain("hunter2");
  });

  it("shows a result as idle apply did, with the file that has its sealed outputs", () => {
    const { code, stdout, stderr } = show("result.json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Run [0-9a-f-]{36}\n/);
    expect(stdout).toMatch(/\nRun completed: 2 changed, 0 unchanged, 1 not applicable, in .*\.\n$/);
    const result = work.json("result.json") as { steps: JsonObject[] };
    const sealed = { ...result, steps: [{ ...result.steps[0], sealedOutputs: { pin: "a.b.c.d.e" } }] };
    work.write("sealed.json", sealed);
    expect(show("sealed.json").stdout).toContain("sealed: pin (idle secrets open sealed.json --key FILE)");
    const piped = work.idle(["show", "-"], { input: work.read("sealed.json") });
    expect(piped.stdout).toContain("(idle secrets open RESULT --key FILE)");
  });

  it.each(["plan.json", "result.json"])("gives %s again as JSON", (file) => {
    const { code, stdout, stderr } = show(file, "--json");
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: work.read(file), stderr: "" });
  });

  it("needs no configuration and loads none", () => {
    work.write("elsewhere/.git/x", "");
    work.write("elsewhere/idle.config.yaml", "providers: { broken");
    work.write("elsewhere/plan.json", work.read("plan.json"));
    expect(work.idle(["show", "plan.json"], { cwd: join(work.folder, "elsewhere") }).code).toBe(0);
  });
});

describe("idle show of something else", () => {
  const said = (file: string) => {
    const { code, stdout, stderr } = show(file);
    expect(stdout).toBe("");
    return `${code} ${stderr}`;
  };

  it.each<[string, string | object | null, RegExp]>([
    [
      "joiner.yaml",
      null,
      /is a workflow\. To see what it would do: idle plan -w joiner\.yaml -r REQUEST\. To check it: idle validate joiner\.yaml\./,
    ],
    ["request.json", null, /is a request\. .*idle plan -w WORKFLOW -r request\.json\./],
    ["request.yaml", "# hr\nlifecycleEvent: Joiner\nintent: {}\n", /is a request\./],
    [
      "idle.config.yaml",
      null,
      /is a configuration\. To see what it sets up: idle providers --config idle\.config\.yaml\./,
    ],
    ["audit.ndjson", null, /is a record of events, one on each line\./],
    [
      "joiner.test.yaml",
      "workflow: joiner.yaml\ntests: []\n",
      /is a test of a workflow\. To run it: idle test joiner\.test\.yaml\./,
    ],
    ["broken.yaml", "lifecycleEvent: Joiner\nsteps: [\n", /is a workflow\./],
    ["directory.json", { identities: [] }, /is the data of a pretend directory/],
    ["a.schema.json", { $schema: "x", $defs: {} }, /is a JSON Schema\./],
    ["key.pem", "-----BEGIN PRIVATE KEY-----\nx\n", /is a key/],
    ["empty.json", " \n", /is empty\./],
    ["number.json", "42", /is neither a plan nor a result\./],
    ["notes.txt", "hello", /is neither a plan nor a result\./],
    ["\u001b[31m\u202e.json", "[]", /^4 error PlanInvalid: \\u001b\[31m\\u202e\.json is neither/],
  ])("%j says what it is", (file, content, words) => {
    if (content !== null) work.write(file, content);
    expect(said(file)).toMatch(words);
    expect(said(file)).toMatch(/^4 error (Plan|Result)Invalid: /);
  });

  it("says what is wrong with a plan or result, and shows nothing of it", () => {
    const plan = work.read("plan.json");
    work.write("changed.json", plan.replace('"Joiner"', '"Mover"'));
    expect(said("changed.json")).toContain("changed.json: The plan was changed after it was made");
    work.write("cut.json", plan.slice(0, 700));
    expect(said("cut.json")).toContain("PlanInvalid: cut.json: This is no plan: it is not JSON. At ");
    work.write("newer.json", plan.replace('"schemaVersion": "1.0"', '"schemaVersion": "2.0"'));
    expect(said("newer.json")).toContain("4 error PlanVersionUnsupported: newer.json: The plan has schema version 2.0");
    const result = work.json("result.json") as JsonObject;
    work.write("newer-result.json", { ...result, schemaVersion: "2.0" });
    expect(said("newer-result.json")).toContain(
      '4 error ResultInvalid: newer-result.json: The result states schema version "2.0"',
    );
    work.write("half.json", { ...result, steps: 3 });
    expect(said("half.json")).toContain('half.json: This is no valid result: "steps" must be a list, but is a number.');
    work.write("deep.json", `{"runId":"r","steps":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);
    expect(said("deep.json")).toContain("ResultInvalid: deep.json: This is no result");
    work.write("proto.json", work.read("result.json").replace("{", '{"__proto__":{"status":"Completed"},'));
    expect(said("proto.json")).toContain('Unknown key "__proto__"');
  });

  it("knows UTF-16, which Windows PowerShell writes", () => {
    const path = work.write("utf16.json", "");
    const { writeFileSync } = process.getBuiltinModule("node:fs");
    writeFileSync(path, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(work.read("plan.json"), "utf16le")]));
    expect(said("utf16.json")).toContain("is UTF-16, as > of Windows PowerShell writes it.");
  });

  it("reads 100 MB of nothing in time, and says that it is nothing", () => {
    work.write("large.json", `{"runId":"r","steps":[],"x":"${"a".repeat(100_000_000)}"}`);
    expect(said("large.json")).toContain(
      "4 error ResultInvalid: large.json: This is no valid result: The result lacks the keys",
    );
    work.write("large.txt", "a".repeat(100_000_000));
    expect(said("large.txt")).toContain("is neither a plan nor a result");
  });

  it("cannot read what is not there, or a folder", () => {
    expect(said("missing.json")).toBe("1 error FileUnreadable: missing.json cannot be read: there is no such file.\n");
    expect(said(".git")).toBe("1 error FileUnreadable: .git cannot be read: it is a folder; name the files in it.\n");
    expect(work.idle(["show"]).code).toBe(64);
    expect(existsSync(join(work.folder, "plan.json"))).toBe(true);
  });

  it("has the error as the document with --json", () => {
    const { code, stdout } = show("joiner.yaml", "--json");
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "PlanInvalid" } });
  });
});
