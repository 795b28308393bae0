/** Specification 2.4, "Sessions", as far as planning goes. */
import { IdleError, Secret } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { note, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf, handMade, joinerRequest } from "../../support/product.ts";

const credential = { userName: "reader", password: new Secret("hunter2-hunter2") };

function world(options: { required?: boolean; session?: unknown; declared?: boolean } = {}) {
  const { required = true, session = credential, declared = true } = options;
  const asked: unknown[] = [];
  const given: unknown[] = [];
  const provider = handMade(
    {
      ...(declared ? { session: { type: "Credential", required } } : {}),
      getIdentity: async ({
        identityKey,
        session: held,
        signal,
      }: {
        identityKey: string;
        session: unknown;
        signal: AbortSignal;
      }) => {
        given.push(held);
        expect(signal).toBeInstanceOf(AbortSignal);
        return { identityKey, enabled: true, attributes: {} };
      },
      listEntitlements: async () => [],
      disableIdentity: async () => ({ changed: true }),
    },
    ["IdLE.Identity.Read", "IdLE.Entitlement.List", "IdLE.Identity.Disable"],
  );
  const AuthSessionBroker = {
    acquireAuthSession: async (name: string, more: object) => {
      asked.push([name, more]);
      if (session instanceof Error || typeof session === "string") throw session;
      return session as never;
    },
  };
  return { providers: { Identity: provider, AuthSessionBroker }, asked, given };
}
const disable = (inputs: object = {}, name = "D") => ({
  name,
  type: "IdLE.Step.DisableIdentity",
  with: { identityKey: "a", ...inputs },
});
const read = (inputs: object = {}) => ({ capability: "IdLE.Identity.Read", with: { identityKey: "a", ...inputs } });
const told = { purpose: "Plan", correlationId: "c-1", actor: "test" };
const plan = (body: object, providers: object) =>
  createProduct().plan(workflowText(body), { providers: providers as never });

describe("planning acquires sessions", () => {
  it("by name and options, once for the same, and tells the broker what for", async () => {
    const { providers, asked, given } = world();
    const body = {
      contextResolvers: [read(), read({ authSessionName: "Tier0" })],
      steps: [
        disable({}, "A"),
        disable({ authSessionName: "Tier0" }, "B"),
        disable({ authSessionName: "Tier0", authSessionOptions: { role: "x" } }, "C"),
        disable({ authSessionName: "Tier0", authSessionOptions: { role: "x" } }, "D"),
      ],
    };
    await plan(body, providers);
    expect(asked).toEqual([
      ["", told],
      ["Tier0", told],
      ["Tier0", { role: "x", ...told }],
    ]);
    expect(new Set(given)).toEqual(new Set([credential]));
  });

  it("not where the provider declares none: the name is only a label", async () => {
    const { providers, asked, given } = world({ declared: false });
    await plan(
      { contextResolvers: [read({ authSessionName: "X" })], steps: [disable({ authSessionName: "X" })] },
      providers,
    );
    expect(asked).toEqual([]);
    expect(new Set(given)).toEqual(new Set([undefined]));
  });

  it("not for a step that is not applicable, nor for one that needs no provider", async () => {
    const { providers, asked } = world();
    await plan({ steps: [note, { ...disable(), condition: { exists: "Request.Intent.No" } }] }, providers);
    expect(asked).toEqual([]);
  });

  it("and again when the session says it has expired", async () => {
    let left = 1;
    const session = { ...credential, isExpired: () => left-- <= 0 };
    const { providers, asked } = world({ session });
    await plan({ steps: [disable({}, "A"), disable({}, "B"), disable({}, "C")] }, providers);
    expect(asked.length).toBeGreaterThan(1);
  });

  it("required: false allows a bag without a broker; required: true does not", async () => {
    const optional = world({ required: false });
    await plan({ steps: [disable()] }, { Identity: optional.providers.Identity });
    expect(optional.given).toEqual([undefined]);
    const needed = world();
    const error = await errorOf(plan({ steps: [disable()] }, { Identity: needed.providers.Identity }));
    expect(diagnosticsOf(error).map(({ code }) => code)).toEqual(["SessionBrokerMissing"]);
  });

  it.each([
    ["its own error", new IdleError("PermissionDenied", "Not you."), "PermissionDenied"],
    ["Unsupported", new IdleError("Unsupported", "No such session."), "Unsupported"],
    ["a string", "no", "SessionFailed"],
    ["a foreign error", new Error("no"), "SessionFailed"],
    ["nothing", null, "SessionFailed"],
    ["a session of another type", { getAccessToken: () => "x" }, "SessionTypeMismatch"],
    ["a session of another stated type", { type: "OAuth", ...credential }, "SessionTypeMismatch"],
    ["a password in clear", { userName: "u", password: "p" }, "SessionTypeMismatch"],
  ])("the broker's errors always count: %s", async (_, session, code) => {
    for (const required of [true, false]) {
      const { providers } = world({ session, required });
      const step = await errorOf(plan({ steps: [disable()] }, providers));
      expect(step.code).toBe("PlanFailed");
      expect(diagnosticsOf(step).map((each) => each.code)).toEqual([code]);
      expect((await errorOf(plan({ contextResolvers: [read()], steps: [note] }, providers))).code).toBe(code);
    }
  });

  it("an optional session is offered where there is a broker", async () => {
    const { providers, given } = world({ required: false });
    await plan({ steps: [disable()] }, providers);
    expect(given).toEqual([credential]);
  });

  it("nobody overrides what the engine tells", async () => {
    for (const option of ["purpose", "correlationId", "actor"]) {
      const text = workflowText({ steps: [disable({ authSessionOptions: { [option]: "x" } })] });
      const found = await createProduct().engine.validateWorkflow({ text });
      expect(found.map(({ code }) => code)).toEqual(["NameReserved"]);
    }
  });

  it("a plan carries none", async () => {
    const { providers } = world();
    const made = await plan({ steps: [disable({ authSessionName: "S" })] }, providers);
    expect(JSON.stringify(made)).not.toMatch(/hunter2|reader/);
    expect(made.request.actor).toBe(joinerRequest.actor);
  });
});
