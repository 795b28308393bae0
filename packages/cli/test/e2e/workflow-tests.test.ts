import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, request, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

const tests = (...entries: readonly object[]) => JSON.stringify({ tests: entries });
const laptops = {
  name: "A seller gets a laptop",
  request: { ...request, intent: { GivenName: "Jane", Department: "Sales" } },
  expect: { directory: { identities: [{ identityKey: "jdoe", entitlements: [{ kind: "Group", id: "Laptops" }] }] } },
};
const noLaptop = {
  name: "Nobody else does",
  request: "request.json",
  expect: { plan: { steps: [{ step: "Give a laptop", status: "NotApplicable" }] }, secondRun: "noChanges" },
};

describe("idle test", () => {
  it("plays every test below the working folder, and leaves out what packages, hidden folders and other projects have", () => {
    work.write("joiner.test.yaml", tests(laptops, noLaptop));
    work.write(
      "deep/other.test.yml",
      JSON.stringify({ workflow: "../joiner.yaml", tests: [{ ...noLaptop, request: "../request.json" }] }),
    );
    work.write("packages/other/idle.config.yaml", "providers: {}");
    work.write("packages/other/workflows/y.test.yaml", "of another project: [");
    work.write("node_modules/x/y.test.yaml", "broken: [");
    work.write(".hidden/z.test.yaml", "broken: [");
    const { code, stdout, stderr } = work.idle(["test"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.replaceAll("\\", "/").replace(/in \d.*\./, "in time.")).toBe(
      "deep/other.test.yml\n  passed   Nobody else does\njoiner.test.yaml\n  passed   A seller gets a laptop\n  passed   Nobody else does\n\nTests: 3 passed, in time.\n",
    );
  });

  it("touches no system of the configuration, whatever is wrong with those", () => {
    work.write("joiner.test.yaml", tests(laptops));
    work.write(
      "idle.config.yaml",
      `providers: { Identity: { use: "@acme/missing" } }\nauthSessions: [{ default: true, type: Credential, userName: x, password: "env:NOT_THERE" }]\n`,
    );
    expect(work.idle(["test"]).code).toBe(0);
    expect(() => statSync(join(work.folder, ".idle"))).toThrow();
  });

  it("shows no secret of a request, not in the name of a test either", () => {
    const secret = "correct horse battery";
    const intent = { GivenName: "Jane", Department: "IT", Password: secret };
    work.write("joiner.test.yaml", tests({ ...noLaptop, name: `With ${secret}`, request: { ...request, intent } }));
    const { code, stdout } = work.idle(["test", "--junit", "report.xml"]);
    expect({ code, stdout: stdout.split("\n")[1] }).toEqual({ code: 0, stdout: "  passed   With [REDACTED]" });
    expect(work.idle(["test", "--json"]).stdout).not.toContain(secret);
    expect(work.read("report.xml")).not.toContain(secret);
  });

  it("says which expectation failed, where, and exits with 1", () => {
    work.write(
      "joiner.test.yaml",
      "tests:\n  - name: Wrong\n    request: request.json\n    expect:\n      plan:\n        steps:\n          - step: Set attributes\n            changes: [{ path: Department, after: HR }]\n",
    );
    const { code, stdout } = work.idle(["test", "joiner.test.yaml"]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      '\nfailed joiner.test.yaml:2:11 Wrong\n  joiner.test.yaml:8:50 plan, step "Set attributes", Department: after\n    expected    "HR"\n    actual      "IT"\n\nTests: 0 passed, 1 failed, in ',
    );
  });

  it("says of a failure that never happened that the test does not test it", () => {
    const failures = [{ provider: "Identity", method: "moveIdentity", code: "Busy" }];
    work.write("joiner.test.yaml", tests({ ...laptops, failures }));
    const { code, stdout } = work.idle(["test", "--update"]);
    expect(code).toBe(1);
    expect(stdout).toContain("failures: moveIdentity of Identity was never called, so it did not fail\n");
  });

  it("says so, too, where only a plan is expected and no call of a run can fail", () => {
    const failures = [{ provider: "Identity", method: "ensureAttributes", code: "Busy" }];
    const expected = { plan: { steps: [{ step: "Set attributes" }] } };
    work.write("joiner.test.yaml", tests({ ...laptops, failures, expect: expected }));
    const { code, stdout } = work.idle(["test"]);
    expect(code).toBe(1);
    expect(stdout).toContain("failures: ensureAttributes of Identity was never called, so it did not fail\n");
  });

  it("plays only the tests with a name that is asked for", () => {
    work.write("joiner.test.yaml", tests(laptops, noLaptop));
    expect(work.idle(["test", "--name", "LAPTOP"]).stdout).toContain("Tests: 1 passed, in ");
    expect(work.idle(["test", "--name", "nobody*does"]).stdout).toContain(
      "  passed   Nobody else does\n\nTests: 1 passed, in ",
    );
    const { code, stderr } = work.idle(["test", "--name", "nothing like that"]);
    expect({ code, stderr }).toEqual({ code: 64, stderr: 'error: No test has a name like "nothing like that".\n' });
  });

  it("gives the same as JSON and in JUnit's XML", () => {
    work.write(
      "joiner.test.yaml",
      tests(laptops, { ...noLaptop, expect: { plan: { steps: [{ step: "Give a laptop", status: "Planned" }] } } }),
    );
    const { code, stdout } = work.idle(["test", "--json", "--junit", "report.xml"]);
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as { files: { tests: { findings: object[] }[] }[] };
    expect(report).toMatchObject({
      passed: false,
      totals: { passed: 1, failed: 1, updated: 0, invalid: 0 },
      files: [{ file: "joiner.test.yaml", problems: [] }],
    });
    expect(report.files[0]?.tests[1]).toMatchObject({
      name: "Nobody else does",
      status: "failed",
      line: 1,
      findings: [{ path: ["plan", "steps", 0, "status"], expected: "Planned", actual: "NotApplicable", line: 1 }],
    });
    // A report of an earlier run is replaced.
    expect(work.idle(["test", "--junit", "report.xml"]).code).toBe(1);
    expect(work.read("report.xml")).toContain(
      '<testsuite name="joiner.test.yaml" file="joiner.test.yaml" tests="2" failures="1" errors="0"',
    );
  });

  it("is the same at each run, waits and retries included, and takes no time for them", () => {
    work.write(
      "sync.yaml",
      `name: Sync\nlifecycleEvent: Joiner\nsteps:\n  - name: Sync\n    type: IdLE.Step.TriggerDirectorySync\n    with: { wait: true }\n  - name: Password\n    type: IdLE.Step.CreateIdentity\n    with: { provider: Identity, identityKey: jdoe, attributes: {}, initialPassword: { generate: true } }\n`,
    );
    work.write(
      "sync.test.yaml",
      JSON.stringify({
        failures: [{ provider: "Identity", method: "createIdentity", code: "Busy", times: 2 }],
        tests: [
          {
            name: "Waits",
            request: { lifecycleEvent: "Joiner" },
            expect: { plan: { match: "partial" }, result: { match: "partial" }, events: { match: "exact", list: [] } },
          },
        ],
      }),
    );
    const seen = [1, 2].map(() => {
      work.write("copy.test.yaml", work.read("sync.test.yaml").replace("{", '{"workflow":"sync.yaml",'));
      const { code, stderr } = work.idle(["test", "copy.test.yaml", "--update"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return work.read("copy.test.yaml");
    });
    expect(seen[0]).toBe(seen[1]);
    expect(seen[0]).toContain("DirectorySyncCompleted");
    expect(seen[0]).toContain("StepRetrying");
  });
});

describe("idle test --update", () => {
  it("writes what nothing expects yet, changes only what differs, and then has nothing left to do", () => {
    const before = `# Mine\ntests:\n  - name: 'First'   # stays\n    request:   request.json\n    expect:\n      plan:\n        steps:\n          # About the attributes\n          - step: Set attributes\n            changes:\n              - { action: update,  path: Department, after: "HR" } # why\n\n  - name: Second\n    request: request.json\n`;
    const path = work.write("joiner.test.yaml", before);
    const { mode } = statSync(path);
    const { code, stdout } = work.idle(["test", "--update"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'joiner.test.yaml:11:61 plan, step "Set attributes", Department: after\n    was         "HR"\n    now         "IT"\n',
    );
    const after = work.read("joiner.test.yaml");
    const [head = ""] = before.split('"HR"');
    expect(after.startsWith(`${head}"IT" } # why\n`)).toBe(true);
    expect(after).toContain(
      "\n\n  - name: Second\n    request: request.json\n    expect:\n      plan:\n        match: exact\n",
    );
    expect(after).toContain("secondRun: noChanges");
    expect(statSync(path).mode).toBe(mode);
    expect(work.idle(["test"]).stdout).toContain("Tests: 2 passed, in ");
    expect(work.idle(["test", "--update"]).code).toBe(0);
    expect(work.read("joiner.test.yaml")).toBe(after);
  });

  it("keeps a byte-order mark and the line breaks of Windows", () => {
    const text = "\ufefftests:\r\n  - name: A\r\n    request: request.json\r\n";
    work.write("joiner.test.yaml", text);
    expect(work.idle(["test", "--update"]).code).toBe(0);
    const after = work.read("joiner.test.yaml");
    expect(after.startsWith(`${text}    expect:\r\n`)).toBe(true);
    expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it("leaves a file alone that is invalid, or whose workflow is", () => {
    work.write("joiner.test.yaml", "tests:\n  - nme: x\n");
    expect(work.idle(["test", "--update"]).code).toBe(4);
    expect(work.read("joiner.test.yaml")).toBe("tests:\n  - nme: x\n");
    work.write("joiner.test.yaml", tests({ name: "x", request: "request.json" }));
    work.write("joiner.yaml", "name: x\n");
    expect(work.idle(["test", "--update"]).code).toBe(4);
    expect(work.read("joiner.test.yaml")).toBe(tests({ name: "x", request: "request.json" }));
  });

  it("refuses what an alias shares, and says so", () => {
    const text =
      "tests:\n  - { name: A, request: request.json, expect: &e { plan: { steps: [{ step: Give a laptop, status: Planned }] } } }\n  - { name: B, request: request.json, expect: *e }\n";
    work.write("joiner.test.yaml", text);
    const { code, stdout } = work.idle(["test", "--update"]);
    expect(code).toBe(1);
    expect(stdout).toContain("cannot be updated without touching more than what differs");
    expect(work.read("joiner.test.yaml")).toBe(text);
  });
});

describe("the exit code of idle test is", () => {
  it("4 for what is wrong with a test file, its workflow or a request, with places", () => {
    work.write("joiner.test.yaml", "tests:\n  - name: A\n    request: request.json\n    expct: {}\n");
    const slip = work.idle(["test"]);
    expect(slip.code).toBe(4);
    expect(slip.stdout).toContain(
      '  not run: 1 error\njoiner.test.yaml:4:5 error UnknownKey Unknown key "expct". Did you mean "expect"?\n',
    );
    expect(slip.stdout).toContain("\nTests: 0 passed; 1 file not run, in ");
    work.write("joiner.test.yaml", tests({ name: "A", request: {}, expect: { plan: { match: "partial" } } }));
    expect(work.idle(["test"]).stdout).toMatch(/joiner\.test\.yaml:1:\d+ error MissingKey .*"lifecycleEvent"/);
    work.write(
      "joiner.test.yaml",
      tests({ name: "A", request: "missing.json", expect: { plan: { match: "partial" } } }),
    );
    expect(work.idle(["test"]).stdout).toMatch(
      /joiner\.test\.yaml:1:\d+ error FileMissing missing\.json cannot be read/,
    );
    work.write("other.test.yaml", tests({ name: "A", request: "request.json" }));
    expect(work.idle(["test", "other.test.yaml"]).stdout).toMatch(
      /error FileMissing other\.yaml cannot be read.* workflow: FILE\n/,
    );
  });

  it("64 for wrong usage, with what to do", () => {
    const none = work.idle(["test"]);
    expect(none.code).toBe(64);
    expect(none.stderr).toContain("There is no *.test.yaml here. Write one beside a workflow");
    work.write("joiner.test.yaml", tests(laptops));
    expect(work.idle(["test", "joiner.yaml"])).toMatchObject({
      code: 64,
      stderr: "error: joiner.yaml is no workflow test. Did you mean joiner.test.yaml?\n",
    });
    expect(work.idle(["test", "joiner.test.yaml", "--junit", "joiner.test.yaml"]).code).toBe(64);
    expect(work.idle(["test", "--junit", "joiner.yaml"])).toMatchObject({
      code: 64,
      stderr:
        "error: --junit names joiner.yaml, which is there and is no JUnit report. It is not overwritten: name another file.\n",
    });
    work.write("pom.xml", '<?xml version="1.0"?>\n<project/>\n');
    expect(work.idle(["test", "--junit", "pom.xml"]).code).toBe(64);
    expect(work.idle(["test", "--name", "["]).code).toBe(64);
  });

  it("130 when it is interrupted", async () => {
    work.write("node_modules/@acme/slow/package.json", { name: "@acme/slow", type: "module", exports: "./index.js" });
    work.write(
      "node_modules/@acme/slow/index.js",
      `export const idlePlugin = { contractVersion: 1, createProvider: () => ({ name: "Slow", getCapabilities: () => ["IdLE.Identity.Read", "IdLE.Identity.Create", "IdLE.Identity.Attribute.Ensure", "IdLE.Entitlement.List", "IdLE.Entitlement.Grant", "IdLE.Entitlement.Revoke"],
        ...Object.fromEntries(["getIdentity", "createIdentity", "previewAttributes", "ensureAttributes", "listEntitlements", "grantEntitlement", "revokeEntitlement"].map((name) => [name, () => { process.stderr.write("waiting\\n"); return new Promise(() => {}); }])) }) };`,
    );
    work.write(
      "joiner.test.yaml",
      JSON.stringify({
        providers: { Identity: { use: "@acme/slow" } },
        tests: [{ name: "A", request: "request.json" }],
      }),
    );
    const child = work.start("test");
    child.stderr?.on("data", (text: string) => {
      if (text.includes("waiting")) child.kill("SIGINT");
    });
    const { code, stdout, stderr } = await child.outcome;
    // Windows has no such signals: there the process just ends.
    if (process.platform !== "win32")
      expect({ code, isSaid: stderr.includes("Interrupted: the tests stop.") }).toEqual({ code: 130, isSaid: true });
    expect(stdout).not.toContain("passed   A");
  });
});

describe("idle validate", () => {
  it("leaves workflow tests out, and says whose they are", () => {
    work.write("joiner.test.yaml", tests(laptops));
    const stdout = "1 workflow checked: no problems.\n";
    expect(work.idle(["validate", "joiner*.yaml"])).toEqual({ code: 0, stdout, stderr: "" });
    // As a shell expands the pattern.
    const stderr = "1 workflow test is left out: idle test runs those.\n";
    expect(work.idle(["validate", "joiner.test.yaml", "joiner.yaml"])).toEqual({ code: 0, stdout, stderr });
    expect(work.idle(["validate", "joiner.test.yaml"])).toEqual({
      code: 64,
      stdout: "",
      stderr:
        "error: joiner.test.yaml is a workflow test, and idle validate checks workflows. To run it: idle test joiner.test.yaml\n",
    });
  });
});

describe("the shipped workflows", () => {
  it("pass their tests", () => {
    const root = fileURLToPath(new URL("../../../../", import.meta.url));
    const { code, stdout } = work.idle(["test", "workflows"], { cwd: root });
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/\nTests: \d\d passed, in /) });
  });
});

describe("a third party's provider", () => {
  it("stands for the mock where a step needs what that does not have", () => {
    const folder = join(work.folder, "node_modules", "@acme", "badges");
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: "@acme/badges", type: "module", exports: "./index.js" }),
    );
    writeFileSync(
      join(folder, "index.js"),
      `const capability = { id: "Acme.Badge.Print", methods: { printBadge: "write" } };
      const step = { type: "Acme.Step.PrintBadge", description: "Prints.", with: { type: "object", additionalProperties: false, properties: {} }, requiredCapabilities: ["Acme.Badge.Print"], previewCapabilities: [], idempotent: true, isAct: false,
        execute: async ({ provider }) => ({ changed: true, outputs: await provider.printBadge({}) }) };
      export const idlePlugin = { contractVersion: 1, steps: [step], capabilities: [capability],
        createProvider: (options) => ({ name: "Badges", getCapabilities: () => ["Acme.Badge.Print"], printBadge: async () => ({ colour: options.colour }) }) };`,
    );
    work.write("idle.config.yaml", `steps: ["@acme/badges"]\n`);
    work.write(
      "badge.yaml",
      "name: Badge\nlifecycleEvent: Joiner\nsteps:\n  - name: Print\n    type: Acme.Step.PrintBadge\n    with: { provider: Badges }\n",
    );
    const test = {
      name: "Prints",
      request: { lifecycleEvent: "Joiner" },
      expect: { result: { steps: [{ step: "Print", outputs: { colour: "red" } }] } },
    };
    work.write("badge.test.yaml", tests(test));
    const lacking = work.idle(["test"]);
    expect(lacking.code).toBe(4);
    expect(lacking.stdout).toContain(
      'error StandInMissing The workflow\'s alias Badges needs Acme.Badge.Print, which the mock does not have. Name a package that has it: providers: { Badges: { use: "…" } }',
    );
    work.write(
      "badge.test.yaml",
      JSON.stringify({ providers: { Badges: { use: "@acme/badges", options: { colour: "red" } } }, tests: [test] }),
    );
    expect(work.idle(["test"])).toMatchObject({ code: 0, stderr: "" });
  });
});
