/** Specification 2.3, pass 5: step n is previewed against reads over which the changes of steps 1 … n−1 are laid. */
import { type AnyCapability, defineCapability, defineStep, type Plan } from "@idle/contract";
import { createMockProvider, type MockProvider } from "@idle/provider-mock";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { note, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf, handMade, jane, joinerRequest } from "../../support/product.ts";

const keys = ["jane", "joe"];
const directory = () =>
  createMockProvider({
    identities: [jane, { identityKey: "Jane", enabled: false, attributes: {}, entitlements: [] }],
    allowDelete: true,
  });

const identityKey = fc.constantFrom(...keys);
const value = fc.constantFrom<unknown>("IT", "HR", "", null, 7, "7", true, ["a", "b"], { base64: "aGk=" });
const attributes = fc.dictionary(fc.constantFrom("Department", "department", "Title", "EmployeeId"), value, {
  maxKeys: 3,
});
const entitlement = fc.record({
  kind: fc.constantFrom("Group", "group", "Role"),
  id: fc.constantFrom("HR", "hr", "All Staff", "New"),
});
const of = (
  type: string,
  needed: Record<string, fc.Arbitrary<unknown>>,
  more: Record<string, fc.Arbitrary<unknown>> = {},
) =>
  fc
    .tuple(fc.record({ identityKey, ...needed }), fc.record(more, { requiredKeys: [] }))
    .map(([inputs, others]) => ({ type: `IdLE.Step.${type}`, with: { ...inputs, ...others } }));

const state = fc.constantFrom("Present", "Absent");
const step = fc.oneof(
  of("CreateIdentity", { attributes }, { enabled: fc.boolean(), container: fc.constantFrom("OU=HR", "OU=IT") }),
  of("EnsureAttributes", { attributes }),
  of("EnableIdentity", {}),
  of("DisableIdentity", {}),
  of("MoveIdentity", { targetContainer: fc.constantFrom("OU=HR", "OU=IT") }),
  of("DeleteIdentity", {}),
  of("RevokeIdentitySessions", {}),
  of("EnsureEntitlement", { entitlement, state }),
  of("EnsureEntitlements", { entitlements: fc.array(entitlement, { maxLength: 3 }), state }),
  of("PruneEntitlements", {
    kind: fc.constantFrom("Group", "role"),
    keep: fc.array(fc.record({ id: fc.constantFrom("HR", "hr", "New") }), { maxLength: 2 }),
    keepPattern: fc.array(fc.constantFrom("H*", "*staff", "zzz"), { maxLength: 1 }),
  }),
  of("PruneEntitlementsEnsureKeep", {
    kind: fc.constantFrom("Group", "Role"),
    keep: fc.array(entitlement, { maxLength: 2 }),
  }),
);

/** The changes the directory recorded, call by call, in one list. */
const written = (mock: MockProvider) =>
  mock.history.filter(({ kind }) => kind === "write").flatMap(({ changes }) => changes);
const planned = ({ plan }: Plan, count: number) =>
  plan.steps.slice(0, count).flatMap(({ changes }): readonly unknown[] => changes ?? ["unknown"]);

describe("for any sequence of steps", () => {
  const { engine } = createProduct();
  const plan = async (steps: readonly object[], Identity: MockProvider) => {
    const text = workflowText({ steps: steps.map((each, index) => ({ name: `S${index}`, ...each })) });
    const workflow = await engine.loadWorkflow({ text });
    return engine.createPlan({ workflow, request: joinerRequest, providers: { Identity } });
  };

  it("the plan is what execution then does, in order, and planning has written nothing", async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), async (steps) => {
        const mock = directory();
        let made: Plan;
        try {
          made = await plan(steps, mock);
        } catch (error) {
          expect(error).toMatchObject({ code: "PlanFailed" });
          expect(written(mock)).toEqual([]);
          const failing = diagnosticsOf(error as never).map(({ step: name }) => name);
          expect(failing.length).toBeGreaterThan(0);
          // What comes before the first problem can be planned and done; the problem is there then, too.
          const index = Number(failing[0]?.slice(1));
          const before = steps.slice(0, index);
          if (before.length > 0) {
            const result = await engine.invokePlan(await plan(before, mock), { providers: { Identity: mock } });
            if (result.status !== "Completed") return;
          }
          expect((await errorOf(plan(steps.slice(index, index + 1), mock))).code).toBe("PlanFailed");
          return;
        }
        expect(written(mock)).toEqual([]);
        const result = await engine.invokePlan(made, { providers: { Identity: mock } });
        const done = result.steps.filter(({ status }) => status === "Completed").length;
        // Ending the sessions of nobody can be previewed, and is refused when it is done.
        if (done < steps.length) {
          expect(result.steps.at(-1)?.type).toBe("IdLE.Step.RevokeIdentitySessions");
          expect(result.steps.at(-1)?.error?.code).toBe("NotFound");
        }
        expect(planned(made, done)).toEqual(written(mock));
        expect(result.steps.slice(0, done).map(({ changed }) => changed)).toEqual(
          made.plan.steps.slice(0, done).map(({ changes }) => (changes ?? []).length > 0),
        );
        compared += 1;
      }),
      { numRuns: 150, seed: 20260131 },
    );
    expect(compared).toBeGreaterThan(20);
  });
});

describe("exact strings", () => {
  const plan = (steps: readonly object[], providers: object = { Identity: directory() }) =>
    createProduct().plan(workflowText({ steps }), { providers: providers as never });
  const disable = (identityKey_: string, provider = "Identity") => ({
    name: `Disable ${identityKey_} ${provider}`,
    type: "IdLE.Step.DisableIdentity",
    with: { identityKey: identityKey_, provider },
  });
  const enable = (identityKey_: string, provider = "Identity") => ({
    name: `Enable ${identityKey_} ${provider}`,
    type: "IdLE.Step.EnableIdentity",
    with: { identityKey: identityKey_, provider },
  });

  it("tell identity keys apart", async () => {
    const made = await plan([disable("jane"), disable("Jane"), enable("Jane"), enable("jane")]);
    expect(made.plan.steps.map(({ changes }) => changes?.length)).toEqual([1, 0, 1, 1]);
  });

  it("tell aliases apart, however the workflow writes them", async () => {
    const Other = createMockProvider({ identities: [jane], alias: "Other" });
    const made = await plan(
      [disable("jane"), disable("jane", "OTHER"), disable("jane", "identity"), disable("jane", "other")],
      {
        Identity: directory(),
        Other,
      },
    );
    expect(made.plan.steps.map(({ changes }) => changes?.length)).toEqual([1, 1, 0, 0]);
  });

  it("onFailureSteps preview against the current state", async () => {
    const made = await createProduct().plan(
      workflowText({
        steps: [disable("jane")],
        onFailureSteps: [disable("jane"), { ...enable("jane"), name: "E" }, { ...disable("jane"), name: "D" }],
      }),
    );
    expect(made.plan.onFailureSteps.map(({ changes }) => changes?.length)).toEqual([1, 0, 1]);
  });

  it("a step that is not applicable predicts nothing", async () => {
    const made = await plan([
      { ...disable("jane"), condition: { exists: "Request.Intent.No" } },
      { ...disable("jane"), name: "D" },
    ]);
    expect(made.plan.steps.map(({ changes }) => changes?.length)).toEqual([0, 1]);
  });
});

describe("what cannot be known is null", () => {
  const badge = (overlay?: AnyCapability["overlay"]): AnyCapability =>
    defineCapability({
      id: "Acme.Badge.Read",
      methods: { getBadge: "read", setBadge: "write" },
      ...(overlay === undefined ? {} : { overlay }),
    } as never);
  const stepType = (preview: (context: never) => unknown, type = "Acme.Step.Badge") =>
    defineStep({
      type,
      description: "Sets a badge.",
      with: { type: "object", additionalProperties: false, properties: { identityKey: { type: "string" } } },
      requiredCapabilities: ["Acme.Badge.Read" as never],
      preview: preview as never,
      execute: () => ({ changed: true }),
    });
  interface Context {
    readonly with: { readonly provider: string; readonly identityKey: string };
    readonly provider: { getBadge(args: object): Promise<string>; setBadge?: unknown };
    readonly earlierChanges: string;
    warn(message: string): void;
  }
  const asking = async ({ with: { provider, identityKey: key }, provider: { getBadge } }: Context) => {
    const badgeNow = await getBadge({ identityKey: key });
    return badgeNow === "new"
      ? []
      : [{ action: "update", target: { provider, identityKey: key }, path: "badge", before: badgeNow, after: "new" }];
  };
  const provider = (alias = "B") => ({
    [alias]: handMade({ getBadge: async () => "old", setBadge: async () => ({ changed: true }) }, ["Acme.Badge.Read"]),
  });
  const at = (name: string, identityKey_: string, alias = "B", type = "Acme.Step.Badge") => ({
    name,
    type,
    with: { provider: alias, identityKey: identityKey_ },
  });
  const plan = (types: Parameters<typeof createProduct>[0], steps: object[], providers: object = provider()) =>
    createProduct(types).plan(workflowText({ steps }), { providers: providers as never });
  const counts = ({ plan: { steps } }: Plan) => steps.map(({ changes }) => changes?.length ?? null);

  it("a read that earlier changes touch but no overlay covers", async () => {
    const made = await plan(
      { steps: [stepType(asking as never)], capabilities: [badge()] },
      [at("A", "x"), at("B", "x"), at("C", "y"), at("D", "x", "C")],
      { ...provider("B"), ...provider("C") },
    );
    // After B is not known nothing on its alias is, so C is not either.
    expect(counts(made)).toEqual([1, null, null, 1]);
    expect(made.plan.steps[1]).toMatchObject({ changes: null, expectedState: null });
  });

  it("and with an overlay it is known", async () => {
    const overlay = {
      getBadge: async (
        real: (args: object) => Promise<unknown>,
        args: object,
        earlier: readonly { after?: unknown }[],
      ) => earlier.at(-1)?.after ?? (await real(args)),
    };
    const made = await plan({ steps: [stepType(asking as never)], capabilities: [badge(overlay as never)] }, [
      at("A", "x"),
      at("B", "x"),
      at("C", "y"),
    ]);
    expect(counts(made)).toEqual([1, 0, 1]);
  });

  it("a read that follows a step with changes: null on its alias", async () => {
    const types = {
      steps: [stepType(asking as never), stepType(() => null, "Acme.Step.Null")],
      capabilities: [badge()],
    };
    const made = await plan(types, [at("N", "z", "B", "Acme.Step.Null"), at("A", "x"), at("B", "x", "C")], {
      ...provider("B"),
      ...provider("C"),
    });
    expect(counts(made)).toEqual([null, null, 1]);
  });

  it("even where the preview swallows what the read throws", async () => {
    const swallowing = async (context: Context) => {
      try {
        return await asking(context);
      } catch {
        return [];
      }
    };
    const types = { steps: [stepType(swallowing as never)], capabilities: [badge()] };
    expect(counts(await plan(types, [at("A", "x"), at("B", "x")]))).toEqual([1, null]);
  });

  it("Unsupported makes null, with the reason as a warning; other errors are collected and fail the plan", async () => {
    const { IdleError } = await import("@idle/contract");
    const unsupported = stepType(() => {
      throw new IdleError("Unsupported", "Not here.");
    });
    const made = await plan({ steps: [unsupported], capabilities: [badge()] }, [at("A", "x")]);
    expect(made.plan.steps[0]).toMatchObject({
      changes: null,
      expectedState: null,
      warnings: [expect.stringContaining("Not here.")],
    });
    const failing = stepType(() => {
      throw "a string";
    });
    const error = await errorOf(plan({ steps: [failing], capabilities: [badge()] }, [at("A", "x"), at("B", "y")]));
    expect(error.code).toBe("PlanFailed");
    expect(diagnosticsOf(error).map(({ step: name, message }) => [name, message.includes("a string")])).toEqual([
      ["A", true],
      ["B", true],
    ]);
  });

  it("a preview cannot write, and sees whether earlier steps change anything", async () => {
    const seen: unknown[] = [];
    const looking = (context: Context) => {
      seen.push([Object.keys(context.provider), context.earlierChanges]);
      expect(Object.keys(context).sort()).toEqual(["earlierChanges", "provider", "request", "warn", "with"]);
      expect(() => Object.assign(context.provider, { setBadge: 1 })).toThrow(TypeError);
      context.warn("Mind the gap.");
      return asking(context);
    };
    const types = {
      steps: [stepType(looking as never), stepType(() => null, "Acme.Step.Null"), stepType(() => [], "Acme.Step.None")],
      capabilities: [badge()],
    };
    const made = await createProduct(types).plan(
      workflowText({
        steps: [
          at("0", "z", "B", "Acme.Step.None"),
          at("1", "x"),
          { ...note, name: "2" },
          at("3", "y", "C"),
          at("4", "x", "C", "Acme.Step.Null"),
          at("5", "y", "D"),
        ],
        onFailureSteps: [at("6", "x")],
      }),
      { providers: { ...provider("B"), ...provider("C"), ...provider("D") } as never },
    );
    expect(seen).toEqual([
      [["getBadge"], "none"],
      [["getBadge"], "some"],
      [["getBadge"], "some"],
      [["getBadge"], "unknown"],
    ]);
    expect(made.plan.steps[1]?.warnings).toEqual(["Mind the gap."]);
    const unsure = await plan(types, [at("0", "x", "B", "Acme.Step.Null"), at("1", "x", "C")], {
      ...provider("B"),
      ...provider("C"),
    });
    expect(unsure.plan.steps).toHaveLength(2);
    expect(seen.at(-1)).toEqual([["getBadge"], "unknown"]);
  });

  it("no preview at all", async () => {
    const { preview: _, ...opaque } = stepType(() => []);
    const made = await plan({ steps: [opaque as never], capabilities: [badge()] }, [at("A", "x")]);
    expect(counts(made)).toEqual([null]);
  });

  it("a missing preview capability, or no provider to have it", async () => {
    const type = defineStep({
      type: "Acme.Step.Looks",
      description: "Looks where it can.",
      with: { type: "object", additionalProperties: false },
      previewCapabilities: ["IdLE.Identity.Read"],
      preview: async ({ provider: { getIdentity } }) => {
        await getIdentity({ identityKey: "x" });
        return [];
      },
      execute: () => ({ changed: true }),
    });
    const looks = { name: "L", type: "Acme.Step.Looks" };
    for (const inputs of [{}, { provider: "Identity" }]) {
      const made = await plan({ steps: [type] }, [{ ...looks, with: inputs }], { Identity: handMade({}, []) });
      expect(made.plan.steps[0]).toMatchObject({
        changes: null,
        warnings: [expect.stringContaining("IdLE.Identity.Read")],
      });
    }
    const known = await plan({ steps: [type] }, [{ ...looks, with: { provider: "Identity" } }], {
      Identity: directory(),
    });
    expect(known.plan.steps[0]).toMatchObject({ changes: [], warnings: [] });
  });

  it.each([
    ["undefined", undefined],
    ["text", "none"],
    ["an object", {}],
    ["a list of null", [null]],
    ["an unknown action", [{ action: "set", target: { provider: "B", identityKey: "x" }, path: "p" }]],
    ["no target", [{ action: "update", path: "p" }]],
    ["no path", [{ action: "update", target: { provider: "B", identityKey: "x" }, path: "" }]],
    ["another alias", [{ action: "update", target: { provider: "C", identityKey: "x" }, path: "p" }]],
    [
      "a function as value",
      [{ action: "update", target: { provider: "B", identityKey: "x" }, path: "p", after: () => 1 }],
    ],
    [
      "a date as value",
      [{ action: "update", target: { provider: "B", identityKey: "x" }, path: "p", after: new Date() }],
    ],
    ["NaN as value", [{ action: "update", target: { provider: "B", identityKey: "x" }, path: "p", after: Number.NaN }]],
    ["a create of nothing", [{ action: "create", target: { provider: "B", identityKey: "x" }, path: "identity" }]],
  ])("a preview that answers %s is told to its author", async (_, answer) => {
    const types = { steps: [stepType((() => answer) as never)], capabilities: [badge()] };
    const error = await errorOf(plan(types, [at("A", "x")]));
    expect(diagnosticsOf(error).map(({ code }) => code)).toEqual(["PluginAnswerInvalid"]);
    expect(error.message).toContain("Acme.Step.Badge");
  });
});
