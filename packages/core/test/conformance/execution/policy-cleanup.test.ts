/** Failure steps under a policy, and honest plans that it must not get in the way of. */
import { type AnyProvider, defineStep, IdleError, type Plan, Secret, type StepType } from "@idle/contract";
import { createAuthSessionBroker } from "@idle/core";
import { createMemoryLedger, createPolicy, readPolicy } from "@idle/policy";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { createProduct, driven, errorOf, joiner } from "../../support/product.ts";

const person = (identityKey: string, more: object = {}) => ({
  identityKey,
  enabled: true,
  attributes: { Department: "HR" },
  entitlements: [{ kind: "Group", id: "Staff" }],
  ...more,
});
type Directory = ReturnType<typeof createMockProvider>;
const outside = { session: undefined, signal: new AbortController().signal };

function setUp({
  policy,
  steps = [],
  wrap = (it) => it,
  people = [person("ann"), person("bob")],
}: {
  readonly policy: object;
  readonly steps?: readonly StepType[];
  readonly wrap?: (directory: Directory) => object;
  readonly people?: readonly ReturnType<typeof person>[];
}) {
  const host = createFakeHost();
  const state = createMemoryLedger();
  const made = createPolicy(readPolicy(policy), { state, now: () => Number(host.now()) });
  const product = createProduct({ host, policy: made, steps });
  const directory = createMockProvider({ identities: people, allowDelete: true });
  const providers = { Identity: wrap(directory) as AnyProvider };
  const planned = (body: string, options: object = {}) => product.plan(joiner(body), { providers, ...options });
  const apply = (plan: Plan, options: object = {}) =>
    driven(host, product.engine.invokePlan(plan, { providers, ...options }), 500);
  const used = (action: "disable" | "delete" | "revoke") =>
    state.read((view) => view.count({ action, system: null, after: 0 }));
  const changes = () => directory.history.flatMap((entry) => entry.changes);
  return { host, directory, planned, apply, used, changes };
}

const when = (type: string, work: () => unknown) => ({
  writeEvent(event: { readonly type: string }) {
    if (event.type === type) work();
  },
});
const fail = `  - name: Fail
    type: IdLE.Step.EmitEvent
    with: { message: x }
    precondition: { equals: { path: Request.LifecycleEvent, value: Never } }
    onPreconditionFalse: Fail
`;
const disable = (key: string, more = "") =>
  `  - { name: Disable ${key}, type: IdLE.Step.DisableIdentity, with: { identityKey: ${key} }${more} }\n`;

describe("failure steps", () => {
  it("tidy up although a freeze began meanwhile: the run was let in before", async () => {
    const freeze = [{ name: "Soon", timeZone: "UTC", from: "2026-01-01T00:10", to: "2030-01-01T00:00" }];
    const made = setUp({ policy: { freeze, limits: [{ action: "disable", max: 5, per: "24h" }] } });
    const start = Number(made.host.now());
    const until = Date.UTC(2026, 0, 1) - start;
    if (until > 0) await made.host.advance(until);
    const plan = await made.planned(`steps:\n${fail}onFailureSteps:\n${disable("bob")}`);
    const result = await made.apply(plan, {
      eventSink: when("RunStarted", () => {
        made.host.advance(20 * 60_000);
      }),
    });
    expect(result.onFailure).toMatchObject({ status: "Completed", steps: [{ changed: true }] });
  });

  it("write nothing where they were seen to have nothing to do, whatever happens the moment after", async () => {
    const limits = [{ action: "disable", max: 1, per: "24h" }];
    let isWatched = false;
    const wrap = (directory: Directory) => ({
      ...directory,
      async getIdentity(args: Parameters<Directory["getIdentity"]>[0]) {
        const seen = await directory.getIdentity(args);
        if (isWatched && args.identityKey === "bob") await directory.enableIdentity({ identityKey: "bob", ...outside });
        return seen;
      },
    });
    const people = [person("ann"), person("bob", { enabled: false })];
    const { planned, apply, changes } = setUp({ policy: { limits }, wrap, people });
    const plan = await planned(`steps:\n${disable("ann")}${fail}onFailureSteps:\n${disable("bob")}`);
    const eventSink = when("OnFailureStarted", () => {
      isWatched = true;
    });
    expect(await apply(plan, { eventSink })).toMatchObject({ onFailure: { steps: [{ changed: false }] } });
    expect(changes().filter(({ after }) => after === false)).toHaveLength(1);
  });

  it("take nothing from what a main step may have done", async () => {
    let isDown = false;
    const wrap = (directory: Directory) => ({
      ...directory,
      async disableIdentity(args: never) {
        if (isDown) throw new IdleError("PermissionDenied", "Not now.");
        await directory.disableIdentity(args);
        isDown = true;
        throw new IdleError("ConnectionFailed", "The line broke.");
      },
      // Readers hear of it late.
      getIdentity: async (args: never) => ({ ...(await directory.getIdentity(args)), enabled: true }),
    });
    const { planned, apply, used } = setUp({ policy: { limits: [{ action: "disable", max: 1, per: "24h" }] }, wrap });
    const plan = await planned(`steps:\n${disable("bob")}onFailureSteps:\n${disable("bob")}`);
    expect(await apply(plan)).toMatchObject({ status: "Failed", onFailure: { steps: [{ status: "Failed" }] } });
    expect(await used("disable")).toBe(1);
  });

  it("count together with the rest of the plan", async () => {
    const limits = [{ action: "delete", max: 1, per: "plan" }];
    const { planned, apply, changes } = setUp({ policy: { limits } });
    const create = (key: string) =>
      `  - { name: Create ${key}, type: IdLE.Step.CreateIdentity, with: { identityKey: ${key}, attributes: {} } }\n`;
    const erase = (key: string) =>
      `  - { name: Delete ${key}, type: IdLE.Step.DeleteIdentity, with: { identityKey: ${key} } }\n`;
    const plan = await planned(
      `steps:\n${erase("ann")}${create("x")}${create("y")}${fail}onFailureSteps:\n${erase("x")}${erase("y")}`,
    );
    const result = await apply(plan);
    expect(result.onFailure.steps.map(({ error }) => error?.code)).toEqual(["PolicyRefused", "PolicyRefused"]);
    expect(result.onFailure.steps[0]?.error?.message).toContain(
      'The policy refuses step "Delete x", which changed nothing.',
    );
    expect(changes().filter(({ action }) => action === "delete")).toHaveLength(1);
  });

  it("count an identity once, whatever main steps did to it", async () => {
    const { planned, apply, used } = setUp({ policy: { limits: [{ action: "disable", max: 1, per: "24h" }] } });
    const enable = "  - { name: Enable, type: IdLE.Step.EnableIdentity, with: { identityKey: bob } }\n";
    const result = await apply(
      await planned(`steps:\n${disable("bob")}${enable}${fail}onFailureSteps:\n${disable("bob")}`),
    );
    expect(result.onFailure).toMatchObject({ status: "Completed", steps: [{ changed: true }] });
    expect(await used("disable")).toBe(1);
  });

  it("read again what could not be read for a moment", async () => {
    let failures = 0;
    const wrap = (directory: Directory) => ({
      ...directory,
      listEntitlements(args: never) {
        if (failures === 0) return directory.listEntitlements(args);
        failures -= 1;
        return Promise.reject(new IdleError("Throttled", "Later.", { transient: true }));
      },
    });
    const { planned, apply } = setUp({ policy: { limits: [{ action: "revoke", max: 0, per: "plan" }] }, wrap });
    const grant = `  - { name: Quarantine, type: IdLE.Step.EnsureEntitlement, with: { identityKey: bob, entitlement: { kind: Group, id: Q }, state: Present } }\n`;
    const plan = await planned(`steps:\n${fail}onFailureSteps:\n${grant}`);
    const eventSink = when("OnFailureStarted", () => {
      failures = 1;
    });
    expect((await apply(plan, { eventSink })).onFailure).toMatchObject({
      status: "Completed",
      steps: [{ changed: true }],
    });
  });

  it("have no more time for the policy's questions than for the rest", async () => {
    let isHanging = false;
    const wrap = (directory: Directory) => ({
      ...directory,
      listEntitlements: (args: never) => (isHanging ? new Promise(() => undefined) : directory.listEntitlements(args)),
    });
    const { planned, apply } = setUp({ policy: { protected: { memberOf: ["Admins"] } }, wrap });
    const plan = await planned(`steps:\n${fail}onFailureSteps:\n${disable("bob", ", timeoutSeconds: 5")}`);
    const eventSink = when("OnFailureStarted", () => {
      isHanging = true;
    });
    expect((await apply(plan, { eventSink })).onFailure.steps).toMatchObject([{ error: { code: "Timeout" } }]);
  });
});

describe("an honest plan", () => {
  const limits = [
    { action: "update", max: 9, per: "24h" },
    { action: "revoke", max: 9, per: "24h" },
    { action: "create", max: 9, per: "24h" },
  ];

  it("that was made offline may change what it has created itself", async () => {
    const wrap = (directory: Directory) => ({
      ...directory,
      createIdentity: (args: { readonly attributes: object }) =>
        directory.createIdentity({ ...args, attributes: { ...args.attributes, Department: "Unassigned" } } as never),
    });
    const { planned, apply } = setUp({ policy: { limits }, wrap });
    const plan = await planned(
      `steps:
  - { name: Create, type: IdLE.Step.CreateIdentity, with: { identityKey: new, attributes: {} } }
  - { name: Set, type: IdLE.Step.EnsureAttributes, with: { identityKey: new, attributes: { Department: IT } } }
`,
      { offline: true },
    );
    expect(await apply(plan)).toMatchObject({ status: "Completed", steps: [{ changed: true }, { changed: true }] });
  });

  it("that was made offline is told with an act in it, too", async () => {
    const { planned, apply } = setUp({ policy: { limits } });
    const plan = await planned(
      `steps:
  - { name: Sessions, type: IdLE.Step.RevokeIdentitySessions, with: { identityKey: bob } }
  - { name: Prune, type: IdLE.Step.PruneEntitlements, with: { identityKey: bob, kind: Group, keep: [{ id: none }] } }
`,
      { offline: true },
    );
    expect(await apply(plan)).toMatchObject({ status: "Completed" });
  });

  it("goes on when accepted drift moves something of its own target", async () => {
    const wrap = (directory: Directory) => ({
      ...directory,
      async ensureAttributes(args: { readonly identityKey: string; readonly attributes: object }) {
        const answer = await directory.ensureAttributes(args as never);
        // The system has a display name of its own making.
        if ("Surname" in args.attributes) {
          const attributes = { DisplayName: "made" };
          await directory.ensureAttributes({ ...args, attributes } as never);
        }
        return answer;
      },
    });
    const people = [person("bob", { attributes: { Surname: "A", DisplayName: "A" } })];
    const { planned, apply, directory } = setUp({ policy: { limits }, wrap, people });
    const set = (name: string, value: string) =>
      `  - { name: ${name}, type: IdLE.Step.EnsureAttributes, with: { identityKey: bob, attributes: { ${name}: ${value} } } }\n`;
    await directory.ensureAttributes({ identityKey: "bob", attributes: { Surname: "B" }, ...outside });
    const plan = await planned(`steps:\n${set("Surname", "B")}${set("DisplayName", "B")}`);
    await directory.ensureAttributes({ identityKey: "bob", attributes: { Surname: "C" }, ...outside });
    expect(await apply(plan, { acceptDrift: true })).toMatchObject({ status: "Completed" });
  });

  const write = (type: string, execute: unknown) =>
    defineStep({
      type,
      description: "Does what a test says.",
      with: {
        type: "object",
        additionalProperties: false,
        properties: { identityKey: { type: "string" }, login: { type: "string" } },
      },
      requiredCapabilities: ["IdLE.Identity.Read", "IdLE.Identity.Attribute.Ensure"],
      execute,
    } as never);
  // biome-ignore lint/suspicious/noExplicitAny: steps of a test call what they like.
  type Context = any;
  const attributes = { Department: "IT" };

  it("may call whom it works on by another input than identityKey", async () => {
    const byLogin = write("Test.Step.ByLogin", ({ with: { login }, provider }: Context) =>
      provider.ensureAttributes({ identityKey: login, attributes }),
    );
    const { planned, apply } = setUp({
      policy: { limits: [{ action: "delete", max: 0, per: "plan" }] },
      steps: [byLogin],
    });
    const plan = await planned(
      "steps: [{ name: Set, type: Test.Step.ByLogin, with: { provider: Identity, login: bob } }]\n",
    );
    expect(await apply(plan)).toMatchObject({ status: "Completed", steps: [{ changed: true }] });
  });

  it("may write by the key that the system answers with", async () => {
    const byOwnKey = write("Test.Step.ByOwnKey", async ({ with: { identityKey }, provider }: Context) => {
      const identity = await provider.getIdentity({ identityKey });
      return provider.ensureAttributes({ identityKey: identity.identityKey, attributes });
    });
    const wrap = (directory: Directory) => ({
      ...directory,
      getIdentity: (args: { readonly identityKey: string }) =>
        directory.getIdentity({ ...args, identityKey: args.identityKey.replace("guid-", "") } as never),
    });
    const { planned, apply } = setUp({
      policy: { limits: [{ action: "delete", max: 0, per: "plan" }] },
      steps: [byOwnKey],
      wrap,
    });
    const plan = await planned(
      "steps: [{ name: Set, type: Test.Step.ByOwnKey, with: { provider: Identity, identityKey: guid-bob } }]\n",
    );
    expect(await apply(plan)).toMatchObject({ status: "Completed", steps: [{ changed: true }] });
  });

  it("has its system asked by another alias with the session of its steps", async () => {
    const host = createFakeHost();
    const policy = createPolicy(
      readPolicy({ limits: [{ action: "disable", maxPercent: 50, per: "plan", provider: "Population" }] }),
      {
        state: createMemoryLedger(),
        now: () => Number(host.now()),
      },
    );
    const product = createProduct({ host, policy });
    const directory = {
      ...createMockProvider({ identities: [person("ann"), person("bob")] }),
      targetId: "dc=example",
      session: { type: "Credential", required: true },
    } as unknown as AnyProvider;
    const AuthSessionBroker = createAuthSessionBroker({
      sessions: [{ match: { name: "Tier1" }, session: () => ({ userName: "u", password: new Secret("p-of-tier-1") }) }],
    });
    const plan = await product.plan(
      joiner(
        "steps: [{ name: Disable, type: IdLE.Step.DisableIdentity, with: { provider: AD, identityKey: bob, authSessionName: Tier1 } }]\n",
      ),
      { providers: { AD: directory, Population: directory, AuthSessionBroker } },
    );
    expect(plan.metadata.policy).toMatchObject([
      { outcome: "allowed", message: expect.stringContaining("1 of 1 (50 % of 2)") },
    ]);
  });
});

it("a policy that throws is told as the policy's fault, without what the plan hides", async () => {
  const host = createFakeHost();
  const product = createProduct({
    host,
    redactNames: ["Salary"],
    policy: {
      review: async ({ steps }) => {
        throw new Error(`cannot judge ${JSON.stringify(steps[0]?.changes)}`);
      },
      admit: async () => ({ isAdmitted: true, verdicts: [], settle: async () => undefined }),
    },
  });
  const directory = createMockProvider({ identities: [person("bob", { attributes: { Salary: "98765-eur" } })] });
  const error = await errorOf(
    product.plan(
      joiner(
        "steps: [{ name: Set, type: IdLE.Step.EnsureAttributes, with: { identityKey: bob, attributes: { Salary: null } } }]\n",
      ),
      { providers: { Identity: directory } },
    ),
  );
  expect(error.message).toMatch(/^The policy failed: cannot judge .*\[REDACTED\]/);
  expect(
    JSON.stringify([error.message, error.details, String((error.cause as Error | undefined)?.message)]),
  ).not.toContain("98765");
});
