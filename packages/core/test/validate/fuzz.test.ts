import type { Diagnostic } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnosticCodes } from "../../src/diagnostics/codes.ts";
import { renderDiagnostic } from "../../src/diagnostics/render.ts";
import { createStepRegistry, validateSource } from "../../src/validate/index.ts";
import { testSteps } from "./step-types.ts";

const registry = createStepRegistry(testSteps);

function expectSound(diagnostics: readonly Diagnostic[], text: string): void {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  for (const diagnostic of diagnostics) {
    const { line, column, length = 1, code, message } = diagnostic;
    expect(Object.keys(diagnosticCodes)).toContain(code);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be in a message.
    expect(message).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
    if (line === null || column === null) throw new Error(`${code} has no place`);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    const width = lines[line - 1]?.length ?? 0;
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual(width + 1);
    expect(length).toBeGreaterThanOrEqual(1);
    if (length > 1) expect(column - 1 + length).toBeLessThanOrEqual(width);
    expect(renderDiagnostic(diagnostic, { source: text })).toContain(code);
  }
}

const scalars = [
  ...[
    "a",
    "1",
    "00",
    "true",
    "null",
    '"x"',
    "'y'",
    "{{Request.Intent.A}}",
    '"{{Request.Intent.A}}"',
    '"{{"',
    "*x",
    "&x b",
  ],
  ...["[", "]", "{", "}", "[]", "{}", "|\n      x", "!t y", "Request.Intent.A", "Test.Step.Note", "Test.Step.Account"],
];
const keys = [
  ...["name", "lifecycleEvent", "steps", "onFailureSteps", "inputs", "contextResolvers", "type", "with", "condition"],
  ...["precondition", "all", "any", "equals", "exists", "like", "path", "value", "pattern", "identityKeys", "intent"],
  ...["properties", "$ref", "identityKey", "provider", "password", "values", "attributes", "<<", "__proto__", "nmae"],
];
const pieces = fc.oneof(
  fc.constantFrom(...keys).map((key) => `${key}: `),
  fc.constantFrom(...scalars),
  fc.constantFrom(
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "\n    - ",
    ", ",
    " ",
    "\t",
    "---\n",
    "# c",
    "\r\n",
    "\u202e",
    "\u0000",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const prefix = fc.constantFrom(
  "",
  "name: a\nlifecycleEvent: b\nsteps:\n  - name: c\n    type: Test.Step.Account\n    with: ",
);

describe("whatever the text, validation comes back with places inside of it", () => {
  it("for pieces of workflows", async () => {
    const text = fc.tuple(prefix, fc.array(pieces, { maxLength: 25 })).map(([start, parts]) => start + parts.join(""));
    await fc.assert(
      fc.asyncProperty(text, async (yaml) => {
        const { workflow, diagnostics } = await validateSource({ text: yaml, file: "f.yaml" }, registry);
        expect(workflow === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
        expectSound(diagnostics, yaml);
      }),
      { numRuns: 3000 },
    );
  });

  it("for any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        const { diagnostics } = await validateSource({ text: bytes, file: null }, registry);
        expectSound(diagnostics, new TextDecoder().decode(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  it("for any data in the place of a workflow", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
        const text = JSON.stringify({ name: "a", lifecycleEvent: "b", steps: value, inputs: { intent: value } });
        const { diagnostics } = await validateSource({ text, file: null }, registry);
        expectSound(diagnostics, text);
      }),
      { numRuns: 1000 },
    );
  });
});
