// The two commonest mistakes in a step: a preview that writes, and a capability that was not required.
import { defineStep, type StepType } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { executeStep, previewStep } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { createProduct, diagnosticsOf, errorOf, jane, joiner } from "../support/product.ts";

type Call = (provider: object) => unknown;
const call = (method: string): Call => {
  // The name has to stand in the code for the message to have it.
  const calls: Record<string, Call> = {
    disableIdentity: (provider) => (provider as { disableIdentity(args: object): unknown }).disableIdentity({}),
    getIdentity: (provider) => (provider as { getIdentity(args: object): unknown }).getIdentity({}),
    flyAway: (provider) => (provider as { flyAway(): unknown }).flyAway(),
  };
  return calls[method] ?? (() => undefined);
};
const nothing: Call = () => undefined;

function step(preview: Call, execute: Call, more: object = {}): StepType {
  return defineStep({
    type: "Test.Step.Wrong",
    description: "Calls what it may not.",
    with: { type: "object", additionalProperties: false },
    requiredCapabilities: ["IdLE.Identity.Disable"],
    async preview(ctx) {
      expect("getIdentity" in ctx.provider).toBe(Object.hasOwn(more, "previewCapabilities"));
      expect(typeof Reflect.get(ctx.provider, "disableIdentity")).toBe("undefined");
      await preview(ctx.provider);
      return null;
    },
    async execute(ctx) {
      await execute(ctx.provider);
      return { changed: false };
    },
    ...more,
  });
}

const directory = () => createMockProvider({ identities: [jane] });
const body = "steps:\n  - { name: A, type: Test.Step.Wrong, with: { provider: Identity } }\n";

describe("a step that calls what it does not have", () => {
  it.each([
    ["disableIdentity", /Test\.Step\.Wrong called disableIdentity in its preview.*only the read methods/],
    ["getIdentity", /called getIdentity in its preview.*must put IdLE\.Identity\.Read into previewCapabilities/],
  ])("is told so of %s in its preview, by engine and testkit", async (method, words) => {
    const wrong = step(call(method), nothing);
    const [problem] = diagnosticsOf(await errorOf(createProduct({ steps: [wrong] }).plan(joiner(body))));
    expect(problem).toMatchObject({ code: "DefinitionInvalid", message: expect.stringMatching(words) });
    await expect(previewStep(wrong, { provider: directory() })).rejects.toThrow(words);
  });

  it("is told so of its execution, by engine and testkit", async () => {
    const wrong = step(nothing, call("getIdentity"));
    const words = /Test\.Step\.Wrong called getIdentity in its execute.*put IdLE\.Identity\.Read into requiredCapab/;
    const product = createProduct({ steps: [wrong] });
    const providers = { Identity: directory() };
    const { steps } = await product.engine.invokePlan(await product.plan(joiner(body)), { providers });
    expect(steps[0]?.error).toMatchObject({ code: "DefinitionInvalid", message: expect.stringMatching(words) });
    await expect(executeStep(wrong, { provider: directory() })).rejects.toThrow(words);
  });

  it("keeps its error where no capability has such a method, or it was given it", async () => {
    const unknown = step(call("flyAway"), nothing);
    await expect(previewStep(unknown, { provider: directory() })).rejects.toThrow(TypeError);
    const elsewhere = step(() => call("getIdentity")({}), nothing, { previewCapabilities: ["IdLE.Identity.Read"] });
    await expect(previewStep(elsewhere, { provider: directory() })).rejects.toThrow(TypeError);
  });
});
