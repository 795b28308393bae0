/** Guard rails that no workflow can lift: asked while planning, asked again before the first write, and told what was done. */
import type { AnyProvider, DoneSteps, Policy, PolicySubject, PolicyVerdict, ProviderBag } from "@idle/contract";
import { type Change, IdleError } from "@idle/contract";
import { exportPlan, importPlan } from "@idle/core";
import { createMemoryLedger, createPolicy, type PolicyLedger, readPolicy } from "@idle/policy";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { createProduct, driven, errorOf, joiner } from "../../support/product.ts";

const people = ["ann", "bob", "cyd", "svc-mail"].map((identityKey) => ({
  identityKey,
  enabled: true,
  container: "OU=A",
  attributes: { Department: "HR" },
  entitlements: [
    { kind: "Group", id: "G-1", displayName: "All Staff" },
    { kind: "Group", id: "G-2", displayName: identityKey === "cyd" ? "Domain Admins" : "Sales" },
  ],
}));
const outside = { session: undefined, signal: new AbortController().signal };

const disable = (key: string) =>
  `{ name: Disable ${key}, type: IdLE.Step.DisableIdentity, with: { identityKey: ${key} } }`;
const prune = (key: string) =>
  `{ name: Prune ${key}, type: IdLE.Step.PruneEntitlements, with: { identityKey: ${key}, kind: Group, keep: [{ id: G-1 }] } }`;
const workflow = (...steps: string[]) => joiner(`steps:\n${steps.map((step) => `  - ${step}\n`).join("")}`);

interface SetUp {
  readonly policy?: unknown;
  readonly ask?: Policy;
  readonly state?: PolicyLedger;
  readonly wrap?: (directory: ReturnType<typeof createMockProvider>) => object;
}

function setUp({ policy = {}, ask, state = createMemoryLedger(), wrap = (it) => it }: SetUp) {
  const host = createFakeHost();
  const made = ask ?? createPolicy(readPolicy(policy), { state, now: () => Number(host.now()) });
  const product = createProduct({ host, policy: made });
  const directory = createMockProvider({ identities: people, allowDelete: true });
  const providers: ProviderBag = { Identity: wrap(directory) as AnyProvider };
  const planned = (...steps: string[]) => product.plan(workflow(...steps), { providers });
  const apply = (plan: Awaited<ReturnType<typeof planned>>, options: object = {}) =>
    driven(host, product.engine.invokePlan(plan, { providers, ...options }), 500);
  const changes = () => directory.history.flatMap((entry) => entry.changes);
  return { host, product, directory, planned, apply, changes, state };
}

const brokenOf = (verdicts: readonly PolicyVerdict[] = []) =>
  verdicts.filter(({ outcome }) => outcome === "refused").map(({ rule }) => rule);
const refusalsOf = (error: IdleError) => error.details?.verdicts as unknown as PolicyVerdict[];
const used = (state: PolicyLedger, action: "disable" | "revoke" = "disable") =>
  state.read((view) => view.count({ action, system: null, after: 0 }));

describe("planning", () => {
  const strict = { protected: { identities: ["svc-*"] }, limits: [{ action: "disable", max: 1, per: "plan" }] };

  it("says what the policy thinks of the plan, beside the plan's id and not under it", async () => {
    const { planned } = setUp({ policy: strict });
    const plan = await planned(disable("ann"), disable("svc-mail"));
    expect(brokenOf(plan.metadata.policy)).toEqual(["protected.identities[0]", "limits[0]"]);
    expect(plan.metadata.policy?.[0]).toMatchObject({
      steps: ["step-02"],
      remedy: expect.stringContaining("protection"),
    });
    const without = await setUp({}).planned(disable("ann"), disable("svc-mail"));
    expect(plan.plan.id).toBe(without.plan.id);
    expect(importPlan(exportPlan(plan))).toEqual(plan);
    expect(plan.plan.executable).toBe(true);
  });

  it("reserves nothing, however often", async () => {
    const { planned, state } = setUp({ policy: { limits: [{ action: "disable", max: 1, per: "24h" }] } });
    for (let round = 0; round < 3; round += 1) {
      expect(brokenOf((await planned(disable("ann"))).metadata.policy)).toEqual([]);
    }
    expect(await used(state)).toBe(0);
  });

  it("is not asked offline, where nothing is known", async () => {
    const { product } = setUp({ policy: strict });
    const plan = await product.plan(workflow(disable("svc-mail")), { offline: true });
    expect(plan.metadata.policy).toBeUndefined();
  });

  it("sees the values that the plan hides", async () => {
    const subjects: PolicySubject[] = [];
    const ask: Policy = {
      review: async (subject) => {
        subjects.push(subject);
        return [];
      },
      admit: async () => ({ isAdmitted: true, verdicts: [], settle: async () => undefined }),
    };
    const { planned } = setUp({ ask });
    const set =
      "{ name: Set, type: IdLE.Step.EnsureAttributes, with: { identityKey: ann, attributes: { Password: hunter2x } } }";
    const plan = await planned(set);
    expect(JSON.stringify(plan)).not.toContain("hunter2x");
    expect(subjects[0]?.steps[0]?.changes).toMatchObject([{ after: "hunter2x" }]);
    expect(subjects[0]).toMatchObject({ workflow: "Test", actor: "test", correlationId: "c-1", planId: plan.plan.id });
  });
});

describe("a run", () => {
  it("is refused with every broken rule, its steps and what would satisfy it, and writes nothing", async () => {
    const { planned, apply, changes } = setUp({
      policy: {
        protected: { identities: ["svc-*"], memberOf: ["Domain Admins"], entitlements: ["Sales"] },
        limits: [{ action: "disable", max: 1, per: "24h" }],
        freeze: [{ name: "Always", timeZone: "UTC", days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] }],
      },
    });
    const plan = await planned(disable("svc-mail"), disable("cyd"), prune("ann"));
    const events: unknown[] = [];
    const error = await errorOf(
      apply(plan, { eventSink: { writeEvent: (event: unknown) => void events.push(event) } }),
    );
    expect(error).toMatchObject({ code: "PolicyRefused", transient: false });
    expect(refusalsOf(error).map(({ rule, steps }) => [rule, steps])).toEqual([
      ["protected.identities[0]", ["step-01"]],
      ["protected.memberOf[0]", ["step-02"]],
      ["protected.entitlements[0]", ["step-03"]],
      ["limits[0]", ["step-01", "step-02"]],
      ["freeze[0]", ["step-01", "step-02", "step-03"]],
    ]);
    expect(refusalsOf(error).every(({ remedy }) => remedy !== null && remedy !== "")).toBe(true);
    expect(changes()).toEqual([]);
    expect(events).toEqual([]);
  });

  it("has the verdicts in its result and in its first event", async () => {
    const { planned, apply } = setUp({ policy: { limits: [{ action: "disable", max: 2, per: "24h" }] } });
    const result = await apply(await planned(disable("ann")));
    expect(result).toMatchObject({ status: "Completed", policy: [{ rule: "limits[0]", outcome: "allowed" }] });
    expect(result.events[0]).toMatchObject({ type: "RunStarted", data: { policy: [{ rule: "limits[0]" }] } });
  });

  it("counts: the next one over the limit is refused, whatever became of its workflow", async () => {
    const { planned, apply, changes, host } = setUp({
      policy: { limits: [{ action: "disable", max: 2, per: "24h" }] },
    });
    for (const key of ["ann", "bob"]) await apply(await planned(disable(key)));
    const third = await planned(disable("cyd"));
    expect(brokenOf(third.metadata.policy)).toEqual(["limits[0]"]);
    expect(await errorOf(apply(third))).toMatchObject({ code: "PolicyRefused" });
    expect(changes()).toHaveLength(2);
    await host.advance(24 * 3_600_000);
    expect(await apply(third)).toMatchObject({ status: "Completed" });
  });

  it("counts what is still to do, not what was so already", async () => {
    const { planned, apply, directory, state } = setUp({
      policy: { limits: [{ action: "disable", max: 1, per: "24h" }] },
    });
    const plan = await planned(disable("ann"), disable("bob"));
    expect(brokenOf(plan.metadata.policy)).toEqual(["limits[0]"]);
    await directory.disableIdentity({ identityKey: "ann", ...outside });
    expect(await apply(plan)).toMatchObject({ status: "Completed" });
    expect(await used(state)).toBe(1);
  });

  it("frees what was not come to, and keeps what may have been done", async () => {
    const { planned, apply, directory, state } = setUp({
      policy: { limits: [{ action: "disable", max: 3, per: "24h" }] },
    });
    const plan = await planned(disable("ann"), disable("bob"), disable("cyd"));
    const lost = new IdleError("ConnectionFailed", "The line broke.");
    directory.failNext({ method: "disableIdentity", error: lost });
    expect(await apply(plan)).toMatchObject({ status: "Failed", notReached: ["Disable bob", "Disable cyd"] });
    // A write on a line that broke may still arrive.
    expect(await used(state)).toBe(1);
  });

  it("keeps what may have been done when nobody can tell", async () => {
    let isDown = false;
    const lost = () => Promise.reject(new IdleError("ConnectionFailed", "The line broke."));
    const { planned, apply, state } = setUp({
      policy: { limits: [{ action: "disable", max: 3, per: "24h" }] },
      wrap: (directory) => ({
        ...directory,
        getIdentity: (args: never) => (isDown ? lost() : directory.getIdentity(args)),
        disableIdentity() {
          isDown = true;
          return lost();
        },
      }),
    });
    const plan = await planned(disable("ann"), disable("bob"));
    expect(await apply(plan)).toMatchObject({ status: "Failed", notReached: ["Disable bob"] });
    expect(await used(state)).toBe(1);
  });

  it("frees all when it could not even be recorded", async () => {
    const host = createFakeHost();
    const state = createMemoryLedger();
    const policy = createPolicy(readPolicy({ limits: [{ action: "disable", max: 3, per: "24h" }] }), {
      state,
      now: () => Number(host.now()),
    });
    const fine = () => undefined;
    const journal = {
      createRun: () => Promise.reject(new Error("disk full")),
      recordIntent: fine,
      recordOutcome: fine,
      recordEvent: fine,
      endRun: fine,
    };
    const product = createProduct({ host, policy, journal });
    const providers = { Identity: createMockProvider({ identities: people }) };
    const plan = await product.plan(workflow(disable("ann")), { providers });
    expect(await errorOf(driven(host, product.engine.invokePlan(plan, { providers }), 500))).toMatchObject({
      code: "JournalFailed",
    });
    expect(await used(state)).toBe(0);
  });

  it("ends well when what was done cannot be told, says so, and leaves it counted", async () => {
    const ask: Policy = {
      review: async () => [],
      admit: async () => ({ isAdmitted: true, verdicts: [], settle: () => Promise.reject(new Error("disk full")) }),
    };
    const { planned, apply } = setUp({ ask });
    const result = await apply(await planned(disable("ann")));
    expect(result.status).toBe("Completed");
    expect(result.events.find(({ type }) => type === "PolicyNotSettled")?.message).toContain("disk full");
  });

  it("tells what each step did: changes, nothing, not known; and nothing of those not begun", async () => {
    let told: DoneSteps = new Map();
    const ask: Policy = {
      review: async () => [],
      admit: async () => ({
        isAdmitted: true,
        verdicts: [],
        settle: async (done) => {
          told = done;
        },
      }),
    };
    const { planned, apply, directory } = setUp({ ask });
    const plan = await planned(disable("ann"), disable("bob"), prune("cyd"), disable("cyd"));
    await directory.disableIdentity({ identityKey: "bob", ...outside });
    directory.failNext({
      method: "revokeEntitlement",
      error: new IdleError("ConnectionFailed", "The line broke."),
      after: true,
      times: 9,
    });
    await apply(plan);
    expect(told.get("step-01")).toMatchObject([{ path: "enabled", after: false, target: { identityKey: "ann" } }]);
    expect(told.get("step-02")).toEqual([]);
    expect([...told.keys()]).toContain("step-03");
    const asked = told.get("step-03");
    expect(asked === null || (asked as readonly Change[]).length === 1).toBe(true);
  });
});

describe("what can be asked", () => {
  it("a provider that cannot list what is held leaves it unknown, which is refused", async () => {
    const { planned } = setUp({
      policy: { protected: { memberOf: ["Domain Admins"] } },
      wrap: (directory) => ({ ...directory, getCapabilities: () => ["IdLE.Identity.Read", "IdLE.Identity.Disable"] }),
    });
    const plan = await planned(disable("ann"));
    expect(plan.metadata.policy).toMatchObject([
      { outcome: "refused", message: expect.stringContaining("cannot be told") },
    ]);
  });

  it("counts a system for percentages, and refuses where it cannot be counted", async () => {
    const policy = { limits: [{ action: "disable", maxPercent: 50, per: "plan" }] };
    const two = await setUp({ policy }).planned(disable("ann"), disable("bob"));
    expect(two.metadata.policy).toMatchObject([
      { outcome: "allowed", message: expect.stringContaining("2 of 2 (50 % of 4)") },
    ]);
    const three = await setUp({ policy }).planned(disable("ann"), disable("bob"), disable("cyd"));
    expect(brokenOf(three.metadata.policy)).toEqual(["limits[0]"]);
    const blind = setUp({
      policy,
      wrap: (directory) => ({ ...directory, getCapabilities: () => ["IdLE.Identity.Read", "IdLE.Identity.Disable"] }),
    });
    expect((await blind.planned(disable("ann"))).metadata.policy).toMatchObject([
      { outcome: "refused", message: expect.stringContaining("cannot be told") },
    ]);
  });

  it("what a read fails with ends the plan, and says that the policy asked", async () => {
    const { planned } = setUp({
      policy: { protected: { memberOf: ["Domain Admins"] } },
      wrap: (directory) => ({
        ...directory,
        listEntitlements: () => Promise.reject(new IdleError("PermissionDenied", "Not for you.")),
      }),
    });
    expect(await errorOf(planned(disable("ann")))).toMatchObject({
      code: "PermissionDenied",
      message: 'The policy asks what "ann" holds, and that cannot be told: Not for you.',
    });
  });

  it("a protected identity is one by whatever key the system takes", async () => {
    const policy = { protected: { identities: ["svc-*"] } };
    const byNumber = (args: { readonly identityKey: string }) =>
      args.identityKey === "4711" ? { ...args, identityKey: "svc-mail" } : args;
    const wrap: SetUp["wrap"] = (directory) => ({
      ...directory,
      getIdentity: (args: never) => directory.getIdentity(byNumber(args) as never),
      disableIdentity: (args: never) => directory.disableIdentity(byNumber(args) as never),
    });
    const { planned, apply, changes } = setUp({ policy, wrap });
    const plan = await planned(disable("'4711'"));
    expect(brokenOf(plan.metadata.policy)).toEqual(["protected.identities[0]"]);
    expect(await errorOf(apply(plan))).toMatchObject({ code: "PolicyRefused" });
    expect(changes()).toEqual([]);
    const blind = setUp({
      policy,
      wrap: (directory) => ({ ...directory, getIdentity: () => Promise.reject(new IdleError("NotFound", "Gone.")) }),
    });
    expect(brokenOf((await blind.planned(prune("ann"))).metadata.policy)).toEqual([]);
  });

  it("a guard for an alias that is not there ends the plan", async () => {
    const { planned } = setUp({ policy: { protected: { identities: [{ provider: "AB", key: "x" }] } } });
    expect(await errorOf(planned(disable("ann")))).toMatchObject({ code: "ProviderMissing" });
  });

  it("two aliases of one system count together, two systems apart", async () => {
    const host = createFakeHost();
    const limit = { action: "disable", max: 1, per: "plan", provider: "First" };
    const policy = createPolicy(readPolicy({ limits: [limit] }), {
      state: createMemoryLedger(),
      now: () => Number(host.now()),
    });
    const product = createProduct({ host, policy });
    const named = (targetId: string) => ({ ...createMockProvider({ identities: people }), targetId });
    const on = (alias: string, key: string) => disable(key).replace("with: {", `with: { provider: ${alias},`);
    const plan = (second: string) =>
      product.plan(workflow(on("first", "ann"), on("Second", "bob")), {
        providers: { First: named("dc=one"), Second: named(second) },
      });
    expect(brokenOf((await plan("dc=one")).metadata.policy)).toEqual(["limits[0]"]);
    expect(brokenOf((await plan("dc=two")).metadata.policy)).toEqual([]);
  });
});

describe("drift", () => {
  it("that is accepted is what the policy judges", async () => {
    const { planned, apply, directory, changes } = setUp({ policy: { protected: { entitlements: ["G-9"] } } });
    const plan = await planned(prune("ann"));
    await directory.grantEntitlement({ identityKey: "ann", entitlement: { kind: "Group", id: "G-9" }, ...outside });
    const before = changes().length;
    const error = await errorOf(apply(plan, { acceptDrift: true }));
    expect(error.code).toBe("PolicyRefused");
    expect(refusalsOf(error)).toMatchObject([{ rule: "protected.entitlements[0]", steps: ["step-01"] }]);
    expect(changes()).toHaveLength(before);
  });

  it("that comes after the policy was asked stops the run, accepted or not", async () => {
    let isArmed = false;
    const { planned, apply, changes } = setUp({
      policy: { protected: { entitlements: ["G-9"] } },
      wrap: (directory) => ({
        ...directory,
        // Somebody else grants while the first step is at work.
        async disableIdentity(args: never) {
          if (isArmed) {
            await directory.grantEntitlement({
              identityKey: "ann",
              entitlement: { kind: "Group", id: "G-9" },
              ...outside,
            });
          }
          return directory.disableIdentity(args);
        },
      }),
    });
    const plan = await planned(disable("bob"), prune("ann"));
    isArmed = true;
    const result = await apply(plan, { acceptDrift: true });
    expect(result).toMatchObject({
      status: "Failed",
      steps: [{ status: "Completed" }, { error: { code: "PlanDrifted" } }],
    });
    expect(changes().filter(({ action }) => action === "remove")).toEqual([]);
  });
});

describe("a policy that answers wrongly", () => {
  const verdict = { rule: "r", outcome: "allowed", message: "m", remedy: null, steps: [] };
  const fine = { isAdmitted: true, verdicts: [verdict], settle: async () => undefined };

  it.each([
    ["null", null],
    ["a verdict without a rule", [{ ...verdict, rule: undefined }]],
    ["another outcome", [{ ...verdict, outcome: "maybe" }]],
  ])("in its review: %s", async (_, answer) => {
    const ask = { review: async () => answer, admit: async () => fine } as unknown as Policy;
    expect(await errorOf(setUp({ ask }).planned(disable("ann")))).toMatchObject({ code: "PluginAnswerInvalid" });
  });

  it.each([
    ["nothing", undefined],
    ["no way to settle", { ...fine, settle: undefined }],
    ["an admission in spite of a refusal", { ...fine, verdicts: [{ ...verdict, outcome: "refused" }] }],
    ["a refusal that no rule gives", { ...fine, isAdmitted: false }],
  ])("in its admission: %s", async (_, answer) => {
    const ask = { review: async () => [], admit: async () => answer } as unknown as Policy;
    const { planned, apply, changes } = setUp({ ask });
    expect(await errorOf(apply(await planned(disable("ann"))))).toMatchObject({ code: "PluginAnswerInvalid" });
    expect(changes()).toEqual([]);
  });

  it("is refused at once when it is none", () => {
    expect(() => createProduct({ policy: {} as never })).toThrow(/no method review/);
  });

  it("hides what is secret in its words", async () => {
    const ask = {
      review: async ({ steps }: PolicySubject) => [
        { ...verdict, message: `${steps[0]?.changes?.[0]?.after} is no good`, remedy: "Not hunter2x." },
      ],
      admit: async () => fine,
    } as unknown as Policy;
    const { product } = setUp({ ask });
    const set =
      "{ name: Set, type: IdLE.Step.EnsureAttributes, with: { identityKey: ann, attributes: { Pager: '{{Request.Intent.Password}}' } } }";
    const request = { lifecycleEvent: "Joiner", intent: { Password: "hunter2x" } };
    const providers = { Identity: createMockProvider({ identities: people }) };
    const plan = await product.plan(workflow(set), { request, providers });
    expect(plan.metadata.policy?.[0]?.message).toContain("is no good");
    expect(JSON.stringify(plan)).not.toContain("hunter2x");
  });
});

describe("an abort while the policy is asked", () => {
  it("ends the wait, and what is admitted too late is given back", async () => {
    let admitNow: (admission: object) => void = () => undefined;
    let settled = 0;
    const controller = new AbortController();
    const ask = {
      review: async () => [],
      admit: () => {
        controller.abort();
        return new Promise((resolve) => {
          admitNow = resolve as never;
        });
      },
    } as unknown as Policy;
    const { planned, apply, changes } = setUp({ ask });
    const plan = await planned(disable("ann"));
    expect(await errorOf(apply(plan, { signal: controller.signal }))).toMatchObject({ code: "Cancelled" });
    admitNow({
      isAdmitted: true,
      verdicts: [],
      settle: async () => {
        settled += 1;
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(settled).toBe(1);
    expect(changes()).toEqual([]);
  });
});
