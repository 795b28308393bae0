/** Random plans, and others who change the world at every call: whatever happens, no guard is broken. */
import type { AnyProvider, Change } from "@idle/contract";
import { createMemoryLedger, createPolicy, readPolicy } from "@idle/policy";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createProduct, driven, joiner } from "../../support/product.ts";

type Directory = ReturnType<typeof createMockProvider>;
const outside = { session: undefined, signal: new AbortController().signal };
const keys = ["ann", "bob", "svc-mail"] as const;
const groups = ["Staff", "Sales", "Legal-Hold"] as const;
const most = { disable: 1, revoke: 2, delete: 1 } as const;
const policyText = {
  protected: { identities: ["svc-*"], entitlements: ["Legal-*"] },
  limits: [
    { action: "disable", max: most.disable, per: "24h" },
    { action: "revoke", max: most.revoke, per: "24h" },
    { action: "delete", max: most.delete, per: "plan" },
  ],
};

const key = fc.constantFrom(...keys);
const stepOf = fc.oneof(
  key.map((identityKey) => ({ type: "IdLE.Step.DisableIdentity", with: { identityKey } })),
  key.map((identityKey) => ({ type: "IdLE.Step.EnableIdentity", with: { identityKey } })),
  key.map((identityKey) => ({ type: "IdLE.Step.DeleteIdentity", with: { identityKey } })),
  key.map((identityKey) => ({ type: "IdLE.Step.MoveIdentity", with: { identityKey, targetContainer: "OU=B" } })),
  key.map((identityKey) => ({
    type: "IdLE.Step.PruneEntitlements",
    with: { identityKey, kind: "Group", keep: [{ id: "Staff" }] },
  })),
  fc.tuple(key, fc.constantFrom(...groups), fc.constantFrom("Present", "Absent")).map(([identityKey, id, state]) => ({
    type: "IdLE.Step.EnsureEntitlement",
    with: { identityKey, entitlement: { kind: "Group", id }, state },
  })),
);
const failing = {
  type: "IdLE.Step.EmitEvent",
  with: { message: "x" },
  precondition: { equals: { path: "Request.LifecycleEvent", value: "Never" } },
  onPreconditionFalse: "Fail",
};
const named = (steps: readonly object[]) =>
  JSON.stringify(steps.map((step, index) => ({ name: `S${index}`, ...step })));
const workflow = fc
  .record({
    steps: fc.array(stepOf, { minLength: 1, maxLength: 4 }),
    cleanup: fc.array(stepOf, { maxLength: 2 }),
    isFailing: fc.boolean(),
  })
  .map(({ steps, cleanup, isFailing }) =>
    joiner(`steps: ${named(isFailing ? [...steps, failing] : steps)}\nonFailureSteps: ${named(cleanup)}\n`),
  );
/** What others do, each at some call of the run. */
const moves: readonly ((directory: Directory, identityKey: string) => unknown)[] = [
  (it, identityKey) => it.enableIdentity({ identityKey, ...outside }),
  (it, identityKey) => it.disableIdentity({ identityKey, ...outside }),
  (it, identityKey) => it.moveIdentity({ identityKey, targetContainer: "OU=C", ...outside }),
  ...groups.map(
    (id) => (it: Directory, identityKey: string) =>
      it.grantEntitlement({ identityKey, entitlement: { kind: "Group", id }, ...outside }),
  ),
  (it, identityKey) => it.createIdentity({ identityKey, attributes: {}, enabled: true, ...outside }),
];
const interference = fc.array(fc.record({ at: fc.nat(60), move: fc.nat(moves.length - 1), identityKey: key }), {
  maxLength: 5,
});
const isDisable = ({ action, path, after }: Change) => action === "update" && path === "enabled" && after === false;
const runs = fc.array(fc.record({ text: workflow, script: interference, acceptDrift: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
});

it("nothing protected is harmed, and nothing is done beyond a limit", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (all) => {
      const host = createFakeHost();
      const state = createMemoryLedger();
      const policy = createPolicy(readPolicy(policyText), { state, now: () => Number(host.now()) });
      const product = createProduct({ host, policy });
      const real = createMockProvider({
        allowDelete: true,
        identities: keys.map((identityKey) => ({
          identityKey,
          enabled: identityKey !== "bob",
          container: "OU=A",
          attributes: {},
          entitlements: groups.map((id) => ({ kind: "Group", id })),
        })),
      });
      const made: Change[] = [];
      const counted = { disable: 0, revoke: 0 };
      let calls = 0;
      let script: readonly { at: number; move: number; identityKey: string }[] = [];
      const interfere = async () => {
        calls += 1;
        for (const { at, move, identityKey } of script) {
          if (at === calls) await Promise.resolve(moves[move]?.(real, identityKey)).catch(() => undefined);
        }
      };
      const methods = Object.entries(real).filter(
        ([name, method]) => typeof method === "function" && name !== "getCapabilities" && name !== "listIdentities",
      );
      const watched = methods.map(([name, method]) => [
        name,
        async (args: object) => {
          await interfere();
          const before = real.history.length;
          try {
            return await (method as (args: object) => unknown)(args);
          } finally {
            for (const entry of real.history.slice(before)) made.push(...entry.changes);
            await interfere();
          }
        },
      ]);
      const providers = { Identity: { ...real, ...Object.fromEntries(watched) } as AnyProvider };
      for (const { text, script: wanted, acceptDrift } of all) {
        const plan = await product.plan(text, { providers }).catch(() => null);
        if (plan === null) continue;
        [script, calls] = [wanted, 0];
        const before = made.length;
        const outcome = await driven(host, product.engine.invokePlan(plan, { providers, acceptDrift }), 500).catch(
          (error: { readonly code?: string }) => error,
        );
        script = [];
        if ("code" in outcome) {
          expect(["PolicyRefused", "PlanDrifted", "NotFound", "AlreadyExists"]).toContain(outcome.code);
          expect(made.slice(before)).toEqual([]);
        }
        // An identity counts once for each plan, whatever its steps do to and fro.
        const once = (isMeant: (change: Change) => boolean) =>
          new Set(
            made
              .slice(before)
              .filter(isMeant)
              .map(({ target, before: id }) => `${target.identityKey} ${id}`),
          ).size;
        expect(once(({ action }) => action === "delete")).toBeLessThanOrEqual(most.delete);
        counted.disable += once(isDisable);
        counted.revoke += once(({ action }) => action === "remove");
      }
      const harms = made.filter(
        (change) =>
          change.action === "delete" || change.action === "remove" || change.path === "container" || isDisable(change),
      );
      expect(harms.filter(({ target }) => target.identityKey.startsWith("svc-"))).toEqual([]);
      expect(made.filter(({ action, before }) => action === "remove" && before === "Legal-Hold")).toEqual([]);
      expect(counted.disable).toBeLessThanOrEqual(most.disable);
      expect(counted.revoke).toBeLessThanOrEqual(most.revoke);
    }),
    { numRuns: 300 },
  );
});
