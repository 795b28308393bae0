/** 1.2 and 2.4: `timeoutSeconds` is for the whole step, retries included; past it the step fails with `Timeout`. */
import { type AnyProvider, defineStep, IdleError } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import {
  changed,
  createProduct,
  driven,
  jane,
  joiner,
  never,
  runScripted,
  scriptedStep,
  throwing,
} from "../../support/product.ts";

type Method = (args: { identityKey: string; signal: AbortSignal; session: undefined }) => unknown;

/** A run of DisableIdentity with two seconds, on a provider that does something else once it is written to. */
async function runLimited(methods: (directory: Record<string, Method>) => Record<string, Method>) {
  const host = createFakeHost();
  const product = createProduct({ host });
  const directory = createMockProvider({ identities: [jane] });
  let isRunning = false;
  const disturbed = methods(directory as unknown as Record<string, Method>);
  const wrapped = Object.fromEntries(
    Object.keys(disturbed).map((name): [string, Method] => [
      name,
      (args) => {
        if (name === "disableIdentity") isRunning = true;
        return (isRunning ? disturbed : (directory as unknown as Record<string, Method>))[name]?.(args);
      },
    ]),
  );
  const providers = { Identity: { ...directory, ...wrapped } as AnyProvider };
  const plan = await product.plan(
    joiner(
      "steps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { identityKey: jane }, timeoutSeconds: 2 }\nonFailureSteps:\n  - { name: Tell, type: IdLE.Step.EmitEvent }\n",
    ),
    { providers },
  );
  const result = await driven(host, product.engine.invokePlan(plan, { providers }), 500);
  expect(host.pending()).toBe(0);
  return { result, step: result.steps[0] };
}

const unheard = { signal: new AbortController().signal };

describe("a provider that hangs for ever", () => {
  it("in a write that took effect: Completed", async () => {
    const { step } = await runLimited((real) => ({
      async disableIdentity(args) {
        await real.disableIdentity?.({ ...args, ...unheard });
        return never();
      },
    }));
    expect(step).toMatchObject({ status: "Completed", changed: true, attempts: 1 });
  });

  it("in a write that did not: Failed with Timeout, saying that it may have", async () => {
    const { step, result } = await runLimited(() => ({ disableIdentity: () => never() }));
    expect(step).toMatchObject({
      status: "Failed",
      changed: false,
      attempts: 1,
      error: { code: "Timeout", details: { outcomeUnknown: true } },
    });
    expect(result).toMatchObject({ status: "Failed", onFailure: { status: "Completed" } });
  });

  it("in the write and in the preview's read: Failed with Timeout", async () => {
    const { step } = await runLimited(() => ({ disableIdentity: () => never(), getIdentity: () => never() }));
    expect(step).toMatchObject({ status: "Failed", error: { code: "Timeout" } });
  });

  it("in a write that ends when it is told: Failed right at the limit", async () => {
    const { step } = await runLimited(() => ({
      disableIdentity: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true })),
    }));
    expect(step).toMatchObject({ status: "Failed", durationMs: 2000, error: { code: "Timeout" } });
  });

  it("in a read: Failed right at the limit, with nothing in doubt", async () => {
    const host = createFakeHost();
    const product = createProduct({ host });
    const directory = createMockProvider({ identities: [jane] });
    let reads = 0;
    const providers = {
      Identity: {
        ...directory,
        // To plan, and once more before the run begins.
        listEntitlements(args: Parameters<typeof directory.listEntitlements>[0]) {
          reads += 1;
          return reads > 2 ? never<never>() : directory.listEntitlements(args);
        },
      },
    };
    const plan = await product.plan(
      joiner(
        "steps:\n  - { name: Group, type: IdLE.Step.EnsureEntitlement, with: { identityKey: jane, entitlement: { kind: Group, id: New }, state: Present }, timeoutSeconds: 2 }\n",
      ),
      { providers },
    );
    const { steps } = await driven(host, product.engine.invokePlan(plan, { providers }), 500);
    expect(steps[0]).toMatchObject({ status: "Failed", durationMs: 2000, attempts: 0, error: { code: "Timeout" } });
    expect(steps[0]?.error?.details).toBeUndefined();
  });

  it("without timeoutSeconds: the run waits, until the host aborts", async () => {
    const host = createFakeHost();
    const controller = new AbortController();
    const { step } = scriptedStep("Test.Step.A", [() => never()]);
    const product = createProduct({ host, steps: [step] });
    const plan = await product.plan(joiner("steps:\n  - { name: A, type: Test.Step.A }\n"));
    let isSettled = false;
    const running = product.engine.invokePlan(plan, { signal: controller.signal }).finally(() => {
      isSettled = true;
    });
    for (let days = 0; days < 3; days += 1) await host.advance(86_400_000);
    expect(isSettled).toBe(false);
    controller.abort();
    expect((await driven(host, running)).steps[0]).toMatchObject({ status: "Cancelled", attempts: 1 });
    expect(host.pending()).toBe(0);
  });

  it("in a failure step: the next one runs all the same", async () => {
    const host = createFakeHost();
    const { result, calls } = await runScripted(
      { Break: [throwing(new IdleError("Busy", "broken"))], One: [() => never()], Two: [changed] },
      {
        body: "steps:\n  - { name: Break, type: Test.Step.Break }\nonFailureSteps:\n  - { name: One, type: Test.Step.One, timeoutSeconds: 1 }\n  - { name: Two, type: Test.Step.Two }\n",
        product: { host },
      },
    );
    expect(calls.Two).toBe(1);
    expect(result.onFailure).toMatchObject({
      status: "PartiallyFailed",
      steps: [{ status: "Failed", durationMs: 1000, error: { code: "Timeout" } }, { status: "Completed" }],
    });
    expect(host.pending()).toBe(0);
  });
});

describe("the time of a step", () => {
  it("is for all attempts and waits together", async () => {
    const host = createFakeHost();
    const slow = async () => {
      await host.sleep(900);
      throw new IdleError("Busy", "busy", { transient: true });
    };
    const { result, calls } = await runScripted(
      { A: [slow] },
      {
        body: "steps:\n  - { name: A, type: Test.Step.A, timeoutSeconds: 3 }\n",
        options: { defaultRetryProfile: { maxAttempts: 10, initialDelayMs: 300, backoffFactor: 1, jitterRatio: 0 } },
        product: { host },
      },
    );
    expect(calls.A).toBe(3);
    expect(result.steps[0]).toMatchObject({
      status: "Failed",
      attempts: 3,
      durationMs: 3000,
      error: { code: "Timeout" },
    });
  });

  it("that is over lets no further write begin", async () => {
    const host = createFakeHost();
    const directory = createMockProvider({ identities: [jane] });
    let isOver = false;
    const stubborn = defineStep({
      type: "Test.Step.Stubborn",
      description: "Goes on after its time.",
      with: { type: "object", additionalProperties: false },
      requiredCapabilities: ["IdLE.Identity.Disable"],
      async execute({ provider }) {
        await host.sleep(5000);
        isOver = true;
        return { changed: (await provider.disableIdentity({ identityKey: "jane" })).changed };
      },
    });
    const product = createProduct({ host, steps: [stubborn] });
    const providers = { Identity: directory };
    const plan = await product.plan(
      joiner("steps:\n  - { name: A, type: Test.Step.Stubborn, with: { provider: Identity }, timeoutSeconds: 1 }\n"),
      { providers },
    );
    const result = await driven(host, product.engine.invokePlan(plan, { providers }));
    await host.advance(10_000);
    expect(isOver).toBe(true);
    expect(result.steps[0]).toMatchObject({ status: "Failed", durationMs: 1000 });
    expect(directory.history).toEqual([]);
  });

  it("does not turn a step that came back in time into a failure", async () => {
    const host = createFakeHost();
    const { result } = await runScripted(
      {
        A: [
          async () => {
            await host.sleep(1999);
            return { changed: true };
          },
        ],
      },
      { body: "steps:\n  - { name: A, type: Test.Step.A, timeoutSeconds: 2 }\n", product: { host } },
    );
    expect(result.steps[0]).toMatchObject({ status: "Completed", changed: true, durationMs: 1999 });
    expect(host.pending()).toBe(0);
  });
});
