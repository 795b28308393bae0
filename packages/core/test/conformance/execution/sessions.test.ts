/** 2.4, "Sessions", and what the engine makes of a broker's odd answers. */
import {
  type AnyProvider,
  type AuthSessionBroker,
  defineStep,
  IdleError,
  type JsonObject,
  Secret,
  type StepType,
} from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import {
  changed,
  createProduct,
  driven,
  errorOf,
  type ForgedPlan,
  forged,
  jane,
  joiner,
  never,
  throwing,
} from "../../support/product.ts";

const credential = (extra: object = {}) => ({ userName: "svc", password: new Secret("hunter22"), ...extra });

interface Asked {
  readonly name: string;
  readonly options: JsonObject;
}

/** Plans with a good broker and runs with another, of which it tells what it was asked. */
async function run(
  body: string,
  {
    answer = () => credential(),
    session = { type: "Credential", required: true },
    hasBroker = true,
    steps = [],
    edit = () => undefined,
  }: {
    answer?: (asked: readonly Asked[]) => unknown;
    session?: object | null;
    hasBroker?: boolean;
    steps?: readonly StepType[];
    edit?: (plan: ForgedPlan) => void;
  } = {},
) {
  const host = createFakeHost();
  const product = createProduct({ host, steps });
  const directory = createMockProvider({ identities: [jane] });
  const got: unknown[] = [];
  const provider = {
    ...directory,
    ...(session === null ? {} : { session }),
    disableIdentity(args: Parameters<typeof directory.disableIdentity>[0]) {
      got.push(args.session);
      return directory.disableIdentity(args);
    },
  } as AnyProvider;
  const planning: Asked[] = [];
  const broker = (asked: Asked[], reply: (asked: readonly Asked[]) => unknown): AuthSessionBroker => ({
    acquireAuthSession(name, told) {
      asked.push({ name, options: told });
      return reply(asked) as never;
    },
  });
  const bag = (own: AuthSessionBroker) => ({ Identity: provider, ...(hasBroker ? { AuthSessionBroker: own } : {}) });
  const plan = await product.plan(joiner(body), { providers: bag(broker(planning, () => credential())) });
  const asked: Asked[] = [];
  const running = product.engine.invokePlan(forged(plan, edit), { providers: bag(broker(asked, answer)) });
  const [outcome] = await driven(host, Promise.allSettled([running]));
  expect(host.pending()).toBe(0);
  const writes = directory.history.filter(({ kind }) => kind === "write").length;
  const told = { asked, planning, got, writes };
  const result = outcome.status === "fulfilled" ? outcome.value : undefined;
  const refusal = outcome.status === "rejected" ? (outcome.reason as IdleError) : undefined;
  return { ...told, result, step: result?.steps[0], refusal };
}

const two = (first: string, second: string) =>
  `steps:\n  - { name: A, type: IdLE.Step.DisableIdentity, with: { identityKey: jane${first} } }\n  - { name: B, type: IdLE.Step.MoveIdentity, with: { identityKey: jane, targetContainer: OU=X${second} } }\n`;
const one = two("", "").split("\n").slice(0, 2).join("\n");

describe("within one run the same name and options are asked for once", () => {
  it.each([
    ["no name, no options", "", "", 1],
    ["no options and empty options", "", ", authSessionOptions: {}", 1],
    [
      "options in another order",
      ", authSessionOptions: { a: 1, b: { c: 2, d: 3 } }",
      ", authSessionOptions: { b: { d: 3, c: 2 }, a: 1 }",
      1,
    ],
    ["one name", ", authSessionName: AD", ", authSessionName: AD", 1],
    ["two names", ", authSessionName: AD", ", authSessionName: Other", 2],
    ["a name and none", ", authSessionName: AD", "", 2],
    ["other options", ", authSessionOptions: { a: 1 }", ", authSessionOptions: { a: '1' }", 2],
  ])("%s", async (_, first, second, times) => {
    const { asked, planning, result } = await run(two(first, second));
    expect(result?.status).toBe("Completed");
    expect(asked).toHaveLength(times);
    expect(planning).toHaveLength(times);
  });

  it("the broker is told name, options, purpose, correlation id and actor", async () => {
    const { asked, planning } = await run(two(", authSessionName: AD, authSessionOptions: { role: Tier0 }", ""));
    const told = (purpose: string) => ({ purpose, correlationId: "c-1", actor: "test" });
    expect(planning).toEqual([
      { name: "AD", options: { role: "Tier0", ...told("Plan") } },
      { name: "", options: told("Plan") },
    ]);
    expect(asked).toEqual([
      { name: "AD", options: { role: "Tier0", ...told("Execute") } },
      { name: "", options: told("Execute") },
    ]);
  });

  it("a plan cannot speak for the engine", async () => {
    const { asked } = await run(one, {
      edit: ({ plan }) => {
        plan.steps[0].authSessionOptions = { purpose: "Plan", actor: "boss", correlationId: "c-2", role: "Tier0" };
      },
    });
    expect(asked[0]?.options).toEqual({ role: "Tier0", purpose: "Execute", actor: "test", correlationId: "c-1" });
  });

  it("what failed for a while is asked for again", async () => {
    const { asked, step } = await run(one, {
      answer: (sofar) => {
        if (sofar.length === 1) throw new IdleError("ConnectionFailed", "vault is down", { transient: true });
        return credential();
      },
    });
    expect(asked).toHaveLength(2);
    expect(step).toMatchObject({ status: "Completed", changed: true, attempts: 1 });
  });

  it("several calls that find it expired ask once", async () => {
    let isExpired = false;
    let asked = 0;
    const reader = defineStep({
      type: "Test.Step.Reads",
      description: "Reads thrice at once.",
      with: { type: "object", additionalProperties: false },
      requiredCapabilities: ["IdLE.Identity.Read"],
      async execute({ acquireAuthSession }) {
        await acquireAuthSession("AD");
        isExpired = true;
        const again = ["a", "b", "c"].map(() => acquireAuthSession("AD"));
        await Promise.all(again);
        return { changed: false };
      },
    });
    await run("steps:\n  - { name: A, type: Test.Step.Reads, with: { provider: Identity } }\n", {
      steps: [reader],
      session: null,
      answer: () => {
        asked += 1;
        const isFirst = asked === 1;
        return credential({ isExpired: () => isFirst && isExpired });
      },
    });
    expect(asked).toBe(2);
  });

  it("one that has expired right away does not make the engine ask for ever", async () => {
    const { step, asked } = await run(one, { answer: () => credential({ isExpired: () => true }) });
    expect(step?.status).toBe("Completed");
    expect(asked.length).toBeLessThanOrEqual(8);
  });

  it("one that cannot say whether it has expired is asked for again", async () => {
    const { step } = await run(one, { answer: () => credential({ isExpired: throwing(new Error("gotcha")) }) });
    expect(step).toMatchObject({ status: "Completed", changed: true, attempts: 1 });
  });
});

describe("where the provider declares no session", () => {
  it("the name is only a label, and the broker is not asked", async () => {
    const { asked, planning, got, result } = await run(two(", authSessionName: AD", ""), { session: null });
    expect(result?.status).toBe("Completed");
    expect([...asked, ...planning]).toEqual([]);
    expect(got).toEqual([undefined]);
  });
});

describe("required: false", () => {
  const optional = { type: "Credential", required: false };

  it("allows a bag without a broker", async () => {
    const { result, got } = await run(one, { session: optional, hasBroker: false });
    expect(result?.status).toBe("Completed");
    expect(got).toEqual([undefined]);
  });

  it("allows a broker whose sessions are all for others, unless the step names one", async () => {
    const none = { session: optional, answer: throwing(new IdleError("SessionNotFound", "for others")) };
    const { result, got } = await run(one, none);
    expect(result?.status).toBe("Completed");
    expect(got).toEqual([undefined]);
    const { refusal, writes } = await run(one.replace("with: {", "with: { authSessionName: AD,"), none);
    expect(refusal).toMatchObject({ code: "SessionNotFound" });
    expect(writes).toBe(0);
  });

  it("the broker's own errors count", async () => {
    const { refusal, writes } = await run(one, {
      session: optional,
      answer: throwing(new IdleError("PermissionDenied", "no session for you")),
    });
    expect(refusal).toMatchObject({ code: "PermissionDenied" });
    expect(writes).toBe(0);
  });
});

describe("required: true without a broker", () => {
  it("is refused before the start, for a step and for a precondition's resolver", async () => {
    const product = createProduct();
    const directory = createMockProvider({ identities: [jane] });
    const withSession = { ...directory, session: { type: "Credential", required: true } } as AnyProvider;
    const guarded = `
contextResolvers:
  - { capability: IdLE.Identity.Read, with: { identityKey: jane, provider: Identity } }
steps:
  - { name: A, type: IdLE.Step.EmitEvent, precondition: { exists: Request.Context.Views.Identity.Profile } }
`;
    for (const body of [one, guarded]) {
      const plan = await product.plan(joiner(body), { providers: { Identity: directory } });
      const error = await errorOf(product.engine.invokePlan(plan, { providers: { Identity: withSession } }));
      expect(error).toMatchObject({ code: "SessionBrokerMissing", message: expect.stringContaining("Identity") });
    }
  });
});

describe("a broker that answers with nonsense", () => {
  const hostile = new Proxy({}, { get: throwing(new Error("gotcha")) });
  it.each<[string, () => unknown]>([
    ["nothing", () => undefined],
    ["null", () => null],
    ["a text", () => "session"],
    ["a number", () => 42],
    ["a function", () => () => credential()],
    ["a list", () => []],
    ["an empty object", () => ({})],
    ["a session that states another type", () => credential({ type: "OAuth" })],
    ["a session that states an unknown type", () => credential({ type: "Magic" })],
    ["a password in clear", () => ({ userName: "svc", password: "hunter22" })],
    ["an OAuth session", () => ({ getAccessToken: () => "t0k3n-t0k3n" })],
    ["something that throws on every look", () => hostile],
    ["a rejection with nothing", () => Promise.reject(undefined)],
    ["a foreign error", throwing(new Error("hunter22 is wrong"))],
  ])("%s: the run does not begin, nothing is written", async (_, answer) => {
    const { refusal, writes } = await run(one, { answer });
    expect(["SessionFailed", "SessionTypeMismatch"]).toContain(refusal?.code);
    expect(writes).toBe(0);
  });

  it("once it has begun: the step fails, the failure steps run, nothing is written", async () => {
    const { result, step, writes } = await run(
      `${one}\nonFailureSteps:\n  - { name: Tell, type: IdLE.Step.EmitEvent }\n`,
      { answer: (sofar) => (sofar.length < 3 ? credential({ isExpired: () => true }) : null) },
    );
    expect(step).toMatchObject({ status: "Failed", changed: false, error: { code: "SessionFailed" } });
    expect(result?.onFailure.status).toBe("Completed");
    expect(writes).toBe(0);
  });

  it("of the wrong type: the error names both", async () => {
    const { refusal } = await run(one, { answer: () => ({ invokeCommand: changed }) });
    expect(refusal).toMatchObject({
      code: "SessionTypeMismatch",
      message: expect.stringMatching(/Credential.*Command/),
    });
  });

  it("nothing at all: timeoutSeconds ends it", async () => {
    const { refusal, writes } = await run(one.replace(" } }", " }, timeoutSeconds: 2 }"), { answer: () => never() });
    expect(refusal).toMatchObject({ code: "Timeout" });
    expect(writes).toBe(0);
  });
});

describe("a provider that declares a session that is none", () => {
  it.each([
    { type: "Magic", required: true },
    {},
    null,
    "Credential",
    { type: "Credential", required: true, commands: ["Get-A"] },
    { type: "Command", required: true, commands: "Get-A" },
    { type: "Command", required: true, commands: ["Get-A", ""] },
    { type: "Command", required: true, commands: [null] },
    { type: "Command", required: true, commands: null },
  ])("%j is told its author", async (session) => {
    const product = createProduct();
    const directory = createMockProvider({ identities: [jane] });
    const plan = await product.plan(joiner(one), { providers: { Identity: directory } });
    const providers = {
      Identity: { ...directory, session } as never,
      AuthSessionBroker: { acquireAuthSession: () => credential() },
    };
    const error = await errorOf(product.engine.invokePlan(plan, { providers }));
    expect(error).toMatchObject({ code: "PluginAnswerInvalid", message: expect.stringContaining("Identity") });
  });
});
