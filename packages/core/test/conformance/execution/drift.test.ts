/** The world between the review and the last write: nothing is written that nobody reviewed, unless the host accepts it. */
import { type AnyProvider, type Change, IdleError, type Plan } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createProduct, driven, errorOf, forged, joiner } from "../../support/product.ts";

const ann = {
  identityKey: "ann",
  enabled: true,
  container: "OU=A",
  attributes: { Department: "HR", Title: "Clerk" },
  entitlements: [
    { kind: "Group", id: "Alpha" },
    { kind: "Group", id: "Beta" },
  ],
};
const outside = { session: undefined, signal: new AbortController().signal };

type Directory = ReturnType<typeof createMockProvider>;

const steps = {
  attributes: { type: "IdLE.Step.EnsureAttributes", with: { identityKey: "ann", attributes: { Department: "IT" } } },
  prune: { type: "IdLE.Step.PruneEntitlements", with: { identityKey: "ann", kind: "Group", keep: [{ id: "Alpha" }] } },
  disable: { type: "IdLE.Step.DisableIdentity", with: { identityKey: "ann" } },
  remove: { type: "IdLE.Step.DeleteIdentity", with: { identityKey: "ann" } },
};
const workflow = (...names: (keyof typeof steps)[]) =>
  joiner(`steps: ${JSON.stringify(names.map((name) => ({ name, ...steps[name] })))}\n`);

async function plannedFor(names: (keyof typeof steps)[], wrap: (directory: Directory) => object = (it) => it) {
  const host = createFakeHost();
  const product = createProduct({ host });
  const directory = createMockProvider({ identities: [ann], allowDelete: true });
  const providers = { Identity: wrap(directory) as AnyProvider };
  const plan = await product.plan(workflow(...names), { providers });
  const apply = (options: object = {}, which: Plan = plan) =>
    driven(host, product.engine.invokePlan(which, { providers, ...options }), 500);
  const changes = () => directory.history.flatMap((entry) => entry.changes);
  return { host, product, directory, plan, apply, changes };
}

const setDepartment = (directory: Directory, Department: string | null) =>
  directory.ensureAttributes({ identityKey: "ann", attributes: { Department }, ...outside });
const group = (id: string) => ({ identityKey: "ann", entitlement: { kind: "Group", id }, ...outside });

describe("what a forged plan leaves open", () => {
  it.each<[string, (change: Record<string, unknown>) => void]>([
    ["after", (change) => Object.assign(change, { after: "[REDACTED]" })],
    ["path", (change) => Object.assign(change, { path: "[REDACTED]" })],
    [
      "target.identityKey",
      (change) => Object.assign(change, { target: { provider: "Identity", identityKey: "[REDACTED]" } }),
    ],
  ])("covers nothing: %s", async (_, edit) => {
    const { plan, apply, changes } = await plannedFor(["attributes"]);
    const forgery = forged(plan, (copy) => edit(copy.plan.steps[0].changes[0]));
    expect(await errorOf(apply({}, forgery))).toMatchObject({ code: "PlanDrifted" });
    expect(changes()).toEqual([]);
  });

  it("covers nothing: what is removed", async () => {
    const { plan, apply, changes } = await plannedFor(["prune"]);
    const forgery = forged(plan, (copy) => Object.assign(copy.plan.steps[0].changes[0], { before: "[REDACTED]" }));
    expect(await errorOf(apply({}, forgery))).toMatchObject({ code: "PlanDrifted" });
    expect(changes()).toEqual([]);
  });
});

describe("a key that another object has got since", () => {
  /** A directory that tells its objects apart: `now` is whose the key is; each new object gets another id. */
  function identified() {
    const now = { id: "first" };
    const wrap = (real: Directory) => ({
      ...real,
      async getIdentity(args: Parameters<Directory["getIdentity"]>[0]) {
        const seen = await real.getIdentity(args);
        return seen === null ? null : { ...seen, id: now.id };
      },
      async createIdentity(args: Parameters<Directory["createIdentity"]>[0]) {
        now.id = "made by the run";
        return real.createIdentity(args);
      },
    });
    return { now, wrap };
  }

  it("is in the plan, and stops the run before anything is written, however alike they are", async () => {
    const { now, wrap } = identified();
    const { plan, apply, changes } = await plannedFor(["attributes", "disable"], wrap);
    expect(plan.plan.steps.map(({ objects }) => objects)).toEqual([undefined, [{ identityKey: "ann", id: "first" }]]);
    now.id = "second";
    expect(await errorOf(apply())).toMatchObject({
      code: "PlanDrifted",
      message: expect.stringContaining(
        '"ann" was the object first when you reviewed this, now it is another one, second.',
      ),
    });
    expect(changes()).toEqual([]);
    expect((await apply({ acceptDrift: true })).status).toBe("Completed");
  });

  it("stops the step where that happens after the run began", async () => {
    const { now, wrap } = identified();
    let looks = Number.NEGATIVE_INFINITY;
    const { apply, changes } = await plannedFor(["disable"], (real) => {
      const identifying = wrap(real);
      return {
        ...identifying,
        async getIdentity(args: Parameters<Directory["getIdentity"]>[0]) {
          looks += 1;
          // The first is before the run, the second right before the step.
          if (looks === 2) now.id = "second";
          return identifying.getIdentity(args);
        },
      };
    });
    looks = 0;
    const result = await apply();
    expect(result.steps).toMatchObject([{ status: "Failed", error: { code: "PlanDrifted" } }]);
    expect(changes()).toEqual([]);
  });

  it("is nothing new where the run itself deletes and makes it anew", async () => {
    const { wrap } = identified();
    const host = createFakeHost();
    const product = createProduct({ host });
    const providers = { Identity: wrap(createMockProvider({ identities: [ann], allowDelete: true })) as AnyProvider };
    const remake = [
      { name: "remove", ...steps.remove },
      { name: "make", type: "IdLE.Step.CreateIdentity", with: { identityKey: "ann", attributes: {} } },
      { name: "enable", type: "IdLE.Step.EnableIdentity", with: { identityKey: "ann" } },
    ];
    const plan = await product.plan(joiner(`steps: ${JSON.stringify(remake)}\n`), { providers });
    const result = await driven(host, product.engine.invokePlan(plan, { providers }), 500);
    expect(result.status).toBe("Completed");
  });
});

describe("a plan whose world is as it was", () => {
  it("writes nothing where nothing was to change, whatever others do the moment after the look", async () => {
    let looks = Number.NEGATIVE_INFINITY;
    const { directory, apply, plan, changes } = await plannedFor(["disable"], (real) => ({
      ...real,
      async getIdentity(args: Parameters<Directory["getIdentity"]>[0]) {
        const seen = await real.getIdentity(args);
        looks += 1;
        // The first is before the run, the second right before the step.
        if (looks === 2) await real.enableIdentity({ identityKey: "ann", ...outside });
        return seen;
      },
    }));
    await directory.disableIdentity({ identityKey: "ann", ...outside });
    const done = await createProduct().plan(workflow("disable"), { providers: { Identity: directory } });
    expect(plan.plan.steps[0]?.changes).toHaveLength(1);
    expect(done.plan.steps[0]?.changes).toEqual([]);
    const before = changes().length;
    looks = 0;
    expect(await apply({}, done)).toMatchObject({ status: "Completed", steps: [{ changed: false, attempts: 0 }] });
    expect(
      changes()
        .slice(before)
        .filter(({ after }) => after === false),
    ).toEqual([]);
  });

  it("is carried out, and each step is read back", async () => {
    const { apply } = await plannedFor(["attributes", "prune", "disable"]);
    const result = await apply();
    expect(result).toMatchObject({
      status: "Completed",
      steps: [{ verified: true }, { verified: true }, { verified: true }],
    });
    expect(result.drift).toBeUndefined();
  });

  it("says what each preview read by a fingerprint that is a part of its id", async () => {
    const { plan, apply } = await plannedFor(["attributes", "disable"]);
    const [first, second] = plan.plan.steps;
    expect(first?.fingerprint).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(second?.fingerprint).not.toBe(first?.fingerprint);
    const changed = structuredClone(plan) as unknown as { plan: { steps: { fingerprint?: string | null }[] } };
    const [step] = changed.plan.steps;
    if (step !== undefined) step.fingerprint = second?.fingerprint ?? null;
    expect(await errorOf(apply({}, changed as never))).toMatchObject({ code: "PlanInvalid" });
  });
});

describe("a world that has moved before the run", () => {
  it.each<[string, (keyof typeof steps)[], (directory: Directory) => unknown, string]>([
    [
      "another value",
      ["attributes"],
      (directory) => setDepartment(directory, "Sales"),
      "Department of ann was HR when you reviewed this, now it is Sales; the plan would set IT.",
    ],
    [
      "a further group",
      ["prune"],
      (directory) => directory.grantEntitlement(group("Gamma")),
      "Group Gamma was not held by ann when you reviewed this, now it is; the plan would remove it.",
    ],
    [
      "another state of what is deleted",
      ["remove"],
      (directory) => directory.disableIdentity({ identityKey: "ann", ...outside }),
      "ann is not what it was when you reviewed this: other values of enabled. The plan would delete it.",
    ],
    [
      "an identity that is gone",
      ["disable"],
      (directory) => directory.deleteIdentity({ identityKey: "ann", ...outside }),
      'It could be planned when you reviewed this, now it cannot: Identity has no identity "ann".',
    ],
  ])("%s: nothing is written, and the difference is told in words", async (_, names, move, words) => {
    const { directory, apply } = await plannedFor(names);
    await move(directory);
    const before = directory.history.length;
    const error = await errorOf(apply());
    expect(error).toMatchObject({ code: "PlanDrifted" });
    expect(error.message).toContain(words);
    expect(JSON.stringify(error.details)).toContain(JSON.stringify(words).slice(1, -2));
    expect(directory.history.slice(before).filter(({ kind }) => kind === "write")).toEqual([]);
  });

  it("tells every step that differs", async () => {
    const { directory, apply } = await plannedFor(["attributes", "prune", "disable"]);
    await setDepartment(directory, "Sales");
    await directory.grantEntitlement(group("Gamma"));
    const { details } = await errorOf(apply());
    expect(details).toMatchObject({ drift: [{ name: "attributes" }, { name: "prune" }] });
  });

  it("a step that had nothing to do and would have now is drift, too", async () => {
    const { directory, product, host } = await plannedFor(["attributes"]);
    await setDepartment(directory, "IT");
    const providers = { Identity: directory };
    const plan = await product.plan(workflow("attributes"), { providers });
    expect(plan.plan.steps[0]?.changes).toEqual([]);
    await setDepartment(directory, null);
    const error = await errorOf(driven(host, product.engine.invokePlan(plan, { providers })));
    expect(error.message).toContain("Department of ann was as wanted when you reviewed this, now it is empty");
  });

  it("goes on with acceptDrift, and says so", async () => {
    const { directory, apply } = await plannedFor(["attributes", "prune"]);
    await setDepartment(directory, "Sales");
    await directory.grantEntitlement(group("Gamma"));
    const result = await apply({ acceptDrift: true });
    expect(result).toMatchObject({
      status: "Completed",
      drift: [
        { id: "step-01", name: "attributes", kind: "Other" },
        { id: "step-02", name: "prune", kind: "Other" },
      ],
    });
    expect(result.events.filter(({ type }) => type === "StepDrifted")).toHaveLength(2);
    const held = await directory.listEntitlements({ identityKey: "ann", ...outside });
    expect(held.map(({ id }) => id)).toEqual(["Alpha"]);
  });

  it("fewer changes are made, and noted, where some are so already; a second apply makes none", async () => {
    const { directory, apply, changes } = await plannedFor(["attributes", "prune"]);
    await setDepartment(directory, "IT");
    const first = await apply();
    expect(first).toMatchObject({
      status: "Completed",
      steps: [{ changed: false }, { changed: true }],
      drift: [{ name: "attributes", kind: "Fewer", differences: ["Department of ann is IT already."] }],
    });
    const before = changes().length;
    const second = await apply();
    expect(second).toMatchObject({ status: "Completed", steps: [{ changed: false }, { changed: false }] });
    expect(second.drift).toMatchObject([
      { differences: ["Department of ann is IT already."] },
      { differences: ["Group Beta is not held by ann any more."] },
    ]);
    expect(changes()).toHaveLength(before);
  });

  it("a read that fails is told as itself, and nothing is written", async () => {
    const { directory, apply } = await plannedFor(["disable"]);
    directory.failNext({ method: "getIdentity", error: new IdleError("PermissionDenied", "no") });
    expect(await errorOf(apply())).toMatchObject({ code: "PermissionDenied" });
    expect(directory.history.filter(({ kind }) => kind === "write")).toEqual([]);
  });

  it("values that the plan redacted count as the same", async () => {
    const host = createFakeHost();
    const product = createProduct({ host });
    const directory = createMockProvider({ identities: [ann] });
    const providers = { Identity: directory };
    const request = { intent: { password: "Clerk" } };
    const text = joiner(
      "steps:\n  - { name: T, type: IdLE.Step.EnsureAttributes, with: { identityKey: ann, attributes: { Title: Boss } } }\n",
    );
    const plan = await product.plan(text, {
      providers,
      request: { lifecycleEvent: "Joiner", correlationId: "c-1", ...request } as never,
    });
    expect(plan.plan.steps[0]?.changes).toMatchObject([{ before: "[REDACTED]", after: "Boss" }]);
    expect((await driven(host, product.engine.invokePlan(plan, { providers }))).status).toBe("Completed");
  });
});

describe("a world that moves during the run", () => {
  it("a step that would change something else fails, and the run ends", async () => {
    const { apply, directory } = await plannedFor(["attributes", "prune", "disable"], (real) => ({
      ...real,
      async ensureAttributes(args: Parameters<Directory["ensureAttributes"]>[0]) {
        const answer = await real.ensureAttributes(args);
        await real.grantEntitlement(group("Gamma"));
        return answer;
      },
    }));
    const result = await apply();
    expect(result).toMatchObject({
      status: "Failed",
      steps: [
        { status: "Completed" },
        { name: "prune", status: "Failed", attempts: 0, error: { code: "PlanDrifted" } },
      ],
      notReached: ["disable"],
    });
    const held = await directory.listEntitlements({ identityKey: "ann", ...outside });
    expect(held.map(({ id }) => id)).toEqual(["Alpha", "Beta", "Gamma"]);
  });

  it("what was so already, and is not any more, is changed as it was reviewed", async () => {
    let looks = 0;
    const { apply, directory } = await plannedFor(["attributes"], (real) => ({
      ...real,
      async previewAttributes(args: Parameters<Directory["previewAttributes"]>[0]) {
        looks += 1;
        // 1 to plan, 2 before the run, 3 before the step.
        if (looks === 2) await setDepartment(real, "IT");
        if (looks === 3) await setDepartment(real, "HR");
        return real.previewAttributes(args);
      },
    }));
    const result = await apply();
    expect(result).toMatchObject({ status: "Completed", steps: [{ changed: true, verified: true }] });
    expect(result.drift).toBeUndefined();
    const identity = await directory.getIdentity({ identityKey: "ann", ...outside });
    expect(identity?.attributes.Department).toBe("IT");
  });

  it("what a step decides, it decides by what was just compared", async () => {
    let lists = 0;
    const { apply, directory } = await plannedFor(["prune"], (real) => ({
      ...real,
      async listEntitlements(args: Parameters<Directory["listEntitlements"]>[0]) {
        const held = await real.listEntitlements(args);
        lists += 1;
        // Right after the last look before the step: 1 to plan, 2 before the run, 3 before the step.
        if (lists === 3) await real.grantEntitlement(group("Gamma"));
        return held;
      },
    }));
    const result = await apply();
    const held = await directory.listEntitlements({ identityKey: "ann", ...outside });
    expect(held.map(({ id }) => id)).toEqual(["Alpha", "Gamma"]);
    // And the state that was promised is not there.
    expect(result.steps[0]).toMatchObject({ status: "Failed", changed: true, error: { code: "NotVerified" } });
  });

  const moves: ((directory: Directory) => unknown)[] = [
    (directory) => setDepartment(directory, "Sales"),
    (directory) => setDepartment(directory, null),
    (directory) => directory.grantEntitlement(group("Gamma")),
    (directory) => directory.grantEntitlement(group("Beta")),
    (directory) => directory.revokeEntitlement(group("Alpha")),
    (directory) => directory.revokeEntitlement(group("Beta")),
    (directory) => directory.disableIdentity({ identityKey: "ann", ...outside }),
    (directory) => directory.enableIdentity({ identityKey: "ann", ...outside }),
    (directory) => directory.moveIdentity({ identityKey: "ann", targetContainer: "OU=B", ...outside }),
  ];

  it("whoever changes whatever at any moment: nothing is written that was not reviewed", async () => {
    const names = fc.shuffledSubarray(["attributes", "prune", "disable"] as const, { minLength: 1 });
    const interference = fc.array(fc.record({ at: fc.integer({ min: 0, max: 24 }), move: fc.nat(moves.length - 1) }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(names, interference, async (chosen, script) => {
        let calls = 0;
        let isRunning = false;
        const made: Change[] = [];
        const { apply, plan, directory } = await plannedFor([...chosen], (real) => {
          const interfere = async () => {
            if (!isRunning) return;
            calls += 1;
            for (const { at, move } of script)
              if (at === calls) await Promise.resolve(moves[move]?.(real)).catch(() => undefined);
          };
          const own = Object.entries(real).filter(([, method]) => typeof method === "function");
          return {
            ...real,
            ...Object.fromEntries(
              own.map(([name, method]) => [
                name,
                name === "getCapabilities"
                  ? method
                  : async (args: object) => {
                      await interfere();
                      const before = real.history.length;
                      const answer = await (method as (args: object) => unknown)(args);
                      for (const entry of real.history.slice(before)) made.push(...entry.changes);
                      await interfere();
                      return answer;
                    },
              ]),
            ),
          };
        });
        isRunning = true;
        made.length = 0;
        const outcome = await apply().catch((error: unknown) => error as IdleError);
        isRunning = false;
        const reviewed = plan.plan.steps.flatMap(({ changes }) => changes ?? []);
        const essence = ({ action, path, before, after }: Change) =>
          JSON.stringify([action, path, action === "remove" ? before : (after ?? null)]);
        const allowed = new Set(reviewed.map(essence));
        expect(made.map(essence).filter((each) => !allowed.has(each))).toEqual([]);
        if (outcome instanceof IdleError) {
          expect(outcome.code).toBe("PlanDrifted");
          expect(made).toEqual([]);
        }
        expect(directory).toBeDefined();
      }),
      { numRuns: Number(process.env.IDLE_RUNS ?? 150) },
    );
  });
});

describe("after a step", () => {
  it("a write that was not done is an error, once its time is over", async () => {
    const { apply } = await plannedFor(["disable"], (real) => ({
      ...real,
      disableIdentity: async () => ({ changed: true }),
    }));
    const result = await apply();
    expect(result).toMatchObject({
      status: "Failed",
      steps: [{ status: "Failed", changed: true, error: { code: "NotVerified" } }],
    });
    expect(result.steps[0]?.error?.message).toContain("enabled of ann is true, not false.");
    expect(result.steps[0]?.durationMs).toBeGreaterThanOrEqual(20_000);
    expect(result.steps[0]?.durationMs).toBeLessThanOrEqual(40_000);
  });

  it("a system that tells its readers late is waited for", async () => {
    const host = createFakeHost();
    const product = createProduct({ host });
    const directory = createMockProvider({ identities: [ann] });
    let writtenAt = Number.POSITIVE_INFINITY;
    const providers = {
      Identity: {
        ...directory,
        async getIdentity(args: Parameters<Directory["getIdentity"]>[0]) {
          const identity = await directory.getIdentity(args);
          const isLate = Number(host.now()) < writtenAt + 7_000 && writtenAt !== Number.POSITIVE_INFINITY;
          return identity === null || !isLate ? identity : { ...identity, enabled: true };
        },
        async disableIdentity(args: Parameters<Directory["disableIdentity"]>[0]) {
          writtenAt = Number(host.now());
          return directory.disableIdentity(args);
        },
      } as AnyProvider,
    };
    const plan = await product.plan(workflow("disable"), { providers });
    const result = await driven(host, product.engine.invokePlan(plan, { providers }), 250);
    expect(result).toMatchObject({ status: "Completed", steps: [{ changed: true, verified: true }] });
    expect(result.steps[0]?.durationMs).toBeGreaterThanOrEqual(7_000);
  });

  it("what the system does not let go is told, and no failure", async () => {
    const { apply } = await plannedFor(["prune"], (real) => ({
      ...real,
      revokeEntitlement: () => Promise.reject(new IdleError("PermissionDenied", "not this one")),
    }));
    const result = await apply();
    expect(result.steps[0]).toMatchObject({
      status: "Completed",
      verified: true,
      outputs: { skipped: [{ id: "Beta" }] },
    });
  });

  it("an act is not read back", async () => {
    const product = createProduct();
    const providers = { Identity: createMockProvider({ identities: [ann] }) };
    const text = joiner(
      "steps:\n  - { name: S, type: IdLE.Step.RevokeIdentitySessions, with: { identityKey: ann } }\n",
    );
    const plan = await product.plan(text, { providers });
    const { steps: told } = await product.engine.invokePlan(plan, { providers });
    expect(told[0]).toMatchObject({ status: "Completed", changed: true });
    expect(told[0]?.verified).toBeUndefined();
  });

  it("a plan from before there were fingerprints is carried out as well", async () => {
    const { plan, apply } = await plannedFor(["disable"]);
    const old = forged(plan, ({ plan: { steps: planned } }) => {
      for (const step of planned) delete (step as { fingerprint?: unknown }).fingerprint;
    });
    expect((await apply({}, old)).status).toBe("Completed");
  });
});
