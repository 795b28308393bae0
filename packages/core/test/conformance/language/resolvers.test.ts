/** Specification 1.6. */
import { IdleError } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { check, note, requestWith, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf, handMade } from "../../support/product.ts";

const read = (inputs: object = {}) => ({
  capability: "IdLE.Identity.Read",
  with: { identityKey: "jane", ...inputs },
});
const list = (inputs: object = {}) => ({
  capability: "IdLE.Entitlement.List",
  with: { identityKey: "jane", ...inputs },
});
const both = ["IdLE.Identity.Read", "IdLE.Entitlement.List"];

/** A provider without sessions whose answers tell who was asked. */
const directory = (department: string | null, groups: readonly string[] = []) =>
  handMade(
    {
      getIdentity: async ({ identityKey }: { identityKey: string }) =>
        department === null
          ? null
          : { identityKey, enabled: true, container: "OU=X", attributes: { Department: department } },
      listEntitlements: async () =>
        groups.map((id) => ({ kind: "Group", id, displayName: id.toUpperCase(), removable: false })),
    },
    both,
  );

/** What stands at a path of the context, seen through a template. */
async function contextAt(
  path: string,
  contextResolvers: readonly object[],
  providers: Record<string, unknown>,
  request: object = {},
): Promise<unknown> {
  const step = { ...note, with: { data: { value: `{{Request.Context.${path}}}` } } };
  const text = workflowText({ contextResolvers, steps: [step] });
  const plan = await createProduct().plan(text, { request: requestWith(request), providers: providers as never });
  return (plan.plan.steps[0]?.inputs?.data as { value?: unknown } | undefined)?.value;
}

const hr = { Identity: directory("HR", ["a", "b"]) };

describe("a resolver", () => {
  it.each([
    [{ capability: "IdLE.Identity.List", with: { identityKey: "a" } }],
    [{ capability: "IdLE.Identity.Disable", with: { identityKey: "a" } }],
    [{ capability: "idle.identity.read", with: { identityKey: "a" } }],
    [{ capability: "IdLE.Identity.Read" }],
    [{ capability: "IdLE.Identity.Read", with: {} }],
    [{ capability: "IdLE.Identity.Read", with: { identityKey: "" } }],
    [{ capability: "IdLE.Identity.Read", with: { identityKey: 7 } }],
    [{ capability: "IdLE.Identity.Read", with: { identityKey: "a", name: "x" } }],
    [{ capability: "IdLE.Identity.Read", with: { identityKey: "a" }, to: "Request.Context.X" }],
    [{ with: { identityKey: "a" } }],
    [read({ provider: "_a" })],
    [read({ provider: "a.b" })],
    [read({ provider: "" })],
    [read({ provider: "a".repeat(65) })],
    [read({ authSessionName: "-x" })],
    [read({ authSessionName: "x y" })],
    [read({ authSessionName: "Default" })],
    [read({ authSessionName: "default" })],
    [read({ authSessionOptions: "x" })],
    ["IdLE.Identity.Read"],
    [null],
  ])("%j is refused", async (resolver) => {
    expect((await check(workflowText({ contextResolvers: [resolver], steps: [note] }))).length).toBeGreaterThan(0);
  });

  it.each([read({ provider: "a".repeat(64) }), read({ authSessionName: "0-_x" }), list({ authSessionOptions: {} })])(
    "%j is one",
    async (resolver) => {
      expect(await check(workflowText({ contextResolvers: [resolver], steps: [note] }))).toEqual([]);
    },
  );
});

describe("sources and views", () => {
  const profile = {
    IdentityKey: "jane",
    Enabled: true,
    Container: "OU=X",
    Attributes: { Department: "HR" },
    SourceProvider: "Identity",
    SourceAuthSessionName: "Default",
  };
  const entitlement = {
    Kind: "Group",
    Id: "a",
    DisplayName: "A",
    Removable: false,
    SourceProvider: "Identity",
    SourceAuthSessionName: "Default",
  };

  it.each([
    "Providers.Identity.Default.Identity.Profile",
    "Views.Identity.Profile",
    "Views.Providers.Identity.Identity.Profile",
    "Views.Sessions.Default.Identity.Profile",
    "Views.Providers.Identity.Sessions.Default.Identity.Profile",
  ])("a profile is at %s", async (path) => {
    expect(await contextAt(path, [read()], hr)).toEqual(profile);
  });

  it.each([
    "Providers.Identity.Default.Identity.Entitlements",
    "Views.Identity.Entitlements",
    "Views.Providers.Identity.Identity.Entitlements",
    "Views.Sessions.Default.Identity.Entitlements",
    "Views.Providers.Identity.Sessions.Default.Identity.Entitlements",
  ])("entitlements are at %s", async (path) => {
    expect(await contextAt(path, [list()], hr)).toEqual([entitlement, { ...entitlement, Id: "b", DisplayName: "B" }]);
  });

  it("carry the session's name", async () => {
    const resolvers = [read({ authSessionName: "Tier0" })];
    expect(await contextAt("Providers.Identity.Tier0.Identity.Profile", resolvers, hr)).toEqual({
      ...profile,
      SourceAuthSessionName: "Tier0",
    });
    expect(await contextAt("Views.Sessions.Tier0.Identity.Profile.Enabled", resolvers, hr)).toBe(true);
  });

  it("entitlements are concatenated, duplicates kept", async () => {
    const providers = { B: directory("x", ["2", "2"]), A: directory("y", ["1", "2"]) };
    const resolvers = [list({ provider: "B" }), list({ provider: "A", authSessionName: "S" }), list({ provider: "A" })];
    const ids = await contextAt("Views.Identity.Entitlements.Id", resolvers, providers);
    expect(ids).toEqual(["1", "2", "1", "2", "2", "2"]);
    expect(await contextAt("Views.Providers.B.Identity.Entitlements.Id", resolvers, providers)).toEqual(["2", "2"]);
    expect(await contextAt("Views.Sessions.S.Identity.Entitlements.Id", resolvers, providers)).toEqual(["1", "2"]);
  });

  it("a profile is the last non-null one: alias ascending, then session key ascending", async () => {
    const providers = { C: directory(null), B: directory("b"), A: directory("a") };
    const resolvers = ["C", "B", "A"].map((provider) => read({ provider }));
    const at = (path: string) => contextAt(path, resolvers, providers);
    expect(await at("Views.Identity.Profile.Attributes.Department")).toBe("b");
    expect(await at("Views.Sessions.Default.Identity.Profile.SourceProvider")).toBe("B");
    const sessions = [read({ provider: "B", authSessionName: "Z" }), read({ provider: "B" }), read({ provider: "A" })];
    expect(await contextAt("Views.Identity.Profile.SourceAuthSessionName", sessions, providers)).toBe("Z");
  });

  it("are there for the next resolver, in order", async () => {
    const asked: string[] = [];
    const providers = {
      First: directory("next-key"),
      Second: handMade(
        {
          listEntitlements: async ({ identityKey }: { identityKey: string }) => {
            asked.push(identityKey);
            return [];
          },
        },
        ["IdLE.Entitlement.List"],
      ),
    };
    const key = "{{Request.Context.Views.Identity.Profile.Attributes.Department}}";
    await contextAt(
      "Views.Identity.Entitlements",
      [read({ provider: "First" }), list({ identityKey: key, provider: "Second" })],
      providers,
    );
    expect(asked).toEqual(["next-key"]);
    await expect(
      contextAt("Views", [list({ identityKey: key, provider: "Second" }), read({ provider: "First" })], providers),
    ).rejects.toMatchObject({ details: { diagnostics: [{ code: "TemplateUnresolved" }] } });
  });

  it("stand beside what the host brought", async () => {
    const context = { Views: { Mine: 1, Identity: { Other: 2 } }, Providers: { Else: 3 } };
    expect(await contextAt("Views.Mine", [read()], hr, { context })).toBe(1);
    expect(await contextAt("Views.Identity.Other", [read()], hr, { context })).toBe(2);
    expect(await contextAt("Views.Identity.Profile.Enabled", [read()], hr, { context })).toBe(true);
  });

  it("are not written into the plan", async () => {
    const text = workflowText({ contextResolvers: [read()], steps: [note] });
    const plan = await createProduct().plan(text, { providers: hr, request: requestWith({ context: { A: 1 } }) });
    expect(plan.request.input.context).toEqual({ A: 1 });
    expect(plan.plan.contextResolvers).toEqual([
      {
        capability: "IdLE.Identity.Read",
        with: { identityKey: "jane", provider: "Identity", authSessionName: null, authSessionOptions: null },
      },
    ]);
  });
});

describe("an identity that does not exist", () => {
  it("is a null profile, so exists is false, and an empty list", async () => {
    const gone = handMade(
      {
        getIdentity: async () => null,
        listEntitlements: async () => {
          throw new IdleError("NotFound", "Nobody.");
        },
      },
      both,
    );
    const steps = [
      { ...note, condition: { exists: "Request.Context.Views.Identity.Profile" } },
      { ...note, name: "B", condition: { exists: "Request.Context.Views.Identity.Profile.Enabled" } },
      { ...note, name: "C", condition: { equals: { path: "Request.Context.Views.Identity.Profile", value: null } } },
      {
        ...note,
        name: "D",
        condition: { notContains: { path: "Request.Context.Views.Identity.Entitlements.Id", value: "a" } },
      },
    ];
    const text = workflowText({ contextResolvers: [read(), list()], steps });
    for (const Identity of [gone, createMockProvider()]) {
      const plan = await createProduct().plan(text, { providers: { Identity } });
      expect(plan.plan.steps.map(({ status }) => status)).toEqual([
        "NotApplicable",
        "NotApplicable",
        "Planned",
        "Planned",
      ]);
    }
  });
});

describe("a read that fails", () => {
  const failing = (error: unknown, times: number) => {
    let calls = 0;
    const provider = handMade(
      {
        getIdentity: async () => {
          calls += 1;
          if (calls <= times) throw error;
          return null;
        },
      },
      ["IdLE.Identity.Read"],
    );
    return { provider, calls: () => calls };
  };
  const text = workflowText({ contextResolvers: [read()], steps: [note] });

  it("is tried again by the default retry profile", async () => {
    const { provider, calls } = failing(new IdleError("Busy", "Busy.", { transient: true }), 2);
    await createProduct().plan(text, { providers: { Identity: provider } });
    expect(calls()).toBe(3);
  });

  it("then ends planning with the provider's error", async () => {
    const error = new IdleError("Throttled", "Slow down.", { transient: true });
    const { provider, calls } = failing(error, 99);
    const { engine } = createProduct();
    const workflow = await engine.loadWorkflow({ text });
    const thrown = await errorOf(
      engine.createPlan({
        workflow,
        request: requestWith({}) as never,
        providers: { Identity: provider },
        defaultRetryProfile: { maxAttempts: 5 },
      }),
    );
    expect(thrown).toMatchObject({ code: "Throttled", message: "Slow down.", transient: true });
    expect(calls()).toBe(5);
  });

  it("is not tried again when it is not transient", async () => {
    const { provider, calls } = failing(new IdleError("PermissionDenied", "No."), 99);
    expect((await errorOf(createProduct().plan(text, { providers: { Identity: provider } }))).code).toBe(
      "PermissionDenied",
    );
    expect(calls()).toBe(1);
  });
});

describe("the provider", () => {
  const codesOf = async (resolver: object, providers: object) =>
    diagnosticsOf(
      await errorOf(
        createProduct().plan(workflowText({ contextResolvers: [resolver], steps: [note] }), {
          providers: providers as never,
        }),
      ),
    ).map(({ code }) => code);

  it("is chosen when exactly one has the capability", async () => {
    const providers = { Other: handMade({}, []), Identity: directory("HR") };
    expect(await contextAt("Views.Identity.Profile.SourceProvider", [read()], providers)).toBe("Identity");
    expect(await codesOf(read(), { A: directory("a"), B: directory("b") })).toEqual(["ProviderAmbiguous"]);
    expect(await codesOf(read(), { A: handMade({}, []) })).toEqual(["CapabilityMissing"]);
    expect(await codesOf(read(), {})).toEqual(["CapabilityMissing"]);
  });

  it("that is named must be there and have the capability", async () => {
    expect(await codesOf(read({ provider: "Nope" }), hr)).toEqual(["ProviderMissing"]);
    expect(await codesOf(read({ provider: "Identity" }), { Identity: handMade({}, []) })).toEqual([
      "CapabilityMissing",
    ]);
  });
});

describe("two resolvers of one capability, alias and session are an error", () => {
  it.each([
    [[read({ provider: "Identity" }), read({ provider: "Identity", identityKey: "other" })]],
    [[read({ provider: "Identity" }), read({ provider: "identity" })]],
    [[read({ authSessionName: "A" }), read({ authSessionName: "A", authSessionOptions: { a: 1 } })]],
    [[read(), read()]],
  ])("by validate: %j", async (contextResolvers) => {
    expect(await check(workflowText({ contextResolvers, steps: [note] }))).toEqual([
      expect.stringContaining("error DuplicateResolver"),
    ]);
  });

  it.each([
    [[read(), read({ provider: "Identity" })]],
    [[read({ provider: "Identity", authSessionName: "Tier0" }), read({ authSessionName: "tier0" })]],
  ])("once the alias is known: %j", async (contextResolvers) => {
    await expect(contextAt("Views", contextResolvers, hr)).rejects.toMatchObject({
      details: { diagnostics: [{ code: "DuplicateResolver" }] },
    });
  });

  it("another capability, alias or session is not the same", async () => {
    const contextResolvers = [read(), list(), read({ authSessionName: "A" }), read({ authSessionName: "B" })];
    expect(await check(workflowText({ contextResolvers, steps: [note] }))).toEqual([]);
  });
});

describe("a host's context that already has something else at such a place is an error", () => {
  it.each([
    { Providers: { Identity: { Default: { Identity: { Profile: null } } } } },
    { Providers: { identity: {} } },
    { Providers: "x" },
    { providers: {} },
    { Views: { Identity: { Profile: { Enabled: false } } } },
    { Views: [] },
    { Views: { Providers: { Identity: { Identity: { Profile: 1 } } } } },
    { Views: { Sessions: { Default: { Identity: { Profile: 1 } } } } },
    { Views: { Providers: { Identity: { Sessions: { Default: { Identity: { Profile: 1 } } } } } } },
  ])("%j", async (context) => {
    await expect(contextAt("Views", [read()], hr, { context })).rejects.toMatchObject({
      code: "WorkflowInvalid",
      details: { diagnostics: [{ code: "ContextConflict" }] },
    });
  });

  it("what stands elsewhere is none", async () => {
    const context = { Providers: { Identity: { Default: { Identity: { Entitlements: [] } } } }, Current: 1 };
    expect(await contextAt("Views.Identity.Profile.Enabled", [read()], hr, { context })).toBe(true);
  });
});

describe("Request.Context.Current", () => {
  const step = (inputs: object, path: string) => ({
    name: "D",
    type: "IdLE.Step.EmitEvent",
    with: inputs,
    precondition: { equals: { path: `Request.Context.Current.${path}`, value: "HR" } },
  });
  const warningsOf = async (
    inputs: object,
    contextResolvers: object[],
    path = "Identity.Profile.Attributes.Department",
  ) => {
    const text = workflowText({ contextResolvers, steps: [step(inputs, path)] });
    const plan = await createProduct().plan(text, { providers: { A: directory("HR"), B: directory("IT") } });
    return plan.plan.steps[0]?.warnings;
  };

  it("means the step's own provider and session", async () => {
    const resolvers = [read({ provider: "A" }), read({ provider: "B", authSessionName: "S" })];
    expect(await warningsOf({ provider: "A" }, resolvers)).toEqual([]);
    expect(await warningsOf({ provider: "a" }, resolvers)).toEqual([]);
    expect(await warningsOf({ provider: "B", authSessionName: "S" }, resolvers)).toEqual([]);
    expect(await warningsOf({ provider: "B" }, resolvers)).toHaveLength(1);
    expect(await warningsOf({ provider: "A", authSessionName: "S" }, resolvers)).toHaveLength(1);
    expect(await warningsOf({ provider: "A" }, resolvers, "Identity.Profile.Nope")).toHaveLength(1);
  });

  it("is refused in a condition and in a template", async () => {
    const condition = { exists: "Request.Context.Current.Identity.Profile" };
    expect(await check(workflowText({ steps: [{ ...note, condition }] }))).toHaveLength(1);
    const inputs = { message: "{{Request.Context.Current.Identity.Profile.Enabled}}" };
    expect(await check(workflowText({ steps: [{ ...note, with: inputs }] }))).toHaveLength(1);
  });
});
