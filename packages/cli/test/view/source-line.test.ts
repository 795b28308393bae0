import { describe, expect, it } from "vitest";
import { createSources } from "../../src/input/sources.ts";
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
    "stepz: { password: hunter2 }",
    "{ stepz: 1, 'Token': 'abc' }",
    '{"clientSecret":"abc"}',
    "unicodePwd: abc",
  ])("is not shown when it may hold a secret: %s", (text) => {
    expect(view(text)).toBe(head);
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
