import type { Diagnostic } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, hasTerminals, joiner, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

const typo = joiner.replace("lifecycleEvent", "lifecycelEvent").replace("identityKey:", "idenityKey:");

describe("idle validate", () => {
  it("says that a workflow has no problems", () => {
    expect(work.idle(["validate", "joiner.yaml"])).toEqual({
      code: 0,
      stdout: "1 workflow checked: no problems.\n",
      stderr: "",
    });
  });

  it("shows every problem of every file, one on a line where there is no terminal", () => {
    work.write("workflows/a.yaml", typo);
    work.write("workflows/b.yaml", joiner);
    work.write("workflows/deep/c.yaml", "steps: [");
    const { code, stdout, stderr } = work.idle(["validate", "workflows/**/*.yaml", "missing.yaml"]);
    const lines = stdout.trimEnd().split("\n");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(lines).toEqual([
      expect.stringMatching(/^workflows\/a\.yaml:2:1 error UnknownKey /),
      expect.stringMatching(/^workflows\/a\.yaml:8:7 error UnknownKey .* "identityKey"\?$/),
      expect.stringMatching(/^workflows\/deep\/c\.yaml:1:\d+ error SyntaxInvalid /),
      "missing.yaml error FileUnreadable missing.yaml cannot be read: there is no such file.",
      "4 workflows checked: 4 errors in 3 files.",
    ]);
  });

  it("gives the same as JSON", () => {
    work.write("typo.yaml", typo);
    const { code, stdout } = work.idle(["validate", "--json", "typo.yaml", "joiner.yaml"]);
    const report = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
    expect(code).toBe(4);
    expect(report).toMatchObject({ valid: false, errors: 2, warnings: 0, files: ["typo.yaml", "joiner.yaml"] });
    expect(report.diagnostics[0]).toMatchObject({
      severity: "error",
      code: "UnknownKey",
      file: "typo.yaml",
      line: 2,
      column: 1,
      suggestion: "lifecycleEvent",
    });
  });

  it("reads standard input", () => {
    expect(work.idle(["validate", "-"], { input: typo }).stdout).toMatch(/^<stdin>:2:1 error UnknownKey /);
  });

  it("loads no provider, nor minds what is wrong with one", () => {
    work.write("idle.config.yaml", `providers: { Identity: { use: "@acme/missing" } }\nnonsense: true\n`);
    expect(work.idle(["validate", "joiner.yaml"]).code).toBe(0);
  });

  it.skipIf(!hasTerminals)("shows line and caret on a terminal, in colours (needs script of util-linux)", async () => {
    work.write("typo.yaml", typo);
    const { stdout, code } = await work.terminal("idle validate typo.yaml");
    expect(code).toBe(4);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
    const plain = stdout.replace(/\u001b\[\d+m/g, "");
    expect(plain).toContain("  2 | lifecycelEvent: Joiner\n    | ^^^^^^^^^^^^^^\n");
    expect(stdout).toContain("\u001b[31merror\u001b[");
    expect((await work.terminal("idle --no-color validate typo.yaml")).stdout).toBe(plain);
    expect((await work.terminal("NO_COLOR=1 idle validate typo.yaml")).stdout).toBe(plain);
  });

  it("is coloured without a terminal only by force", () => {
    work.write("typo.yaml", typo);
    expect(work.idle(["validate", "typo.yaml"]).stdout).not.toContain("\u001b");
    expect(work.idle(["validate", "typo.yaml"], { env: { FORCE_COLOR: "1" } }).stdout).toContain("\u001b[31merror");
  });
});
