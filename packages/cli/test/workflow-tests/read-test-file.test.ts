import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSources } from "../../src/input/sources.ts";
import { UsageError } from "../../src/usage-error.ts";
import { findTestFiles } from "../../src/workflow-tests/find-test-files.ts";
import { prepareFile } from "../../src/workflow-tests/prepare-file.ts";
import { readTestFile } from "../../src/workflow-tests/read-test-file.ts";

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-tests-")));
  write(
    "a.yaml",
    `name: A
lifecycleEvent: Joiner
steps:
  - name: Enable
    type: IdLE.Step.EnableIdentity
    with: { provider: Identity, identityKey: jdoe }
  - name: Sync
    type: IdLE.Step.TriggerDirectorySync
`,
  );
  write("plain.yaml", "name: A\nlifecycleEvent: Joiner\nsteps:\n  - name: Say\n    type: IdLE.Step.EmitEvent\n");
  write("request.yaml", "lifecycleEvent: Joiner\n");
  write("people.json", JSON.stringify({ identities: [{ identityKey: "jdoe", enabled: true, attributes: {} }] }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const steps = [commonSteps, directorySyncSteps];

/** `line:column code message` for every problem of a test file. */
async function problemsOf(text: string, name = "a.test.yaml"): Promise<string[]> {
  write(name, text);
  const sources = createSources();
  const reading = await readTestFile(name, folder, sources);
  const outcome =
    "problems" in reading
      ? reading
      : await prepareFile(reading.file, { steps, sources, keeper: { keepProvider() {} } });
  if (!("problems" in outcome)) return [];
  return outcome.problems.map(
    ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`,
  );
}

const one = (rest: string) => `tests:\n  - name: One\n    request: request.yaml\n    ${rest}\n`;

describe("a test file", () => {
  it("is fine with a name and a request, its workflow beside it", async () => {
    expect(await problemsOf(one("expect: { plan: { match: partial } }"))).toEqual([]);
  });

  it.each([
    ["tests: []", /^a\.test\.yaml:1:8 LengthOutOfRange /],
    ["test: []", /^a\.test\.yaml:1:1 UnknownKey Unknown key "test"\. Did you mean "tests"\?$/],
    [one("expect: { plan: {} }"), /^a\.test\.yaml:4:21 LengthOutOfRange .*expect\.plan" must not be empty\.$/],
    [one("expect: { result: {} }"), /^a\.test\.yaml:4:23 LengthOutOfRange /],
    [one("expect: { directory: {} }"), /^a\.test\.yaml:4:26 LengthOutOfRange /],
    [
      one("expect: { plan: { setps: [] } }"),
      /^a\.test\.yaml:4:23 UnknownKey Unknown key "setps"\. Did you mean "steps"\?$/,
    ],
    [one("expect: {}"), /^a\.test\.yaml:4:13 LengthOutOfRange /],
    [one("expect: { result: { status: Complete } }"), /^a\.test\.yaml:4:33 ValueNotAllowed .*status/],
    [
      one("expect: { error: { message: '[' } }"),
      /^a\.test\.yaml:4:33 PatternInvalid This is a wildcard, and the "\[" at character 1 is not closed/,
    ],
    [one("now: tomorrow"), /^a\.test\.yaml:4:10 FormatInvalid /],
    [
      one("expect: { plan: { match: partial } }\n  - { name: One, request: {} }"),
      /^a\.test\.yaml:5:13 TestNameTaken Another test of this file is called "One" already/,
    ],
    [one("directory: { identities: [{ identityKey: x }] }"), /^a\.test\.yaml:4:31 MissingKey /],
    [
      one(
        "directory: { identities: [{ identityKey: x, enabled: true, attributes: {} }, { identityKey: x, enabled: true, attributes: {} }] }",
      ),
      /^a\.test\.yaml:4:30 DirectoryInvalid This is no directory: .* of an earlier one\.$/,
    ],
    [
      one("directory: missing.json"),
      /^a\.test\.yaml:4:16 FileMissing missing\.json cannot be read: there is no such file\.$/,
    ],
    [one("directory: request.yaml"), /^request\.yaml:1:1 UnknownKey /],
    [
      one("directories: { Idenity: people.json }"),
      /^a\.test\.yaml:4:29 AliasUnknown The workflow does not use an alias "Idenity"\. Did you mean "Identity"\?$/,
    ],
    [
      one("expect: { directories: { DirectorySync: { absent: [x] } } }"),
      /^a\.test\.yaml:4:30 AliasUnknown What stands for DirectorySync is not the mock/,
    ],
    [
      one("failures: [{ provider: Identity, method: moveIdentty, code: Busy }]"),
      /^a\.test\.yaml:4:46 MethodUnknown .* Did you mean "moveIdentity"\?$/,
    ],
    [
      one("failures: [{ provider: Identity, method: moveIdentity, code: Bussy }]"),
      /^a\.test\.yaml:4:66 ValueNotAllowed /,
    ],
    [one("providers: {}"), /^a\.test\.yaml:4:5 UnknownKey /],
    [
      `providers: { Identity: { use: "@acme/not-there" } }\n${one("")}`,
      /^a\.test\.yaml:1:31 PackageNotFound The package "@acme\/not-there" is not installed/,
    ],
    [`workflow: b.yaml\n${one("")}`, /^a\.test\.yaml:1:11 FileMissing b\.yaml cannot be read/],
    [`workflow: request.yaml\n${one("")}`, /^request\.yaml:1:1 MissingKey /],
    ["tests:\n  - { name: One, request: missing.yaml }", /^a\.test\.yaml:2:27 FileMissing /],
    ["tests:\n  - { name: One, request: { lifecycleEvnt: Joiner } }", /^a\.test\.yaml:2:29 UnknownKey /],
    ["tests: [", /^a\.test\.yaml:\d+:\d+ SyntaxInvalid /],
  ])("with %j has its problem named, with its place", async (text, problem) => {
    expect((await problemsOf(text))[0]).toMatch(problem);
  });

  it("says which aliases there are where the directory is for none", async () => {
    const [problem] = await problemsOf(
      "directory: people.json\ntests:\n  - { name: One, request: request.yaml }",
      "plain.test.yaml",
    );
    expect(problem).toBe(
      "plain.test.yaml:1:1 AliasUnknown directory is for the alias Identity, which the workflow does not use. It uses none.",
    );
  });

  it("may expect that its workflow or request is invalid", async () => {
    const refused = "{ error: { code: RequestInvalid } }";
    expect(
      await problemsOf(`tests:\n  - { name: One, request: { lifecycleEvnt: Joiner }, expect: ${refused} }`),
    ).toEqual([]);
    expect(
      await problemsOf(
        `workflow: request.yaml\ntests:\n  - { name: One, request: {}, expect: { error: { code: WorkflowInvalid } } }`,
      ),
    ).toEqual([]);
  });
});

describe("the test files that are meant", () => {
  it("are those named, in a folder that is named, or that fit a pattern", () => {
    write("more/b.test.yaml", "x");
    write("more/deep/c.test.yml", "x");
    write("more/node_modules/d.test.yaml", "x");
    const slashed = (names: readonly string[]) =>
      findTestFiles(names, folder).map((name) => name.replaceAll("\\", "/"));
    expect(slashed(["more"])).toEqual(["more/b.test.yaml", "more/deep/c.test.yml"]);
    expect(slashed(["more/*.yaml", "more/b.test.yaml"])).toEqual(["more/b.test.yaml"]);
    expect(slashed([])).toEqual(expect.arrayContaining(["a.test.yaml", "more/b.test.yaml", "more/deep/c.test.yml"]));
    expect(() => findTestFiles(["request.yaml"], folder)).toThrow(
      new UsageError("request.yaml is no workflow test: the names of those end in .test.yaml."),
    );
    expect(() => findTestFiles(["requ*.yaml"], folder)).toThrow(UsageError);
  });
});
