import { describe, expect, it } from "vitest";
import { createSources, type DocumentKind } from "../../src/input/sources.ts";
import { diagnosticsView } from "../../src/view/problem-view.ts";
import { createStyle } from "../../src/view/style.ts";

const terminal = createStyle({ colour: false, width: 80 });
const view = (text: string, width: number | null = 80, code = "UnknownKey") => {
  const sources = createSources();
  sources.remember("f.yaml", text);
  const diagnostic = {
    severity: "error",
    code,
    message: "M",
    file: "f.yaml",
    line: 1,
    column: 1,
  } as const;
  return diagnosticsView([diagnostic], { ...terminal, width }, sources);
};
const head = "f.yaml:1:1 error UnknownKey M\n";

describe("the line a diagnostic is about", () => {
  it("is shown with a caret", () => {
    expect(view("stepz: []\n")).toBe(`${head}  1 | stepz: []\n    | ^\n`);
  });

  it("is not shown in a pipe", () => {
    expect(view("stepz: []\n", null)).toBe(head);
  });

  it.each([
    ["stepz: { password: hunter2 }", "stepz: { password:…"],
    ["{ stepz: 1, 'Token': 'abc' }", "{ stepz: 1, 'Token':…"],
    ['{"clientSecret":"abc"}', '{"clientSecret":…'],
    ["unicodePwd: abc", "unicodePwd:…"],
    ["a: 1 # password: hunter2", "a: 1 # password:…"],
  ])("ends where it may hold a secret: %s", (text, shown) => {
    expect(view(text)).toBe(`${head}  1 | ${shown}\n    | ^\n`);
  });

  it("is not shown when it is about a key, which may be a private one", () => {
    const text = view("sealTo: { kty: OKP, d: c2VjcmV0 }", 80, "SealRecipientInvalid");
    expect(text).toBe("f.yaml:1:1 error SealRecipientInvalid M\n");
  });

  it.each(["initialPassword: { generate: true }", "password:", "tokenGroups: abc"])(
    "is shown when it only names one: %s",
    (text) => expect(view(text)).toContain(`  1 | ${text}\n`),
  );
});

describe("what may be secret is never shown", () => {
  const secret = "PLANTED-hunter2";
  const shown = (kind: DocumentKind, text: string, code = "UnknownKey", names: readonly string[] | null = []) => {
    const sources = createSources();
    sources.remember("f.yaml", text, kind);
    if (names !== null) sources.addSecretNames(names);
    const everywhere = text.split("\n").flatMap((line, index) =>
      [1, Math.max(1, line.indexOf(secret) + 1), line.length].map((column) => ({
        severity: "error" as const,
        code,
        message: "M",
        file: "f.yaml",
        line: index + 1,
        column,
      })),
    );
    return diagnosticsView(everywhere, terminal, sources);
  };
  const kinds: readonly DocumentKind[] = ["workflow", "request", "configuration"];

  it.each([
    `password:\n  ${secret}\n`,
    `password: ["${secret}"]`,
    `credential: { password: ["${secret}"] }`,
    `credential:\n  - a\n  - ${secret}\n`,
    `credential:\n  user: [a,\n    ${secret}]\n`,
    `? password\n: ${secret}\n`,
    `pasword: ${secret}`,
    `{ a: 1, pasword: ${secret} }`,
    `a: { pass-word: "x\n  ${secret}" }`,
    `password: { value: ${secret} }`,
    `password: { ${secret}: 1 }`,
    `password: *${secret}`,
    `password: &${secret}\n  a\n`,
    `password: # ${secret}\n  a\n`,
    `password: |\n  a\n  ${secret}\nb: 1\n`,
    `a: &x ${secret}\npassword: *x\n`,
    `a:\n  - &x ${secret}\npassword: [*x]\n`,
    `a: { path: Request.Intent.Password, value: ${secret} }`,
    `key: { kty: OKP, x: a, d: ${secret}, d: ${secret} }`,
    `sealTo: { d: ${secret} }`,
    `authSessions: [{ use: x, options: { pw: ${secret} } }]`,
    `authSessions:\n  - options:\n      pw: ${secret}\n`,
    `providers: { A: { use: x, options: { pw: ${secret} } } }`,
  ])("whatever the document: %j", (text) => {
    for (const kind of kinds) expect(shown(kind, text)).not.toContain("hunter2");
  });

  it.each([
    `password: "a\n  ${secret}: b" c\n`,
    `note: "a\n  ${secret}: b" c\n`,
    `pasword: ${secret}: a\n`,
    `a: [\nb: ${secret}\n`,
    `password: >\n  x\n ${secret}: y\na: [\n`,
    `{ "password": ${secret}, ] }`,
  ])("when it is not YAML: %j", (text) => {
    for (const kind of kinds) expect(shown(kind, text, "SyntaxInvalid")).not.toContain("hunter2");
  });

  it.each([
    `pass: ${secret}`,
    `context: 1\nextra:\n  a:\n    - ${secret}\n`,
    `extra: { a: { b: ${secret} } }`,
    `- ${secret}`,
  ])("under keys that nobody knows: %j", (text) => {
    for (const kind of ["request", "configuration"] as const) expect(shown(kind, text)).not.toContain("hunter2");
  });

  it.each([
    `steps: [{ pw: ${secret} }]`,
    `steps: ${secret}`,
    `providers: [a, ${secret}]`,
    `providers: { A: ${secret} }`,
    `providers: { A: { use: [${secret}] } }`,
    `retryProfiles: { A: { maxAttempts: 1, pw: ${secret} } }`,
  ])("where a configuration has something else: %s", (text) => {
    expect(shown("configuration", text)).not.toContain("hunter2");
  });

  it.each(["SecretInClear", "SealRecipientInvalid"])("for %s", (code) => {
    expect(shown("configuration", `steps: [${secret}]`, code)).not.toContain("steps: [");
  });

  it("under the names that the configuration adds, which is read after the request", () => {
    const request = `intent:\n  pin: ${secret}\n  Pins: [${secret}]\n`;
    expect(shown("request", request, "WrongType", ["pin"])).not.toContain("hunter2");
    expect(shown("request", request, "WrongType", null)).not.toContain("hunter2");
    expect(shown("request", request, "WrongType", null)).toContain("2 |   pin:");
    expect(shown("workflow", `attributes: { pin: ${secret} }`, "WrongType", ["pin"])).not.toContain("hunter2");
  });

  it("with the caret below the mark", () => {
    const text = shown("workflow", `with: { password: { value: ${secret} } }`, "WrongType");
    expect(text).toContain(`  1 | with: { password:          …\n    | ${" ".repeat(27)}^\n`);
  });
});

describe("ordinary mistakes are shown whole", () => {
  it.each([
    ["workflow", "lifecycelEvent: Joiner"],
    ["workflow", "steps: [{ id: x, name: a, type: IdLE.Step.EmitEvent, with: { mesage: hello } }]"],
    ["workflow", 'condition: { equals: { path: Request.Intent.Department, value: "IT" } }'],
    ["workflow", "condition: { none: [{ in: { path: a.b, values: [1] } }], when: x }"],
    ["workflow", "with: { initialPassword: { generate: true }, identityKye: x }"],
    ["request", "intent: { Department: 007, GivenName: Jane }"],
    ["request", "lifecycleEvent: Joinr"],
    ["configuration", "retryProfiles: { Default: { maxAttempts: 30 } }"],
    ["configuration", "providers: { Identity: { use: ../x } }"],
  ] as const)("%s: %s", (kind, text) => {
    const sources = createSources();
    sources.remember("f.yaml", text, kind);
    sources.addSecretNames([]);
    const diagnostic = { severity: "error", code: "X", message: "M", file: "f.yaml", line: 1, column: 3 } as const;
    expect(diagnosticsView([diagnostic], { ...terminal, width: 200 }, sources)).toContain(`  1 | ${text}\n`);
  });

  it("but for what is not YAML, where the key is shown", () => {
    const sources = createSources();
    sources.remember("f.yaml", "name: x\nsteps: a: b\n");
    const diagnostic = { severity: "error", code: "SyntaxInvalid", message: "M", file: "f.yaml", line: 2 } as const;
    const text = diagnosticsView([{ ...diagnostic, column: 9 }], terminal, sources);
    expect(text).toContain(`  2 | steps:  …\n    | ${" ".repeat(8)}^\n`);
  });
});
