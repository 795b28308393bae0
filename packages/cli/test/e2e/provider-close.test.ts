import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
  work.write("node_modules/wire/package.json", { name: "wire", type: "module", exports: "./i.js" });
  work.write(
    "node_modules/wire/i.js",
    `import { appendFileSync } from "node:fs";
const say = (line) => appendFileSync(${JSON.stringify(`${work.folder}/calls.txt`)}, line + "\\n");
export const makeProvider = (options = {}) => {
  say("made");
  return {
    name: "Wire",
    getCapabilities: () => ["IdLE.Identity.Read", "IdLE.Identity.Disable"],
    getIdentity: async ({ identityKey }) => ({ identityKey, enabled: true, attributes: {} }),
    disableIdentity: async () => { throw new Error("the wire broke"); },
    close: options.close ?? (async () => { say("closed"); if (options.fails) throw new Error("the wire hums"); }),
  };
};
export const idlePlugin = { contractVersion: 1, createProvider: makeProvider };`,
  );
  configure("{}");
  work.write(
    "leaver.yaml",
    "name: L\nlifecycleEvent: Leaver\nsteps: [{ name: Off, type: IdLE.Step.DisableIdentity, with: { provider: Identity, identityKey: jane } }]\n",
  );
  work.write("leaver.json", { lifecycleEvent: "Leaver" });
});
afterEach(() => work.remove());

const configure = (options: string) =>
  work.write("idle.config.yaml", `providers: { Identity: { use: wire, options: ${options} } }\n`);
const calls = () => work.read("calls.txt").trimEnd().split("\n");
const source = ["-w", "leaver.yaml", "-r", "leaver.json"];

describe("a provider that has connections to let go", () => {
  it.each<[readonly string[], number]>([
    [["plan", ...source], 0],
    [["apply", ...source, "--yes"], 1],
    [["providers"], 0],
    [["plan", "-w", "missing.yaml", "-r", "leaver.json"], 1],
  ])("is closed as often as it was made: %j", (args, code) => {
    expect(work.idle(args).code).toBe(code);
    if (args.includes("missing.yaml")) expect(() => calls()).toThrow();
    else expect(calls()).toEqual(["made", "closed"]);
  });

  it("is closed where another one cannot be made", () => {
    work.write("idle.config.yaml", "providers: { Identity: { use: wire }, Other: { use: not-there } }\n");
    expect(work.idle(["plan", ...source]).code).toBe(1);
    expect(calls()).toEqual(["made", "closed"]);
  });

  it("is closed where a configuration made it that is code", () => {
    work.write(
      "own.mjs",
      `import { makeProvider } from "wire";\nexport default { providers: { Identity: makeProvider() } };\n`,
    );
    expect(work.idle(["--config", "own.mjs", "plan", ...source]).code).toBe(0);
    expect(calls()).toEqual(["made", "closed"]);
  });

  it("is closed after each test that names it", () => {
    const test = "{ name: N, request: { lifecycleEvent: Leaver } }";
    work.write(
      "leaver.test.yaml",
      `providers: { Identity: { use: wire } }\ntests:\n  - ${test}\n  - ${test.replace("N,", "M,")}\n`,
    );
    expect(work.idle(["test", "leaver.test.yaml"]).stdout).toContain("Tests: 0 passed, 2 failed");
    // The first one is made while the file is read.
    expect(calls()).toEqual(["made", "made", "closed", "closed", "made", "closed"]);
  });

  it("is a warning when it cannot be closed, and the exit code stays", () => {
    configure("{ fails: true }");
    const { code, stderr } = work.idle(["plan", ...source]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "warning the wire hums\n" });
  });

  it("is refused when its close is no function, with its place", () => {
    configure("{ close: 1 }");
    const { code, stderr } = work.idle(["plan", ...source]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'idle.config.yaml:1:31 error PluginInvalid The package "wire" made a provider whose close is no function. Its author must write close() { … }, or leave it out.',
    );
  });
});
