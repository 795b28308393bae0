// A write whose answer is not what its contract says leaves open whether it took effect. Where a second look finds all
// as wanted the step completes, and who wrote the provider is told all the same.
import { defineCapability, defineStep } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { createProduct, handMade, joiner } from "../support/product.ts";

const body = "steps:\n  - { name: Write, type: Test.Step.Write, with: { provider: Identity } }\n";

async function run(answer: unknown, { swallows = false } = {}) {
  let enabled = false;
  const step = defineStep({
    type: "Test.Step.Write",
    description: "Enables.",
    with: { type: "object", additionalProperties: false },
    requiredCapabilities: ["IdLE.Identity.Enable"],
    preview: () =>
      enabled
        ? []
        : [{ action: "update", target: { provider: "Identity", identityKey: "jane" }, path: "enabled", after: true }],
    async execute(ctx) {
      const work = Promise.resolve(ctx.provider.enableIdentity({ identityKey: "jane" }));
      const { changed } = await (swallows ? work.catch(() => ({ changed: true })) : work);
      return { changed };
    },
  });
  const enableIdentity = () => {
    enabled = true;
    return answer;
  };
  const providers = { Identity: handMade({ enableIdentity }, ["IdLE.Identity.Enable"]) };
  const product = createProduct({ steps: [step] });
  return product.engine.invokePlan(await product.plan(joiner(body), { providers }), { providers });
}

describe("a write that answers against its contract", () => {
  const warning = expect.stringMatching(
    /^Provider HandMade \(alias Identity\) answered enableIdentity with nothing .*Tell its author\. The step completed/,
  );

  it.each([false, true])("completes with a warning when all is as wanted (swallowed: %j)", async (swallows) => {
    const { steps, events } = await run(undefined, { swallows });
    expect(steps[0]).toMatchObject({ status: "Completed", changed: true, warnings: [warning] });
    expect(events.find(({ type }) => type === "StepCompleted")?.data).toMatchObject({ warnings: [warning] });
  });

  it("is not warned about when the answer is right", async () => {
    const { steps, events } = await run({ identityKey: "jane", changed: true });
    expect(steps[0]).not.toHaveProperty("warnings");
    expect(events.find(({ type }) => type === "StepCompleted")?.data).toEqual({ changed: true, attempts: 1 });
  });

  it.each([
    [undefined, "nothing instead of { changed }"],
    [true, "a boolean instead of { changed }"],
    [{ badge: 7 }, "nothing as changed"],
  ])("is addressed for a third party's capability as well: %j", async (answer, words) => {
    const step = defineStep({
      type: "Test.Step.Write",
      description: "Prints.",
      with: { type: "object", additionalProperties: false },
      requiredCapabilities: ["Test.Badge.Print"] as never,
      async execute(ctx) {
        const print: (args: object) => Promise<{ changed: boolean }> = Reflect.get(ctx.provider, "printTestBadge");
        const { changed } = await print({ identityKey: "jane" });
        return { changed };
      },
    });
    const capability = defineCapability({ id: "Test.Badge.Print", methods: { printTestBadge: "write" } } as never);
    const product = createProduct({ steps: [step], capabilities: [capability] });
    const providers = { Identity: handMade({ printTestBadge: () => answer }, ["Test.Badge.Print"]) };
    const { steps } = await product.engine.invokePlan(await product.plan(joiner(body), { providers }), { providers });
    expect(steps[0]?.error?.code).toBe("PluginAnswerInvalid");
    expect(steps[0]?.error?.message).toContain(
      `Provider HandMade (alias Identity) answered printTestBadge with ${words}`,
    );
  });
});
