/** 2.4, "Sharing": what concurrent runs use to tell systems apart, and the time limits of a step's own. */
import { type AnyProvider, defineStep, type ExecuteContext, type Session } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { createProduct, driven, jane, joiner, never } from "../../support/product.ts";

const invokeCommand = async () => ({});

/** Runs a step once for each bag, on one engine, and gives what it saw. */
async function seenBy<T>(bags: readonly object[], look: (ctx: ExecuteContext) => T): Promise<T[]> {
  const seen: T[] = [];
  const step = defineStep({
    type: "Test.Step.Looks",
    description: "Looks around.",
    with: { type: "object", additionalProperties: false },
    requiredCapabilities: ["IdLE.Identity.Read"],
    execute(ctx) {
      seen.push(look(ctx as unknown as ExecuteContext));
      return { changed: false };
    },
  });
  const product = createProduct({ steps: [step] });
  const body = "steps:\n  - { name: A, type: Test.Step.Looks, with: { provider: Identity } }\n";
  for (const bag of bags) {
    const plan = await product.plan(joiner(body), { providers: bag as never });
    await product.engine.invokePlan(plan, { providers: bag as never });
  }
  return seen;
}

function bagWith(session: (() => object) | null, name = "Directory"): object {
  const provider = { ...createMockProvider({ identities: [jane] }), name };
  if (session === null) return { Identity: provider };
  const type = "invokeCommand" in session() ? "Command" : "OAuth";
  return {
    Identity: { ...provider, session: { type, required: true } } as AnyProvider,
    AuthSessionBroker: { acquireAuthSession: () => session() as Session },
  };
}

describe("system", () => {
  const systems = (...bags: readonly object[]) => seenBy(bags, ({ system }) => system);

  it("is the same for sessions with the same target, however many there are", async () => {
    const reach = (targetId: string) => bagWith(() => ({ targetId, invokeCommand }));
    const [a, again, b] = await systems(reach("a"), reach("a"), reach("b"));
    expect(again).toBe(a);
    expect(b).not.toBe(a);
  });

  it("tells providers of different names with the same target apart", async () => {
    const [a, b] = await systems(
      bagWith(() => ({ targetId: "a", invokeCommand })),
      bagWith(() => ({ targetId: "a", invokeCommand }), "Other"),
    );
    expect(b).not.toBe(a);
  });

  it.each([
    ["a command session", { invokeCommand }],
    ["a session whose target says nothing", { targetId: "", invokeCommand }],
    ["a session that gives tokens", { getAccessToken: () => "t0k3n-t0k3n" }],
  ])("is otherwise the session: %s", async (_, session) => {
    const [first, second, other] = await systems(
      bagWith(() => session),
      bagWith(() => session),
      bagWith(() => ({ ...session })),
    );
    expect(first).toBe(session);
    expect(second).toBe(session);
    expect(other).not.toBe(session);
  });

  it("is the provider where there is no session, and nothing in common where there is no provider", async () => {
    const bag = bagWith(null) as { readonly Identity: AnyProvider };
    const [first, second] = await systems(bag, bag);
    expect(first).toBe(bag.Identity);
    expect(second).toBe(bag.Identity);
  });
});

describe("limitTime", () => {
  async function run(execute: (ctx: ExecuteContext) => Promise<unknown>) {
    const host = createFakeHost();
    const step = defineStep({
      type: "Test.Step.Limits",
      description: "Limits its time.",
      with: { type: "object", additionalProperties: false },
      async execute(ctx) {
        return { changed: false, outputs: { seen: (await execute(ctx)) as string } };
      },
    });
    const product = createProduct({ steps: [step], host });
    const plan = await product.plan(joiner("steps:\n  - { name: A, type: Test.Step.Limits }\n"), { providers: {} });
    const stop = new AbortController();
    const running = product.engine.invokePlan(plan, { providers: {}, signal: stop.signal });
    return { host, stop, running };
  }
  const endOf = (signal: AbortSignal) =>
    new Promise((resolve) => {
      const tell = () => resolve(signal.reason.code);
      if (signal.aborted) tell();
      else signal.addEventListener("abort", tell);
    });

  it("ends what never comes back, by the host's clock", async () => {
    const { host, running } = await run(({ limitTime }) => endOf(limitTime(30_000).signal));
    const result = await driven(host, running);
    expect(result.steps[0]).toMatchObject({ status: "Completed", durationMs: 30_000, outputs: { seen: "Timeout" } });
  });

  it("ends with the host's abort before that", async () => {
    const { host, stop, running } = await run(({ limitTime }) => endOf(limitTime(30_000).signal));
    await host.advance(1_000);
    stop.abort();
    const result = await driven(host, running);
    expect(result).toMatchObject({ status: "Cancelled", steps: [{ outputs: { seen: "Cancelled" } }] });
  });

  it("leaves no timer behind, ended or not", async () => {
    const { host, running } = await run(async ({ limitTime }) => {
      limitTime(30_000).end();
      limitTime(40_000);
      const { signal, end } = limitTime(50_000);
      end();
      return signal.aborted;
    });
    const result = await running;
    expect(result.steps[0]?.outputs).toEqual({ seen: false });
    expect(host.pending()).toBe(0);
  });

  it("does not hold up the step's own time limit", async () => {
    const { host, stop, running } = await run(({ limitTime }) => {
      limitTime(1);
      return never();
    });
    await host.advance(1_000);
    stop.abort();
    expect((await driven(host, running)).status).toBe("Cancelled");
    expect(host.pending()).toBe(0);
  });
});
