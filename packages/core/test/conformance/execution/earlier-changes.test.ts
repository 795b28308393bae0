/** 3.1, `earlierChanges`: over the main steps before this one, for the failure steps as well. */
import { defineStep, type EarlierChanges, IdleError, type StepType } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { createProduct, jane, joiner } from "../../support/product.ts";

function looksInto(seen: EarlierChanges[]): StepType {
  return defineStep({
    type: "Test.Step.Looks",
    description: "Notes what went before.",
    with: { type: "object", additionalProperties: false },
    execute({ earlierChanges }) {
      seen.push(earlierChanges);
      return { changed: false };
    },
  });
}

async function seenAfter(...before: readonly (() => Promise<{ changed: boolean }>)[]) {
  const seen: EarlierChanges[] = [];
  const types: StepType[] = before.map((execute, index) =>
    defineStep({
      type: `Test.Step.S${index}`,
      description: "Does what a test says.",
      with: { type: "object", additionalProperties: false },
      execute,
    }),
  );
  const product = createProduct({ steps: [...types, looksInto(seen)] });
  const steps = types.map(({ type }) => `  - { name: ${type}, type: ${type} }\n`).join("");
  const look = "  - { name: Look, type: Test.Step.Looks }\n";
  const plan = await product.plan(joiner(`steps:\n${steps}${look}onFailureSteps:\n${look}`), { providers: {} });
  await product.engine.invokePlan(plan, { providers: {} });
  return seen;
}

const done = async () => ({ changed: true });
const idle = async () => ({ changed: false });
const fails = async () => {
  throw new IdleError("PermissionDenied", "no");
};

describe("a step that is executed", () => {
  it.each([
    [[idle], "none"],
    [[idle, done], "some"],
    [[done, idle], "some"],
  ] as const)("main: %#", async (before, expected) => {
    expect(await seenAfter(...before)).toEqual([expected]);
  });

  it.each([
    [[fails], "none"],
    [[idle, fails], "none"],
    [[done, fails], "some"],
  ] as const)("after a failure: %#", async (before, expected) => {
    expect(await seenAfter(...before)).toEqual([expected]);
  });

  it("after a write whose fate nobody knows: unknown", async () => {
    const seen: EarlierChanges[] = [];
    const directory = createMockProvider({ identities: [jane] });
    const product = createProduct({ steps: [looksInto(seen)] });
    const body =
      "steps:\n  - { name: D, type: IdLE.Step.RevokeIdentitySessions, with: { identityKey: jane } }\nonFailureSteps:\n  - { name: Look, type: Test.Step.Looks }\n";
    const plan = await product.plan(joiner(body), { providers: { Identity: directory } });
    directory.failNext({ method: "revokeSessions", error: new Error("The line is cut."), after: true });
    const result = await product.engine.invokePlan(plan, { providers: { Identity: directory } });
    expect(result.steps[0]).toMatchObject({ status: "Failed", error: { details: { outcomeUnknown: true } } });
    expect(seen).toEqual(["unknown"]);
  });
});
