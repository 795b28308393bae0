/** What a host hands in as `machineState`, and what steps get of it. */
import { defineStep, type ExecuteContext, type SharedState } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/index.ts";

const state: SharedState = {
  tryLock: async () => null,
  read: async () => null,
  write: async () => {},
};

async function seenBy(machineState?: SharedState): Promise<unknown> {
  let seen: unknown = "nothing";
  const look = defineStep({
    type: "Acme.Step.Look",
    description: "Looks.",
    with: { type: "object", additionalProperties: false, properties: {} },
    requiredCapabilities: [],
    async execute(context: ExecuteContext) {
      seen = context.machineState;
      return { changed: false };
    },
  });
  const engine = createEngine({ steps: [look], ...(machineState && { machineState }) });
  const text = "name: Look\nlifecycleEvent: Joiner\nsteps:\n  - { name: Look, type: Acme.Step.Look }\n";
  const workflow = await engine.loadWorkflow({ text });
  const plan = await engine.createPlan({ workflow, request: { lifecycleEvent: "Joiner" } });
  const { status } = await engine.invokePlan(plan, { providers: {} });
  expect(status).toBe("Completed");
  return seen;
}

describe("machineState", () => {
  it("is what steps get; null without it", async () => {
    expect(await seenBy(state)).toBe(state);
    expect(await seenBy()).toBeNull();
  });

  it.each([
    ["tryLock", null],
    ["tryLock", {}],
    ["read", { tryLock: state.tryLock }],
    ["write", { ...state, write: 1 }],
  ])("without %s is refused: %j", (method, wrong) => {
    expect(() => createEngine({ steps: [], machineState: wrong as never })).toThrow(
      expect.objectContaining({ code: "InvalidInput", message: expect.stringContaining(`no method ${method}(name)`) }),
    );
  });
});
