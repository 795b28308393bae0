/** What somebody who writes a workflow sees: the composed schema in the language server that VS Code uses for YAML. */
import { globSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineStep } from "@idle/contract";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mapSchemas } from "../../src/editor/code-settings.ts";
import { namedSchemas } from "../../src/schemas/named-schemas.ts";
import { blocks } from "../docs/pages.ts";
import { type LanguageServer, startLanguageServer } from "./language-server.ts";

const printBadge = defineStep({
  type: "Acme.Step.PrintBadge",
  description: "Prints a badge.",
  example: { colour: "red" },
  with: {
    type: "object",
    additionalProperties: false,
    required: ["colour"],
    properties: {
      colour: { enum: ["red", "green"], description: "The colour of the badge." },
      copies: { type: "integer", minimum: 1, default: 1, description: "How many." },
    },
  },
  execute: () => ({ changed: true }),
});

const repository = join(import.meta.dirname, "..", "..", "..", "..");
let folder = "";
let server: LanguageServer;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "idle-editor-")));
  mkdirSync(join(folder, ".idle", "schemas"), { recursive: true });
  const steps = [commonSteps, directorySyncSteps, [printBadge]];
  const placed = [];
  for (const [name, schema] of Object.entries(namedSchemas)) {
    const path = `.idle/schemas/${name}.schema.json`;
    writeFileSync(join(folder, path), JSON.stringify(await schema.load(steps)));
    placed.push({ ...schema, path });
  }
  const settings = JSON.parse(mapSchemas(null, "settings.json", placed)) as {
    "yaml.schemas": Record<string, string[]>;
  };
  server = await startLanguageServer(folder, settings["yaml.schemas"]);
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const head = "name: W\nlifecycleEvent: Joiner\nsteps:\n";
const step = (type: string, rest = "") => `${head}  - name: S\n    type: ${type}\n${rest}`;
const ensure = (inputs: string) => step("IdLE.Step.EnsureEntitlement", `    with:\n${inputs}`);
const file = "workflows/joiner.yaml";

/** Labels and what is inserted, where that says more than the label. */
async function offered(marked: string, path = file): Promise<Record<string, string>> {
  const items = await server.completions(path, marked);
  return Object.fromEntries(items.map((item) => [item.label, insertedBy(item)]));
}

function insertedBy({
  textEdit,
  insertText,
  label,
}: Awaited<ReturnType<LanguageServer["completions"]>>[number]): string {
  return textEdit?.newText ?? insertText ?? label;
}

describe.concurrent("completion", () => {
  it("begins an empty file", async () => {
    expect(await offered("|")).toMatchObject({
      "IdLE workflow": "name: $1\nlifecycleEvent: $2\nsteps:\n  - name: $3\n    type: $4",
      name: "name: ",
      lifecycleEvent: "lifecycleEvent: ",
      steps: "steps:\n  - name: $1\n    type: $2",
      onFailureSteps: "onFailureSteps:\n  - name: $1\n    type: $2",
      contextResolvers: "contextResolvers:\n  - capability: $1\n    with:\n      identityKey: $2",
    });
  });

  it.each([
    ["in an empty list", `${head}  - |`, ""],
    ["before there is a list", `${head}  |`, "- "],
    ["behind other steps", `${step("IdLE.Step.EmitEvent")}  - |`, ""],
  ])("inserts a whole step %s", async (_, marked, dash) => {
    const snippets = await offered(marked);
    expect(snippets["IdLE.Step.EnsureEntitlement"]).toBe(
      `${dash}name: \${1:Ensure entitlement}
  type: IdLE.Step.EnsureEntitlement
  with:
    identityKey: \${2:"{{Request.IdentityKeys.sAMAccountName\\}\\}"}
    entitlement:
      kind: \${3:Group}
      id: \${4:"CN=Staff,OU=Groups,DC=example,DC=com"}
    state: \${5:Present}`,
    );
    expect(snippets["Acme.Step.PrintBadge"]).toBe(
      `${dash}name: \${1:Print badge}\n  type: Acme.Step.PrintBadge\n  with:\n    colour: \${2:red}`,
    );
  });

  it("offers each type with what it does, third parties' too", async () => {
    const items = await server.completions(file, `${head}  - name: S\n    type: |`);
    const said = items.map(({ label, documentation }) => [label, documentation]);
    const types = [...commonSteps, ...directorySyncSteps, printBadge];
    expect(said).toEqual(types.map(({ type, description }) => [type, description]));
  });

  it("offers no other type's steps once there is a type, and its inputs ready to fill in", async () => {
    const items = await offered(step("IdLE.Step.EnsureEntitlement", "    |"));
    expect(items.with).toBe("with:\n  identityKey: $1\n  entitlement:\n    kind: $2\n    id: $3\n  state: $4");
    expect(Object.keys(items).filter((label) => label.includes(".Step."))).toEqual([]);
    expect(Object.keys(items)).toEqual(
      expect.arrayContaining(["condition", "precondition", "onPreconditionFalse", "timeoutSeconds"]),
    );
  });

  it("offers the inputs of the type, and not those of a type whose name only begins like it", async () => {
    expect(await offered(ensure("      |"))).toEqual({
      identityKey: "identityKey: ",
      "IdLE.Step.EnsureEntitlement": "identityKey: $1\nentitlement:\n  kind: $2\n  id: $3\nstate: $4",
      entitlement: "entitlement:\n  kind: $1\n  id: $2",
      state: "state: ",
      provider: "provider: ",
      authSessionName: "authSessionName: ",
      authSessionOptions: "authSessionOptions:\n  ",
    });
    expect(Object.keys(await offered(step("Acme.Step.PrintBadge", "    with:\n      colour: red\n      |")))).toEqual([
      "copies",
      "provider",
      "authSessionName",
      "authSessionOptions",
    ]);
  });

  it.each([
    ["a choice", ensure("      state: |"), ["Present", "Absent"]],
    ["true and false", step("IdLE.Step.CreateIdentity", "    with:\n      enabled: |"), ["true", "false"]],
    ["keys inside of an input", ensure("      entitlement:\n        |"), ["kind", "entitlement", "id"]],
    [
      "operators, where a condition begins",
      step("IdLE.Step.EmitEvent", "    condition:\n      |"),
      ["all", "any", "none", "equals", "notEquals", "in", "exists", "contains", "notContains", "like", "notLike"],
    ],
    [
      "operators, in a group",
      step("IdLE.Step.EmitEvent", "    condition:\n      all:\n        - |"),
      ["all", "any", "none", "equals", "notEquals", "in", "exists", "contains", "notContains", "like", "notLike"],
    ],
    [
      "paths",
      step("IdLE.Step.EmitEvent", "    condition:\n      exists: |"),
      ["Request.Intent.Department", "Request.IdentityKeys.sAMAccountName", "Request.Context.Views.Identity.Profile"],
    ],
    [
      "answers to a false precondition",
      step("IdLE.Step.EmitEvent", "    onPreconditionFalse: |"),
      ["Blocked", "Fail", "Continue"],
    ],
    [
      "what resolvers read",
      "name: W\ncontextResolvers:\n  - capability: |",
      ["IdLE.Identity.Read", "IdLE.Entitlement.List"],
    ],
    [
      "types of inputs",
      "name: W\ninputs:\n  intent:\n    type: |",
      ["string", "number", "integer", "boolean", '"null"', "array", "object"],
    ],
  ])("offers %s", async (_, marked, labels) => {
    expect(Object.keys(await offered(marked))).toEqual(labels);
  });

  it("inserts no dash without a space: what is typed behind one is a text", async () => {
    const condition = step("IdLE.Step.EmitEvent", "    condition:\n      |");
    expect((await offered(condition)).in).toBe("in:\n  path: $1\n  values:\n    - $2");
    const inside = step("IdLE.Step.EmitEvent", "    condition:\n      in:\n        |");
    expect(await offered(inside)).toEqual({
      path: "path: ",
      values: "values:\n  - ",
      in: "path: $1\nvalues:\n  - $2",
    });
    const places: [string, string][] = [
      [file, "|"],
      [file, condition],
      [file, "name: W\ninputs:\n  intent:\n    |"],
      [file, step("IdLE.Step.EmitEvent", "    |")],
      ...commonSteps.map(({ type }): [string, string] => [file, step(type, "    |")]),
      ...commonSteps.map(({ type }): [string, string] => [file, step(type, "    with:\n      |")]),
      ["idle.config.yaml", "|"],
      ["idle.config.yaml", "authSessions:\n  - |"],
      ["workflows/a.test.yaml", "|"],
      ["workflows/a.test.yaml", "tests:\n  - |"],
      ["workflows/a.test.yaml", "tests:\n  - name: A\n    expect:\n      |"],
      ["workflows/a.test.yaml", "tests:\n  - name: A\n    expect:\n      directory:\n        |"],
      ["workflows/a.test.yaml", "tests:\n  - name: A\n    expect:\n      result:\n        |"],
    ];
    const inserted = await Promise.all(
      places.map(async ([path, marked]) => Object.values(await offered(marked, path))),
    );
    expect(inserted.every((texts) => texts.length > 0)).toBe(true);
    expect(inserted.flat().filter((text) => /^ *-$/m.test(text))).toEqual([]);
  });

  it("finds the identity of a whole step by one key, whatever the type", async () => {
    const snippets = Object.values(await offered(`${head}  - |`));
    const keys = snippets.flatMap((text) => /^ *identityKey: (.*)$/m.exec(text)?.[1]?.replace(/^\$\{\d+/, "") ?? []);
    expect(keys.length).toBeGreaterThan(5);
    expect(new Set(keys)).toEqual(new Set([':"{{Request.IdentityKeys.sAMAccountName\\}\\}"}']));
  });

  it("inserts numbers that are the defaults, or none", async () => {
    const sync = await offered(step("IdLE.Step.TriggerDirectorySync", "    with:\n      |"));
    expect(sync).toMatchObject({
      timeoutSeconds: `timeoutSeconds: \${1:600}`,
      pollIntervalSeconds: `pollIntervalSeconds: \${1:10}`,
    });
    expect((await offered(step("Acme.Step.PrintBadge", "    with:\n      |"))).copies).toBe(`copies: \${1:1}`);
    const limits = await offered("name: W\ninputs:\n  intent:\n    |");
    for (const key of ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"])
      expect(limits[key]).toBe(`${key}: `);
    expect(await offered("retryProfiles:\n  A:\n    |", "idle.config.yaml")).toEqual({
      maxAttempts: `maxAttempts: \${1:3}`,
      initialDelayMs: `initialDelayMs: \${1:250}`,
      backoffFactor: `backoffFactor: \${1:2}`,
      maxDelayMs: `maxDelayMs: \${1:5000}`,
      jitterRatio: `jitterRatio: \${1:0.2}`,
    });
    expect((await offered("failures:\n  - |", "workflows/a.test.yaml")).times).toBe(`times: \${1:1}`);
  });

  it("inserts keys of a request as the texts they have to be", async () => {
    expect(await offered("|", "requests/jane.yaml")).toMatchObject({
      identityKeys: `identityKeys:\n  sAMAccountName: \${1:jdoe}\n  EmployeeId: "\${2:10042}"`,
      intent: `intent:\n  Department: \${1:IT}`,
    });
    expect(Object.keys(await offered("identityKeys: |", "requests/jane.yaml"))).toEqual([
      "sAMAccountName, EmployeeId",
      "null",
    ]);
  });

  it("offers each key once, and calls what it is inside of by its name", async () => {
    const password = await server.completions(
      file,
      step("IdLE.Step.CreateIdentity", "    with:\n      initialPassword:\n        |"),
    );
    expect(password.map(({ label }) => label)).toEqual(["generate", "secret"]);
    const others = [
      ...Object.keys(await offered("providers:\n  Identity:\n    |", "idle.config.yaml")),
      ...Object.keys(await offered("failures:\n  - |", "workflows/a.test.yaml")),
    ];
    expect(others).toEqual(expect.arrayContaining(["provider", "failure"]));
    expect(others.filter((label) => label.startsWith("object"))).toEqual([]);
  });

  it("helps in failure steps as well", async () => {
    const marked = "name: W\nonFailureSteps:\n  - name: S\n    type: IdLE.Step.MoveIdentity\n    with:\n      |";
    expect(Object.keys(await offered(marked))).toContain("targetContainer");
  });
});

describe.concurrent("hover", () => {
  it.each([
    [
      "a key",
      "lifecycle|Event: Joiner\n",
      "#### IdLE workflow\n\nThe event it is for, compared without case with the request's.",
    ],
    [
      "an input",
      ensure("      identity|Key: x\n"),
      "#### IdLE.Step.EnsureEntitlement\n\nWhatever the target system takes to find the identity: a login name, a GUID, a DN.",
    ],
    ["a choice", ensure("      state: Pre|sent\n"), "* `Present`\n* `Absent`"],
    [
      "with",
      step("IdLE.Step.MoveIdentity", "    wi|th: {}\n"),
      "#### IdLE.Step.MoveIdentity\n\nMoves an identity to another container.",
    ],
    [
      "an operator",
      step("IdLE.Step.EmitEvent", "    condition: { exi|sts: Request.Intent.A }\n"),
      "True when the value is there and not null.",
    ],
    ["an input of a third party", step("Acme.Step.PrintBadge", "    with: { cop|ies: 2 }\n"), "How many. Default: 1."],
    ["steps, under one heading", "name: W\nste|ps: []\n", "#### Steps\n\nIn the order they are executed."],
    [
      "the message of an event",
      step("IdLE.Step.EmitEvent", "    preconditionEvent: { type: A, mes|sage: x }\n"),
      "What the event says.",
    ],
    [
      "the inputs of a resolver",
      "contextResolvers:\n  - capability: IdLE.Identity.Read\n    wi|th: { identityKey: a }\n",
      "Whose data is read, and from which system.",
    ],
    [
      "an answer",
      step("IdLE.Step.EmitEvent", "    onPreconditionFalse: Fa|il\n"),
      "* `Fail`: The run fails, and the steps under onFailureSteps are tried.",
    ],
  ])("explains %s", async (_, marked, said) => {
    expect(await server.hover(file, marked)).toContain(said);
  });

  it("explains what a workflow test expects", async () => {
    const text = "tests:\n  - name: A\n    request: x\n    expect: { directory: { ident|ities: [] } }\n";
    expect(await server.hover("workflows/a.test.yaml", text)).toContain("The identities that are there.");
  });

  it("explains a type, and puts it before the others", async () => {
    const said = await server.hover(file, step("Acme.Step.Print|Badge"));
    expect(said).toMatch(/Allowed Values:\n\n\* `Acme\.Step\.PrintBadge`: Prints a badge\.\n\* `IdLE\.Step\./);
  });
});

/** What documentation shows, as a workflow. */
function asWorkflow(kind: string, content: string): string {
  const indented = (by: string) => content.replace(/^(?=.)/gm, by);
  if (kind === "steps") return `${head}${indented("  ")}`;
  return kind === "condition" ? step("IdLE.Step.EmitEvent", `    precondition:\n${indented("      ")}`) : content;
}

const valid = "      identityKey: x\n      entitlement: { kind: Group, id: G }\n      state: Present\n";

describe.concurrent("a mistake is told once, where it is", () => {
  it.each([
    ["an unknown input", ensure(`${valid}      stat: Present\n`), "10:7-11 Property stat is not allowed."],
    [
      "an unknown key of a step",
      step("IdLE.Step.EmitEvent", "    conditon: {}\n"),
      "6:5-13 Property conditon is not allowed.",
    ],
    ["a missing input", ensure("      identityKey: x\n      state: Absent\n"), '6:5-9 Missing property "entitlement".'],
    ["missing inputs", step("IdLE.Step.MoveIdentity"), '4:5-6 Missing property "with".'],
    [
      "a missing key inside",
      ensure("      identityKey: x\n      entitlement: { kind: G }\n      state: Absent\n"),
      '8:7-18 Missing property "id".',
    ],
    ["a missing type", `${head}  - name: S\n`, '4:5-6 Missing property "type".'],
    [
      "a value that is not allowed",
      ensure(valid.replace("Present", "Presnt")),
      '9:14-20 Value is not accepted. Valid values: "Present", "Absent".',
    ],
    [
      "text for true or false",
      step("IdLE.Step.CreateIdentity", "    with: { identityKey: x, attributes: {}, enabled: yes }\n"),
      '6:54-57 Write true or false, or one template that stands alone: "{{Request.…}}".',
    ],
    [
      "a number for text",
      step("IdLE.Step.DisableIdentity", "    with: { identityKey: 3 }\n"),
      '6:26-27 Incorrect type. Expected "string".',
    ],
    [
      "text for an object",
      ensure(valid.replace("{ kind: Group, id: G }", "Group")),
      '8:20-25 Write an object, or one template that stands alone: "{{Request.…}}".',
    ],
    [
      "a template for a provider",
      ensure(`${valid}      provider: "{{Request.Intent.P}}"\n`),
      "10:17-39 Write 1 to 64 letters, digits, _ and -, the first a letter or digit. No template is allowed here, and AuthSessionBroker is no provider.",
    ],
    [
      "a template that is none",
      ensure(valid.replace("identityKey: x", 'identityKey: "{{Reqest.Intent.X}}"')),
      /^7:20-41 Write a template as \{\{Request\.…\}\}: /,
    ],
    [
      "two operators",
      step(
        "IdLE.Step.EmitEvent",
        "    condition: { exists: Request.Intent.A, none: [{ exists: Request.Intent.B }] }\n",
      ),
      "6:16-82 Object has more properties than limit of 1.",
    ],
    [
      "a path that is none",
      step("IdLE.Step.EmitEvent", "    condition: { exists: Intent.A }\n"),
      /^6:26-34 Write a path that begins with Request\.LifecycleEvent/,
    ],
    [
      "an input of a third party",
      step("Acme.Step.PrintBadge", "    with: { colour: blue }\n"),
      '6:21-25 Value is not accepted. Valid values: "red", "green".',
    ],
    [
      "a capability left empty",
      `contextResolvers:\n  - capability:\n    with: { identityKey: a }\n${step("IdLE.Step.EmitEvent")}`,
      "2:16-16 Write what is read: IdLE.Identity.Read or IdLE.Entitlement.List.",
    ],
    [
      "an answer left empty",
      step("IdLE.Step.EmitEvent", "    onPreconditionFalse:\n"),
      "6:25-25 Write Blocked, Fail or Continue.",
    ],
    [
      "a path left empty",
      step("IdLE.Step.EmitEvent", "    condition:\n      exists:\n"),
      "7:14-14 Write a path, such as Request.Intent.Department.",
    ],
    [
      "a missing path",
      step("IdLE.Step.EmitEvent", "    condition:\n      exists: {}\n"),
      '7:7-13 Missing property "path".',
    ],
    [
      "inputs left empty",
      step("IdLE.Step.EmitEvent", "    with:\n"),
      "6:10-10 Write an object: the inputs of the step, one on a line.",
    ],
    [
      "text for a choice of objects",
      step("IdLE.Step.CreateIdentity", "    with: { identityKey: a, attributes: {}, initialPassword: text }\n"),
      '6:62-66 Write an object, or one template that stands alone: "{{Request.…}}".',
    ],
    [
      "nothing for a choice of objects",
      step(
        "IdLE.Step.CreateIdentity",
        "    with:\n      identityKey: a\n      attributes: {}\n      initialPassword:\n",
      ),
      '9:23-23 Write an object, or one template that stands alone: "{{Request.…}}".',
    ],
    [
      "a wrong keyword in inputs",
      `inputs: { intent: { propertis: {} } }\n${step("IdLE.Step.EmitEvent")}`,
      "1:21-30 Property propertis is not allowed.",
    ],
  ])("%s", async (_, text, problem) => {
    expect(await server.problems(file, text)).toEqual([
      typeof problem === "string" ? problem : expect.stringMatching(problem),
    ]);
  });

  it.each([
    ["an unknown type", "IdLE.Step.EmitEvnt", "5:11-29"],
    ["no type", "", "5:11-11"],
    ["a number for a type", "3", "5:11-12"],
  ])("%s, with those there are", async (_, type, place) => {
    const problems = await server.problems(file, step(type, "    with: { message: x }\n"));
    const types = [...commonSteps, ...directorySyncSteps, printBadge].map((each) => each.type).join(", ");
    expect(problems).toEqual([`${place} Write a step type: ${types}.`]);
  });
});

describe.concurrent("nothing is wrong with", () => {
  const withoutModeline = (text: string) => text.replace(/^# yaml-language-server:.*\n/, "");

  it.each(globSync("workflows/*.yaml", { cwd: repository }))("%s", async (name) => {
    expect(await server.problems(name, withoutModeline(readFileSync(join(repository, name), "utf8")))).toEqual([]);
  });

  it.each(globSync("examples/requests/*.yaml", { cwd: repository }))("%s", async (name) => {
    const text = withoutModeline(readFileSync(join(repository, name), "utf8"));
    expect(await server.problems(name.replace("examples/", ""), text)).toEqual([]);
  });

  const written = blocks.filter(
    ({ language, info }) => language === "yaml" && ["", "steps", "condition"].includes(info),
  );

  it("what documentation shows", async () => {
    const problems = await Promise.all(
      written.map(async ({ page, line, info, content }) => {
        const found = await server.problems(file, asWorkflow(info, withoutModeline(content)));
        return found.map((problem) => `${page}:${line} ${problem}`);
      }),
    );
    expect(problems.length).toBeGreaterThan(20);
    expect(problems.flat()).toEqual([]);
  });

  it("the example of every type, and templates wherever they may stand", async () => {
    const steps = [...commonSteps, ...directorySyncSteps, printBadge].map(({ type, example = {} }) => ({
      name: type,
      type,
      with: example,
    }));
    const templates = step(
      "IdLE.Step.CreateIdentity",
      `    with:
      identityKey: "x-{{Request.Intent.A}}"
      attributes: "{{Request.Intent.All}}"
      enabled: "{{Request.Intent.Enabled}}"
      initialPassword: { generate: "{{Request.Intent.Generate}}" }
`,
    );
    expect(await server.problems(file, JSON.stringify({ name: "W", lifecycleEvent: "Joiner", steps }))).toEqual([]);
    expect(await server.problems(file, templates)).toEqual([]);
  });

  it("files of other programs in folders of the same name; workflow tests have a schema of their own", async () => {
    expect(await server.problems(".github/workflows/ci.yaml", "on: push\njobs: {}\n")).toEqual([]);
    expect(await server.problems("workflows/deep/joiner.test.yaml", "tests: [{ name: A, request: r.yaml }]\n")).toEqual(
      [],
    );
    expect(await server.problems("workflows/joiner.test.yaml", "tests: []\n")).toEqual([
      "1:8-10 Array has too few items. Expected 1 or more.",
    ]);
    expect(await server.problems("workflows/deep/joiner.yml", "steps: 1\n")).not.toEqual([]);
  });
});

it("lets a line at the beginning of a file win over the settings", async () => {
  const line = "# yaml-language-server: $schema=../../.idle/schemas/request.schema.json\n";
  const problems = await server.problems(file, `${line}lifecycleEvent: Joiner\nsteps: []\n`);
  expect(problems).toEqual(["3:1-6 Property steps is not allowed."]);
});

it("finds mistakes in requests and configurations", async () => {
  expect(await server.problems("requests/jane.yaml", "lifecycleEvnt: Joiner\n")).toContain(
    "1:1-14 Property lifecycleEvnt is not allowed.",
  );
  expect(await server.problems("idle.config.yaml", "provider: {}\n")).toEqual([
    "1:1-9 Property provider is not allowed.",
  ]);
});

it("needs nothing from elsewhere", () => expect(server.refused).toEqual([]));
