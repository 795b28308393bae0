import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, hasTerminals, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

const apply = "idle apply -w joiner.yaml -r request.json";

describe.skipIf(!hasTerminals)("idle apply on a terminal (needs script of util-linux)", () => {
  it.each(["yes\n", "y\n", " YES \n"])("runs the plan after %j", async (typed) => {
    const { code, stdout } = await work.terminal(apply, typed);
    expect(code).toBe(0);
    expect(stdout).toContain("Run this plan? [y/N] ");
    expect(stdout).toContain("Run completed");
    expect(work.read(".idle/directory.json")).toContain("jdoe");
  });

  it.each(["no\n", "\n", "yess\n", "\u0004"])("leaves everything as it is after %j", async (typed) => {
    const { code, stdout } = await work.terminal(apply, typed);
    expect(code).toBe(1);
    expect(stdout).toContain("Not applied: nothing was changed.");
    expect(() => work.read(".idle/directory.json")).toThrow();
  });

  it("takes Ctrl-C for an answer", async () => {
    const { code, stdout } = await work.terminal(`${apply} --out result.json`, "\u0003");
    expect(code).toBe(130);
    expect(stdout).toContain("Interrupted: nothing was changed.");
    expect(() => work.read("result.json")).toThrow();
  });

  it("shows the plan to who is asked, even when the output goes elsewhere", async () => {
    const { code, stdout } = await work.terminal(`${apply} > output.txt`, "y\n");
    expect(code).toBe(0);
    expect(stdout).toContain("Plan: 1 to add");
    expect(work.read("output.txt")).not.toContain("Plan: 1 to add");
    expect(work.read("output.txt")).toContain("Run completed");
  });

  it("asks even when there is nothing to change", async () => {
    work.idle(["apply", "-w", "joiner.yaml", "-r", "request.json", "--yes"]);
    expect((await work.terminal(apply, "n\n")).stdout).toContain("Nothing to change. Run it all the same? [y/N] ");
  });

  it("shows how far it is, and takes that away again", async () => {
    const { stdout } = await work.terminal(`${apply} --yes`);
    expect(stdout).toContain("1/3 Create account");
    expect(stdout).toContain("\r\u001b[2K");
  });

  it("asks nothing when the request comes where the answer would", async () => {
    const { code, stdout } = await work.terminal("cat request.json | idle apply -w joiner.yaml -r -");
    expect(code).toBe(64);
    expect(stdout).toContain("Standard input is not free to ask on.");
  });

  it("keeps to the width of the terminal", async () => {
    const { stdout } = await work.terminal("stty cols 50; idle --no-color plan -w joiner.yaml -r request.json");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(50);
  });

  it.each([
    [
      "idle.config.yaml",
      "authSessions:\n  - default: true\n    type: Credential\n    userName: u\n    password:\n      PLANTED\n",
    ],
    ["idle.config.yaml", 'authSessions: [{ default: true, use: x, options: { password: ["PLANTED"] } }]'],
    ["idle.config.yaml", "authSessions: [{ default: true, type: Credential, userName: u, pasword: PLANTED }]"],
    ["idle.config.yaml", "redactNames: [pin]\nproviders: { A: { use: x, options: { pin: PLANTED } } }"],
    ["idle.config.yaml", "providers: { Identity: { use: '@idle/provider-mock', options: { fail: PLANTED } } }"],
    ["request.json", '{ "lifecycleEvent": "Joiner",\n"intent": { "a": 1 }, "pasword": "PLANTED" }'],
    ["request.json", '{ "intent": { "password": PLANTED } }'],
    ["joiner.yaml", 'name: W\nlifecycleEvent: Joiner\nsteps: "a\n  PLANTED: b" c\n'],
    ["joiner.yaml", "name: W\nlifecycleEvent: Joiner\nsteps: []\npassword: *PLANTED\n"],
    ["joiner.yaml", "name: W\nlifecycleEvent: Joiner\nsteps: []\npassword: { value: PLANTED }\n"],
  ])("shows no line that may hold a secret: %s %j", async (file, text) => {
    work.write(file, text);
    const { stdout } = await work.terminal("idle plan -w joiner.yaml -r request.json; echo code $?");
    expect(stdout).toContain(`${file}:`);
    expect(stdout).toMatch(/code [14]\n/);
    expect(stdout).not.toContain("PLANTED");
  });
});
