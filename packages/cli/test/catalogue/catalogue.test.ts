import { createEngine, readData } from "@idle/core";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findStepType } from "../../src/catalogue/find-step-type.ts";
import { stepExample } from "../../src/catalogue/step-example.ts";
import { typeInWords } from "../../src/catalogue/type-in-words.ts";

const types = [
  "IdLE.Step.EnsureAttributes",
  "IdLE.Step.Mailbox.GetInfo",
  "Acme.Step.GetInfo",
  "Acme.Step.printBadge",
  "Acme.Step.PrintBadge",
];

describe("a step type is found", () => {
  it.each([
    ["IdLE.Step.EnsureAttributes", "IdLE.Step.EnsureAttributes"],
    ["idle.step.ensureattributes", "IdLE.Step.EnsureAttributes"],
    ["EnsureAttributes", "IdLE.Step.EnsureAttributes"],
    ["ensureattributes", "IdLE.Step.EnsureAttributes"],
    ["Mailbox.GetInfo", "IdLE.Step.Mailbox.GetInfo"],
    ["PrintBadge", "Acme.Step.PrintBadge"],
  ])("by %s", (name, type) => expect(findStepType(name, types)).toEqual({ kind: "found", type }));

  it("or what else it could be is said", () => {
    expect(findStepType("GetInfo", types)).toEqual({
      kind: "ambiguous",
      types: ["IdLE.Step.Mailbox.GetInfo", "Acme.Step.GetInfo"],
    });
    expect(findStepType("acme.step.printbadge", types)).toMatchObject({ kind: "ambiguous" });
    expect(findStepType("EnsureAttribute", types)).toEqual({ kind: "unknown", meant: ["IdLE.Step.EnsureAttributes"] });
    expect(findStepType("info", types)).toEqual({
      kind: "unknown",
      meant: ["IdLE.Step.Mailbox.GetInfo", "Acme.Step.GetInfo"],
    });
    expect(findStepType("nix", types)).toEqual({ kind: "unknown", meant: [] });
  });
});

describe("the type of an input in words", () => {
  it.each<[unknown, string]>([
    [{ type: "string" }, "string"],
    [{ type: "boolean" }, "true or false"],
    [{ enum: ["Present", "Absent", 3, null] }, "`Present` or `Absent` or `3` or `null`"],
    [{ const: true }, "`true`"],
    [
      { type: "array", items: { type: "object", properties: { kind: {}, id: {} }, required: ["id"] } },
      "list of `{ kind?, id }`",
    ],
    [{ type: "array" }, "list"],
    [{ oneOf: [{ type: "string" }, { type: "string" }, { type: "integer" }] }, "string or integer"],
    [{ anyOf: [{ type: "string" }, true] }, "string or anything"],
    [{ type: ["string", "null"] }, "string or null"],
    [{ type: "object", propertyNames: {} }, "object of attributes"],
    [true, "anything"],
    [null, "anything"],
    [{ $ref: "#/x" }, "anything"],
  ])("%j", (schema, words) => expect(typeInWords(schema, (text) => `\`${text}\``)).toBe(words));

  it("never fails, whatever a plug-in hands over", () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true }),
        (schema) => void expect(typeof typeInWords(schema)).toBe("string"),
      ),
    );
    let deep: object = { type: "string" };
    for (let level = 0; level < 10_000; level++) deep = { oneOf: [deep] };
    expect(typeInWords(deep)).toBe("anything");
  });
});

describe("an example", () => {
  const steps = [commonSteps, directorySyncSteps];

  it.each(steps.flat().map((step) => [step.type, step] as const))(
    "of %s can be pasted below steps",
    async (_, step) => {
      const text = `name: W\nlifecycleEvent: Joiner\nsteps:\n${stepExample(step)
        .map((line) => `  ${line}\n`)
        .join("")}`;
      const workflow = await createEngine({ steps }).loadWorkflow({ text, file: "w.yaml" });
      expect(workflow.warnings).toEqual([]);
    },
  );

  it("is the same data again, whatever is in it", async () => {
    const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: false } as never);
    const step = { type: "IdLE.Step.EmitEvent" };
    const text = fc.string({ unit: "grapheme-ascii", maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(text, json, { maxKeys: 3 }), async (data) => {
        const example = { message: "m", data: { ...JSON.parse(JSON.stringify(data)), end: 1 } };
        const workflow = `name: W\nlifecycleEvent: Joiner\nsteps:\n${stepExample({ ...step, example })
          .map((line) => `  ${line}\n`)
          .join("")}`;
        // Templates and paths are the language's; here only the notation counts.
        fc.pre(!/\{\{|__proto__|\\u/.test(workflow));
        const { data: read, diagnostics } = readData({ text: workflow, file: "w.yaml" });
        fc.pre(diagnostics.length === 0 || diagnostics.some(({ code }) => code === "SyntaxInvalid"));
        expect({ diagnostics, steps: (read as { steps?: unknown } | undefined)?.steps }).toEqual({
          diagnostics: [],
          steps: [{ name: "Emit event", type: "IdLE.Step.EmitEvent", with: example }],
        });
      }),
    );
  });
});
