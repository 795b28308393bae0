/** Ways around a policy: forged plans, steps that tell little, a world that moves, failure steps, systems that hide. */
import {
  type AnyProvider,
  type Change,
  type DoneSteps,
  defineCapability,
  defineStep,
  IdleError,
  type Plan,
  type Policy,
  type StepType,
} from "@idle/contract";
import { createMemoryLedger, createPolicy, readPolicy } from "@idle/policy";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { createProduct, driven, errorOf, type ForgedPlan, forged, joiner } from "../../support/product.ts";

const person = (identityKey: string, more: object = {}) => ({
  identityKey,
  enabled: true,
  attributes: { Department: "HR" },
  entitlements: [{ kind: "Group", id: "Legal-Hold" }],
  ...more,
});
const outside = { session: undefined, signal: new AbortController().signal };
const strict = {
  protected: { identities: ["svc-*"], entitlements: ["Legal-Hold*"] },
  limits: [
    { action: "delete", max: 0, per: "plan" },
    { action: "disable", max: 0, per: "24h" },
    { action: "revoke", max: 0, per: "plan" },
  ],
};
type Directory = ReturnType<typeof createMockProvider>;

interface SetUp {
  readonly policy: object | Policy;
  readonly steps?: readonly StepType[];
  readonly people?: readonly ReturnType<typeof person>[];
  readonly wrap?: (directory: Directory) => object;
}

function setUp({ policy, steps = [], people, wrap = (it) => it }: SetUp) {
  const host = createFakeHost();
  const state = createMemoryLedger();
  const made = "admit" in policy ? policy : createPolicy(readPolicy(policy), { state, now: () => Number(host.now()) });
  const product = createProduct({ host, policy: made, steps, capabilities: [wipeCapability] });
  const identities = people ?? ["ann", "bob", "svc-mail"].map((key) => person(key));
  const directory = createMockProvider({ identities, allowDelete: true });
  const providers = { Identity: wrap(directory) as AnyProvider };
  const planned = (body: string, options: object = {}) => product.plan(joiner(body), { providers, ...options });
  const apply = (plan: Plan, options: object = {}) =>
    driven(host, product.engine.invokePlan(plan, { providers, ...options }), 500);
  const changes = () => directory.history.flatMap((entry) => entry.changes);
  const used = (action: "disable" | "delete" | "revoke") =>
    state.read((view) => view.count({ action, system: null, after: 0 }));
  return { host, directory, planned, apply, changes, used, product, providers };
}

const withInputs = (...names: string[]) =>
  ({
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
  }) as { type: "object"; additionalProperties: false; properties: Record<string, { type: "string" }> };
const step = (type: string, parts: object): StepType =>
  defineStep({
    type,
    description: "Does what a test says.",
    with: withInputs("identityKey", "also"),
    ...parts,
  } as never);
// biome-ignore lint/suspicious/noExplicitAny: steps of a test call what they like.
type Context = any;

const disableOf = (provider: string, identityKey: string): Change => ({
  action: "update",
  target: { provider, identityKey },
  path: "enabled",
  before: true,
  after: false,
});
/** Disables two, and says so when asked. */
const disableBoth = step("Test.Step.DisableBoth", {
  requiredCapabilities: ["IdLE.Identity.Disable", "IdLE.Identity.Read"],
  async preview({ with: inputs, provider }: Context) {
    const found: Change[] = [];
    for (const identityKey of [inputs.identityKey, inputs.also]) {
      const identity = await provider.getIdentity({ identityKey });
      if (identity === null) throw new IdleError("NotFound", `There is no ${identityKey}.`);
      if (identity.enabled) found.push(disableOf(inputs.provider, identityKey));
    }
    return found;
  },
  async execute({ with: inputs, provider }: Context) {
    for (const identityKey of [inputs.identityKey, inputs.also]) await provider.disableIdentity({ identityKey });
    return { changed: true };
  },
});
const blindDisable = step("Test.Step.BlindDisable", {
  requiredCapabilities: ["IdLE.Identity.Disable"],
  execute: ({ with: { identityKey, also }, provider }: Context) =>
    provider.disableIdentity({ identityKey: also ?? identityKey }),
});
const wipeCapability = defineCapability({
  id: "Test.Account.Wipe" as never,
  description: "Wipes an account.",
  methods: { wipe: "write" } as never,
});
const wipeParts = {
  requiredCapabilities: ["Test.Account.Wipe"],
  execute: ({ with: { identityKey }, provider }: Context) => provider.wipe({ identityKey }),
};
const wipePreview = {
  previewCapabilities: ["IdLE.Identity.Read"],
  preview: ({ with: { identityKey, provider } }: Context) => [
    {
      action: "delete",
      target: { provider, identityKey },
      path: "identity",
      before: { enabled: true, attributes: {} },
    },
  ],
};
const canWipe = (directory: Directory) => ({
  ...directory,
  getCapabilities: () => [...directory.getCapabilities(), "Test.Account.Wipe"],
  wipe: (args: never) => directory.deleteIdentity(args),
});
const blind = (directory: Directory) => ({
  ...directory,
  getCapabilities: () => ["IdLE.Identity.Disable", "IdLE.Identity.Delete"],
});
const one = (type: string, inputs: string) =>
  `steps: [{ name: Do, type: ${type}, with: { provider: Identity, ${inputs} } }]\n`;

describe("a plan that says other changes than its steps make", () => {
  it.each<[string, string, SetUp, (step: ForgedPlan) => void]>([
    [
      "of a system that cannot be read",
      one("IdLE.Step.DisableIdentity", "identityKey: svc-mail"),
      { policy: strict, wrap: blind },
      (planned) => {
        planned.changes = [];
      },
    ],
    [
      "of a step without a preview",
      one("Test.Step.BlindDisable", "identityKey: svc-mail"),
      { policy: strict, steps: [blindDisable] },
      (planned) => {
        planned.changes = [];
      },
    ],
    [
      "of an act",
      one("Test.Step.Wipe", "identityKey: svc-mail"),
      { policy: strict, steps: [step("Test.Step.Wipe", { ...wipeParts, ...wipePreview, isAct: true })], wrap: canWipe },
      (planned) => {
        planned.changes[0].target.identityKey = "bob";
      },
    ],
    [
      "that are not known, of a step that could tell",
      one("Test.Step.DisableBoth", "identityKey: bob, also: svc-mail"),
      { policy: { protected: strict.protected }, steps: [disableBoth] },
      (planned) => {
        planned.changes = null;
        planned.expectedState = null;
      },
    ],
    [
      "that are not known, of somebody else's capability",
      one("Test.Step.Wipe", "identityKey: svc-mail"),
      { policy: strict, steps: [step("Test.Step.Wipe", { ...wipeParts, ...wipePreview })], wrap: canWipe },
      (planned) => {
        planned.changes = null;
        planned.expectedState = null;
      },
    ],
  ])("is judged by its steps: %s", async (_, body, parts, edit) => {
    const { planned, apply, changes } = setUp(parts);
    const plan = await planned(body);
    expect(plan.metadata.policy?.some(({ outcome }) => outcome === "refused")).toBe(true);
    const forgery = forged(plan, (copy) => edit(copy.plan.steps[0]));
    for (const options of [{}, { acceptDrift: true }]) {
      expect((await errorOf(apply(forgery, options))).code).toMatch(/^(PolicyRefused|PlanDrifted)$/);
    }
    expect(changes()).toEqual([]);
  });

  it("is judged by its steps, too, when it was made offline", async () => {
    const { planned, apply, changes } = setUp({ policy: { protected: strict.protected }, steps: [disableBoth] });
    const plan = await planned(one("Test.Step.DisableBoth", "identityKey: bob, also: svc-mail"), { offline: true });
    expect(await errorOf(apply(plan))).toMatchObject({ code: "PolicyRefused" });
    expect(changes()).toEqual([]);
  });
});

describe("a step that tells nothing", () => {
  it("may be anything with a capability of somebody else's: the protected are kept from it, others are not", async () => {
    const parts = {
      policy: { protected: strict.protected },
      steps: [step("Test.Step.Wipe", wipeParts)],
      wrap: canWipe,
    };
    const { planned, apply, changes } = setUp({
      ...parts,
      people: [person("svc-mail"), person("bob", { entitlements: [] })],
    });
    const refused = await planned(one("Test.Step.Wipe", "identityKey: svc-mail"));
    expect(await errorOf(apply(refused))).toMatchObject({ code: "PolicyRefused" });
    expect(changes()).toEqual([]);
    expect(await apply(await planned(one("Test.Step.Wipe", "identityKey: bob")))).toMatchObject({
      status: "Completed",
    });
  });

  it("writes to nobody but the one that the policy was asked for", async () => {
    const { planned, apply, changes } = setUp({ policy: { protected: strict.protected }, steps: [blindDisable] });
    const result = await apply(await planned(one("Test.Step.BlindDisable", "identityKey: bob, also: svc-mail")));
    expect(result).toMatchObject({ status: "Failed", steps: [{ changed: false, error: { code: "PolicyRefused" } }] });
    expect(changes()).toEqual([]);
  });

  it("counts each time it is done", async () => {
    const policy = { limits: [{ action: "disable", max: 2, per: "24h" }] };
    const { planned, apply, directory, used } = setUp({ policy, steps: [blindDisable] });
    const plan = await planned(one("Test.Step.BlindDisable", "identityKey: bob"));
    for (const expected of [1, 2]) {
      expect(await apply(plan)).toMatchObject({ status: "Completed" });
      expect(await used("disable")).toBe(expected);
      await directory.enableIdentity({ identityKey: "bob", ...outside });
    }
    expect(await errorOf(apply(plan))).toMatchObject({ code: "PolicyRefused" });
  });

  it("counts when it did something and denies it", async () => {
    const liar = step("Test.Step.Liar", {
      requiredCapabilities: ["IdLE.Identity.Disable"],
      async execute({ with: { identityKey }, provider }: Context) {
        await provider.disableIdentity({ identityKey });
        return { changed: false };
      },
    });
    const policy = { limits: [{ action: "disable", max: 1, per: "24h" }] };
    const { planned, apply, used } = setUp({ policy, steps: [liar] });
    expect(await apply(await planned(one("Test.Step.Liar", "identityKey: bob")))).toMatchObject({
      steps: [{ changed: true }],
    });
    expect(await used("disable")).toBe(1);
    const second = await planned(one("Test.Step.Liar", "identityKey: ann"));
    expect(await errorOf(apply(second))).toMatchObject({ code: "PolicyRefused" });
  });

  it("counts when it has no provider that could be watched, and fails", async () => {
    const own = step("Test.Step.Own", {
      preview: ({ with: { identityKey } }: Context) => [disableOf("Identity", identityKey)],
      execute: () => Promise.reject(new IdleError("ConnectionFailed", "The line broke.")),
    });
    const { planned, apply, used } = setUp({
      policy: { limits: [{ action: "disable", max: 1, per: "24h" }] },
      steps: [own],
    });
    expect(await apply(await planned(one("Test.Step.Own", "identityKey: bob")))).toMatchObject({ status: "Failed" });
    expect(await used("disable")).toBe(1);
  });
});

describe("a world that moves once the policy was asked", () => {
  /** A step that lets somebody else do something in the middle of the run. */
  const meanwhile = (work: () => unknown) =>
    step("Test.Step.Meanwhile", {
      async execute() {
        await work();
        return { changed: false };
      },
    });
  const body = `steps:
  - { name: Meanwhile, type: Test.Step.Meanwhile }
  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { identityKey: svc-mail } }
`;

  it("brings nothing back that was so already, and was not asked for", async () => {
    let directory: Directory | undefined;
    const made = setUp({
      policy: strict,
      steps: [meanwhile(() => directory?.enableIdentity({ identityKey: "svc-mail", ...outside }))],
    });
    directory = made.directory;
    const plan = await made.planned(body);
    await directory.disableIdentity({ identityKey: "svc-mail", ...outside });
    for (const options of [{}, { acceptDrift: true }]) {
      await directory.disableIdentity({ identityKey: "svc-mail", ...outside });
      const before = made.changes().length;
      const result = await made.apply(plan, options);
      expect(result.steps[1]).toMatchObject({ status: "Failed", error: { code: "PlanDrifted" } });
      // Only what somebody else did.
      expect(made.changes().slice(before)).toMatchObject([{ path: "enabled", after: true }]);
    }
  });

  it("counts what a first look missed because it failed", async () => {
    let directory: Directory | undefined;
    const made = setUp({
      policy: { limits: [{ action: "disable", max: 5, per: "24h" }] },
      steps: [
        meanwhile(() =>
          directory?.failNext({
            method: "getIdentity",
            error: new IdleError("ConnectionFailed", "For a moment.", { transient: true }),
          }),
        ),
      ],
    });
    directory = made.directory;
    expect(await made.apply(await made.planned(body))).toMatchObject({ status: "Completed" });
    expect(await made.used("disable")).toBe(1);
  });

  it("that cannot be told for a moment is nothing to accept", async () => {
    let isHidden = false;
    const wrap = (directory: Directory) => ({
      ...directory,
      async getIdentity(args: { readonly identityKey: string }) {
        if (!isHidden || args.identityKey !== "svc-mail") return directory.getIdentity(args as never);
        isHidden = false;
        return null;
      },
    });
    const { planned, apply, changes } = setUp({ policy: { protected: strict.protected }, steps: [disableBoth], wrap });
    const plan = await planned(one("Test.Step.DisableBoth", "identityKey: bob, also: svc-mail"));
    isHidden = true;
    expect(await errorOf(apply(plan, { acceptDrift: true }))).toMatchObject({ code: "PlanDrifted" });
    expect(changes()).toEqual([]);
  });
});

it("a first look that fails and a second that cannot tell are no reason to write", async () => {
  const host = createFakeHost();
  let looks: (() => Promise<unknown>)[] = [];
  const product = createProduct({ host });
  const directory = createMockProvider({ identities: [person("bob")] });
  const provider = {
    ...directory,
    previewAttributes: (args: never) => (looks.shift() ?? (() => directory.previewAttributes(args)))(),
  } as unknown as AnyProvider;
  const providers = { Identity: provider };
  const text = joiner(
    "steps: [{ name: Set, type: IdLE.Step.EnsureAttributes, with: { identityKey: bob, attributes: { Department: IT } } }]\n",
  );
  const plan = await product.plan(text, { providers });
  const sink = {
    writeEvent({ type }: { readonly type: string }) {
      if (type !== "RunStarted") return;
      looks = [
        () => Promise.reject(new IdleError("ConnectionFailed", "For a moment.", { transient: true })),
        () => Promise.reject(new IdleError("Unsupported", "Not any more.")),
      ];
    },
  };
  const result = await driven(host, product.engine.invokePlan(plan, { providers, eventSink: sink }), 500);
  expect(result).toMatchObject({ status: "Failed", steps: [{ error: { code: "PlanDrifted" } }] });
  expect(directory.history.flatMap((entry) => entry.changes)).toEqual([]);
});

describe("failure steps", () => {
  const fail = `  - name: Fail
    type: IdLE.Step.EmitEvent
    with: { message: x }
    precondition: { equals: { path: Request.LifecycleEvent, value: Never } }
    onPreconditionFalse: Fail
`;

  it("are judged by what they would change by then", async () => {
    const people = [person("svc-mail", { enabled: false, entitlements: [] })];
    const { planned, apply, changes, used } = setUp({ policy: strict, people });
    const plan = await planned(`steps:
  - { name: Enable, type: IdLE.Step.EnableIdentity, with: { identityKey: svc-mail } }
  - { name: Grant, type: IdLE.Step.EnsureEntitlement, with: { identityKey: svc-mail, entitlement: { kind: Group, id: Legal-Hold }, state: Present } }
  - { name: New, type: IdLE.Step.CreateIdentity, with: { identityKey: svc-new, attributes: {} } }
${fail}onFailureSteps:
  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { identityKey: svc-mail } }
  - { name: Prune, type: IdLE.Step.PruneEntitlements, with: { identityKey: svc-mail, kind: Group, keep: [{ id: none }] } }
  - { name: Delete, type: IdLE.Step.DeleteIdentity, with: { identityKey: svc-new } }
`);
    const result = await apply(plan);
    expect(result.onFailure).toMatchObject({
      status: "PartiallyFailed",
      steps: [1, 2, 3].map(() => ({ status: "Failed", changed: false, error: { code: "PolicyRefused" } })),
    });
    expect(changes().map(({ action, path }) => `${action} ${path}`)).toEqual([
      "update enabled",
      "add entitlements.Group",
      "create identity",
    ]);
    expect([await used("disable"), await used("delete"), await used("revoke")]).toEqual([0, 0, 0]);
  });

  it("count when they run, and are free when they do not", async () => {
    const policy = { limits: [{ action: "disable", max: 1, per: "24h" }] };
    const cleanup =
      "onFailureSteps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { identityKey: bob } }\n";
    const fine = setUp({ policy });
    await fine.apply(
      await fine.planned(`steps: [{ name: Say, type: IdLE.Step.EmitEvent, with: { message: x } }]\n${cleanup}`),
    );
    expect(await fine.used("disable")).toBe(0);
    const failing = setUp({ policy });
    const result = await failing.apply(await failing.planned(`steps:\n${fail}${cleanup}`));
    expect(result.onFailure).toMatchObject({ status: "Completed", steps: [{ changed: true }] });
    expect(await failing.used("disable")).toBe(1);
  });

  it("run although what they read cannot be told, when the policy allows whatever they may do", async () => {
    let isDown = false;
    const wrap = (directory: Directory) => ({
      ...directory,
      getIdentity: (args: never) =>
        isDown ? Promise.reject(new IdleError("Forbidden" as "PermissionDenied", "No.")) : directory.getIdentity(args),
    });
    const { planned, apply, changes } = setUp({
      policy: { limits: [{ action: "disable", max: 1, per: "24h" }] },
      wrap,
    });
    const plan = await planned(
      `steps:\n${fail}onFailureSteps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { identityKey: bob } }\n`,
    );
    const sink = {
      writeEvent({ type }: { readonly type: string }) {
        if (type === "OnFailureStarted") isDown = true;
      },
    };
    await apply(plan, { eventSink: sink });
    expect(changes()).toMatchObject([{ path: "enabled", after: false }]);
  });
});

describe("what a policy says", () => {
  it("repeats no value that the plan hides because of its name", async () => {
    const own = step("Test.Step.Own", {
      requiredCapabilities: ["IdLE.Entitlement.Revoke"],
      preview: ({ with: { identityKey, provider } }: Context) => [
        { action: "remove", target: { provider, identityKey }, path: "clientSecret", before: "hunter3-xyz" },
      ],
      execute: () => ({ changed: false }),
    });
    const { planned, apply } = setUp({ policy: { limits: [{ action: "revoke", max: 0, per: "plan" }] }, steps: [own] });
    const plan = await planned(one("Test.Step.Own", "identityKey: bob"));
    const error = await errorOf(apply(plan));
    expect(error.code).toBe("PolicyRefused");
    expect(JSON.stringify([plan, error.message, error.details])).not.toContain("hunter3");
    const echo: Policy = {
      review: async ({ steps }) => [
        { rule: "echo", outcome: "allowed", message: JSON.stringify(steps[0]?.changes), remedy: null, steps: [] },
      ],
      admit: async () => ({ isAdmitted: true, verdicts: [], settle: async () => undefined }),
    };
    const echoed = await setUp({ policy: echo, steps: [own] }).planned(one("Test.Step.Own", "identityKey: bob"));
    expect(JSON.stringify(echoed)).not.toContain("hunter3");
    expect(echoed.metadata.policy?.[0]?.message).toContain("clientSecret");
  });

  it("is waited for no longer than the host does, and its own errors are told as its own", async () => {
    const admit: Policy["admit"] = async () => ({ isAdmitted: true, verdicts: [], settle: async () => undefined });
    const broken = setUp({
      policy: {
        admit,
        review: () => {
          throw new TypeError("a bug");
        },
      },
    });
    const body = one("IdLE.Step.DisableIdentity", "identityKey: bob");
    expect(await errorOf(broken.planned(body))).toMatchObject({
      code: "UnexpectedError",
      message: "The policy failed: a bug",
    });
    const controller = new AbortController();
    const { product, providers } = setUp({
      policy: {
        admit,
        review: () => {
          controller.abort();
          return new Promise(() => undefined);
        },
      },
    });
    const workflow = await product.engine.loadWorkflow({ text: joiner(body) });
    const request = { lifecycleEvent: "Joiner" };
    const planning = product.engine.createPlan({ workflow, request, providers, signal: controller.signal });
    expect(await errorOf(planning)).toMatchObject({ code: "Cancelled" });
  });

  it("changes nothing of what the run is held to", async () => {
    const policy: Policy = {
      review: async () => [],
      async admit({ steps }) {
        for (const { changes } of steps) (changes as Change[]).length = 0;
        return { isAdmitted: true, verdicts: [], settle: async () => undefined };
      },
    };
    const { planned, apply } = setUp({ policy });
    expect(await apply(await planned(one("IdLE.Step.DisableIdentity", "identityKey: bob")))).toMatchObject({
      status: "Completed",
      steps: [{ verified: true }],
    });
  });

  it("ends no run by never coming back once it was told what was done", async () => {
    const told: DoneSteps[] = [];
    const policy: Policy = {
      review: async () => [],
      admit: async () => ({
        isAdmitted: true,
        verdicts: [],
        settle: (done) => {
          told.push(done);
          return new Promise(() => undefined);
        },
      }),
    };
    const { planned, apply } = setUp({ policy });
    const result = await apply(await planned(one("IdLE.Step.DisableIdentity", "identityKey: bob")));
    expect(told).toHaveLength(1);
    expect(result.events.map(({ type }) => type)).toContain("PolicyNotSettled");
  });
});

it("an account under another name is not told to be harmless by a system that cannot be read", async () => {
  const policy = { protected: { identities: ["svc-*"] } };
  const { planned, apply, changes } = setUp({ policy, wrap: blind });
  const plan = await planned(one("IdLE.Step.DisableIdentity", "identityKey: guid-of-svc-mail"));
  expect(await errorOf(apply(plan))).toMatchObject({
    code: "PolicyRefused",
    message: expect.stringContaining("cannot be told"),
  });
  expect(changes()).toEqual([]);
});
