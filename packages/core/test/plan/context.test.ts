import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { buildContext, entitlementsSource, findConflict, profileSource } from "../../src/plan/context.ts";
import { createProduct, diagnosticsOf, errorOf, jane, joiner, joinerRequest } from "../support/product.ts";

const profile = (identityKey: string, alias: string, session: string) =>
  profileSource({ identityKey, enabled: true, attributes: {} }, alias, session);
const group = (id: string, alias: string, session: string) =>
  entitlementsSource([{ kind: "Group", id }], alias, session);

describe("the context", () => {
  it("has sources at their place, with where they came from", () => {
    const context = buildContext({ Ticket: "CHG-1" }, [
      profileSource({ ...jane, container: "OU=HR" }, "AD", "Default"),
      group("G", "AD", "Default"),
    ]);
    expect(context.Providers).toEqual({
      AD: {
        Default: {
          Identity: {
            Profile: {
              IdentityKey: "jane",
              Enabled: true,
              Container: "OU=HR",
              Attributes: jane.attributes,
              SourceProvider: "AD",
              SourceAuthSessionName: "Default",
            },
            Entitlements: [{ Kind: "Group", Id: "G", SourceProvider: "AD", SourceAuthSessionName: "Default" }],
          },
        },
      },
    });
    expect(context.Ticket).toBe("CHG-1");
  });

  it("has views: entitlements joined, the last profile that is not null, by alias and then by session key", () => {
    const { Views } = buildContext({}, [
      group("2", "B", "Default"),
      profile("b", "B", "Default"),
      profileSource(null, "C", "Default"),
      group("1", "A", "Tier0"),
      profile("a", "A", "Tier0"),
      group("0", "A", "Default"),
    ]) as never as {
      Views: {
        Identity: { Profile: { IdentityKey: string }; Entitlements: { Id: string }[] };
        Providers: never;
        Sessions: never;
      };
    };
    const ids = (view: { Identity: { Entitlements: { Id: string }[] } }) =>
      view.Identity.Entitlements.map(({ Id }) => Id);
    expect(ids(Views)).toEqual(["0", "1", "2"]);
    expect(Views.Identity.Profile.IdentityKey).toBe("b");
    const { Providers, Sessions } = Views as never as {
      Providers: Record<string, never>;
      Sessions: Record<string, never>;
    };
    expect(ids(Providers.A as never)).toEqual(["0", "1"]);
    expect(ids(Sessions.Default as never)).toEqual(["0", "2"]);
    expect(ids((Providers.A as never as { Sessions: Record<string, never> }).Sessions.Tier0 as never)).toEqual(["1"]);
    expect((Providers.C as never as { Identity: object }).Identity).toEqual({ Profile: null });
  });

  it("leaves what the host brought alone", () => {
    const brought = { Views: { Custom: 1 }, Providers: { HR: { Note: "x" } } };
    const copy = structuredClone(brought);
    expect(buildContext(brought, [profile("a", "HR", "Default")])).toMatchObject({
      Views: { Custom: 1 },
      Providers: { HR: { Note: "x", Default: {} } },
    });
    expect(brought).toEqual(copy);
  });

  it("is in conflict with what stands at such a place, also in another case or as another kind of value", () => {
    const conflict = (brought: object) => findConflict(brought as never, "AD", "Default", "Profile");
    expect(conflict({ Ticket: 1, Views: { Identity: { Entitlements: [] } } })).toBeNull();
    expect(conflict({ Providers: { AD: { Default: { Identity: { Profile: {} } } } } })).toBe(
      "Request.Context.Providers.AD.Default.Identity.Profile",
    );
    expect(conflict({ Providers: "x" })).toBe("Request.Context.Providers");
    expect(conflict({ views: {} })).toBe("Request.Context.views");
    expect(conflict({ Views: { Identity: { Profile: null } } })).toBe("Request.Context.Views.Identity.Profile");
  });
});

describe("context resolvers", () => {
  const steps =
    'steps:\n  - { name: S, type: IdLE.Step.EmitEvent, with: { message: "{{Request.Context.Views.Identity.Profile.Attributes.Department}}" } }\n';

  it("read once while planning, and write nothing of it into the plan", async () => {
    const directory = createMockProvider({ identities: [jane] });
    const plan = await createProduct().plan(
      joiner(
        `contextResolvers:\n  - capability: IdLE.Identity.Read\n    with: { identityKey: "{{Request.IdentityKeys.login}}" }\n${steps}`,
      ),
      {
        providers: { Identity: directory },
      },
    );
    expect(plan.plan.steps[0]?.inputs).toEqual({ message: "HR" });
    expect(plan.request.input.context).toEqual({});
    expect(plan.plan.contextResolvers).toEqual([
      {
        capability: "IdLE.Identity.Read",
        with: { identityKey: "jane", provider: "Identity", authSessionName: null, authSessionOptions: null },
      },
    ]);
    expect(directory.history.map(({ method }) => method)).toEqual(["getIdentity"]);
  });

  it("give a null profile and an empty list for an identity that does not exist", async () => {
    const plan = await createProduct().plan(
      joiner(`
contextResolvers:
  - { capability: IdLE.Identity.Read, with: { identityKey: nobody } }
  - { capability: IdLE.Entitlement.List, with: { identityKey: nobody } }
steps:
  - { name: Never, type: IdLE.Step.EmitEvent, condition: { exists: Request.Context.Views.Identity.Profile } }
  - { name: Empty, type: IdLE.Step.EmitEvent, condition: { notContains: { path: Request.Context.Views.Identity.Entitlements.Id, value: G } } }
`),
    );
    expect(plan.plan.steps.map(({ status }) => status)).toEqual(["NotApplicable", "Planned"]);
  });

  it("are chosen when exactly one provider has the capability, else refused with the choice", async () => {
    const two = { A: createMockProvider({ identities: [jane] }), B: createMockProvider({ identities: [jane] }) };
    const text = joiner(
      `contextResolvers:\n  - { capability: IdLE.Identity.Read, with: { identityKey: jane } }\n${steps}`,
    );
    expect(diagnosticsOf(await errorOf(createProduct().plan(text, { providers: two })))[0]).toMatchObject({
      code: "ProviderAmbiguous",
      message: expect.stringContaining("A and B"),
    });
    expect(diagnosticsOf(await errorOf(createProduct().plan(text, { providers: {} })))[0]).toMatchObject({
      code: "CapabilityMissing",
    });
  });

  it("end planning with the provider's own error, after retries", async () => {
    const directory = createMockProvider({ identities: [jane] });
    directory.failNext({
      method: "getIdentity",
      error: Object.assign(new Error("directory is down"), { transient: true }),
      times: 9,
    });
    const product = createProduct();
    const error = await errorOf(
      product.plan(
        joiner(`contextResolvers:\n  - { capability: IdLE.Identity.Read, with: { identityKey: jane } }\n${steps}`),
        { providers: { Identity: directory } },
      ),
    );
    expect(error.message).toContain("directory is down");
    expect(product.host.sleeps).toHaveLength(2);
  });

  it("refuse a context that the host filled already", async () => {
    const error = await errorOf(
      createProduct().plan(
        joiner(`contextResolvers:\n  - { capability: IdLE.Identity.Read, with: { identityKey: jane } }\n${steps}`),
        {
          request: { ...joinerRequest, context: { Views: { Identity: { Profile: {} } } } },
        },
      ),
    );
    expect(diagnosticsOf(error)[0]).toMatchObject({ code: "ContextConflict", line: 4 });
  });
});
