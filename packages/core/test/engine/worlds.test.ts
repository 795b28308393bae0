import type { Change } from "@idle/contract";
import { createEngine, exportPlan } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { createFakeHost } from "@idle/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";

const keys = ["ann", "bob", "cy"];
const groups = ["Alpha", "Beta", "Gamma", "alpha"];
const names = ["Department", "Title", "Tags"];

const value = fc.oneof(
  fc.constantFrom("HR", "IT", "hr", ""),
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }),
);
const attributes = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3, noNullPrototype: true });
const entitlement = fc.record({ kind: fc.constantFrom("Group", "Role"), id: fc.constantFrom(...groups) });
const identityKey = fc.constantFrom(...keys);

const stored = (attrs: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(attrs).filter(([, entry]) => entry !== null && entry !== ""));

const world = fc
  .uniqueArray(
    fc.record({
      identityKey,
      enabled: fc.boolean(),
      container: fc.constantFrom("OU=A", "OU=B"),
      attributes: attributes.map(stored),
      entitlements: fc.uniqueArray(
        fc.record({ kind: fc.constantFrom("Group", "Role"), id: fc.constantFrom(...groups), removable: fc.boolean() }),
        {
          selector: ({ kind, id }) => `${kind} ${id.toLowerCase()}`,
          maxLength: 4,
        },
      ),
    }),
    { selector: (identity) => identity.identityKey, maxLength: 3 },
  )
  .map((identities) => identities as never[]);

const step = fc.oneof(
  fc.record({
    type: fc.constant("CreateIdentity"),
    with: fc.record({ identityKey, attributes, enabled: fc.boolean(), container: fc.constantFrom("OU=A", "OU=B") }),
  }),
  fc.record({ type: fc.constant("EnsureAttributes"), with: fc.record({ identityKey, attributes }) }),
  fc.record({
    type: fc.constantFrom("EnableIdentity", "DisableIdentity", "DeleteIdentity"),
    with: fc.record({ identityKey }),
  }),
  fc.record({
    type: fc.constant("MoveIdentity"),
    with: fc.record({ identityKey, targetContainer: fc.constantFrom("OU=A", "OU=B") }),
  }),
  fc.record({
    type: fc.constant("EnsureEntitlement"),
    with: fc.record({ identityKey, entitlement, state: fc.constantFrom("Present", "Absent") }),
  }),
  fc.record({
    type: fc.constant("EnsureEntitlements"),
    with: fc.record({
      identityKey,
      entitlements: fc.array(entitlement, { maxLength: 4 }),
      state: fc.constantFrom("Present", "Absent"),
    }),
  }),
  fc.record({
    type: fc.constant("PruneEntitlements"),
    with: fc.record({
      identityKey,
      kind: fc.constant("Group"),
      keep: fc.array(fc.record({ id: fc.constantFrom(...groups) }), { maxLength: 2 }),
    }),
  }),
  fc.record({
    type: fc.constant("PruneEntitlementsEnsureKeep"),
    with: fc.record({
      identityKey,
      kind: fc.constant("Group"),
      keep: fc.array(fc.record({ id: fc.constantFrom(...groups) }), { minLength: 1, maxLength: 2 }),
    }),
  }),
);

const request = { lifecycleEvent: "Joiner", correlationId: "c-1" };

function workflowOf(steps: readonly { type: string; with: object }[]): string {
  return stringify(
    {
      name: "Random",
      lifecycleEvent: "Joiner",
      steps: steps.map(({ type, with: inputs }, index) => ({
        name: `step ${index}`,
        type: `IdLE.Step.${type}`,
        with: inputs,
      })),
    },
    { aliasDuplicateObjects: false },
  );
}

const written = (changes: readonly Change[]) =>
  changes.map(({ action, path, before, after, target }) => ({
    action,
    path,
    before,
    after,
    identityKey: target.identityKey,
  }));

describe("random worlds and workflows", () => {
  it("change exactly what the plan says, write nothing while planning, and have nothing to do the second time", async () => {
    const engine = createEngine({ steps: [commonSteps], host: createFakeHost({ autoAdvance: true }) });
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(world, fc.array(step, { minLength: 1, maxLength: 6 }), async (identities, steps) => {
        const directory = createMockProvider({ identities, allowDelete: true });
        const providers = { Identity: directory };
        const workflow = await engine.loadWorkflow({ text: workflowOf(steps) });
        // Steps on identities that are not there are refused while planning; those worlds end here.
        const plan = await engine.createPlan({ workflow, request, providers }).catch((error: { code?: string }) => {
          expect(error.code).toBe("PlanFailed");
          return null;
        });
        expect(directory.history.filter(({ kind }) => kind === "write")).toEqual([]);
        // Taking away what the system says is fixed is tried, warned of, and bound to fail.
        if (plan === null || plan.plan.steps.some(({ warnings }) => warnings.length > 0)) return;
        applied += 1;

        expect(exportPlan(await engine.createPlan({ workflow, request, providers }))).toBe(exportPlan(plan));

        const result = await engine.invokePlan(plan, { providers });
        expect(result.status).toBe("Completed");
        const planned = plan.plan.steps.flatMap(({ changes }) => changes ?? []);
        expect(plan.plan.steps.every(({ changes }) => changes !== null)).toBe(true);
        const happened = directory.history.filter(({ kind }) => kind === "write").flatMap(({ changes }) => changes);
        expect(written(happened)).toEqual(written(planned));
        for (const [index, { changes }] of plan.plan.steps.entries()) {
          expect(result.steps[index]?.changed).toBe((changes ?? []).length > 0);
        }
      }),
      { numRuns: 300 },
    );
    expect(applied).toBeGreaterThan(50);
  });

  it("end in a state that a second plan of a workflow without contradictions leaves alone", async () => {
    const engine = createEngine({ steps: [commonSteps], host: createFakeHost({ autoAdvance: true }) });
    await fc.assert(
      fc.asyncProperty(
        attributes,
        fc.uniqueArray(entitlement, { selector: ({ kind, id }) => `${kind}${id}`.toLowerCase() }),
        fc.boolean(),
        async (attrs, entitlements, enabled) => {
          const providers = { Identity: createMockProvider() };
          const workflow = await engine.loadWorkflow({
            text: workflowOf([
              { type: "CreateIdentity", with: { identityKey: "ann", attributes: attrs, container: "OU=A" } },
              { type: "EnsureAttributes", with: { identityKey: "ann", attributes: attrs } },
              { type: "EnsureEntitlements", with: { identityKey: "ann", entitlements, state: "Present" } },
              { type: enabled ? "EnableIdentity" : "DisableIdentity", with: { identityKey: "ann" } },
            ]),
          });
          await engine.invokePlan(await engine.createPlan({ workflow, request, providers }), { providers });
          const again = await engine.createPlan({ workflow, request, providers });
          expect(again.plan.steps.flatMap(({ changes }) => changes)).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
