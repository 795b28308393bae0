/** 2.4, "Retry". */
import { IdleError } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changed,
  createProduct,
  errorOf,
  jane,
  joiner,
  joinerRequest,
  runScripted,
  throwing,
} from "../../support/product.ts";

const transient = new IdleError("Busy", "later", { transient: true });

describe("only an error marked transient is tried again", () => {
  const withGetter = Object.defineProperty(new Error("hostile"), "transient", {
    get() {
      throw new Error("gotcha");
    },
  });
  const cycle: Error & { cause?: unknown } = new Error("round and round");
  cycle.cause = cycle;

  it.each<[string, unknown, number]>([
    ["an IdleError that is", transient, 2],
    ["an IdleError that is not", new IdleError("Busy", "no"), 1],
    ["a foreign error that is", Object.assign(new Error("x"), { transient: true }), 2],
    ["a foreign TypeError that is", Object.assign(new TypeError("fetch failed"), { transient: true }), 2],
    ["an object that is", { transient: true, message: "no Error" }, 2],
    ["one with a transient cause", new IdleError("NotReady", "x", { cause: transient }), 2],
    ["one with a transient cause of its cause", new Error("a", { cause: new Error("b", { cause: transient }) }), 2],
    ["an AggregateError of transient ones", new AggregateError([transient]), 1],
    ["transient: 1", Object.assign(new Error("x"), { transient: 1 }), 1],
    ["transient: 'true'", Object.assign(new Error("x"), { transient: "true" }), 1],
    ["a text", "transient", 1],
    ["nothing", undefined, 1],
    ["null", null, 1],
    ["a hostile getter", withGetter, 1],
    ["causes in a circle", cycle, 1],
  ])("%s: called %3$i times", async (_, error, times) => {
    const { calls, result } = await runScripted({ A: [throwing(error), changed] });
    expect(calls.A).toBe(times);
    expect(result.steps[0]?.attempts).toBe(times);
    expect(result.steps[0]?.status).toBe(times === 2 ? "Completed" : "Failed");
    if (times === 1) expect(result.steps[0]?.error?.message).not.toBe("");
  });

  it("reads of a precondition and of an attempt as well", async () => {
    const directory = createMockProvider({ identities: [jane] });
    const product = createProduct();
    const providers = { Identity: directory };
    const plan = await product.plan(
      joiner(`
contextResolvers:
  - { capability: IdLE.Identity.Read, with: { identityKey: jane, provider: Identity } }
steps:
  - name: Groups
    type: IdLE.Step.EnsureEntitlement
    precondition: { equals: { path: Request.Context.Views.Identity.Profile.Enabled, value: true } }
    with: { identityKey: jane, entitlement: { kind: Group, id: New }, state: Present }
`),
      { providers },
    );
    directory.failNext({ method: "getIdentity", error: transient, times: 2 });
    directory.failNext({ method: "listEntitlements", error: Object.assign(new TypeError("x"), { transient: true }) });
    const result = await product.engine.invokePlan(plan, { providers });
    expect(result.steps[0]).toMatchObject({ status: "Completed", changed: true, attempts: 1 });
    expect(product.host.sleeps).toHaveLength(3);
  });
});

describe("a retry profile", () => {
  it("without any is { 3, 250, 2, 5000, 0.2 }", async () => {
    const { calls, product } = await runScripted({ A: [throwing(transient)] });
    expect(calls.A).toBe(3);
    product.host.sleeps.forEach((delay, index) => {
      expect(Math.abs(delay - 250 * 2 ** index)).toBeLessThanOrEqual(250 * 2 ** index * 0.2);
    });
  });

  it("that is not given is filled up from those numbers, and its delays stay within maxDelayMs", async () => {
    const { product } = await runScripted(
      { A: [throwing(transient)] },
      { options: { defaultRetryProfile: { maxAttempts: 10, jitterRatio: 0 } } },
    );
    expect(product.host.sleeps).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]);
  });

  it("of whatever numbers in range gives a delay that is a number in range", async () => {
    const profile = fc.record({
      maxAttempts: fc.integer({ min: 0, max: 10 }),
      initialDelayMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60_000 })),
      backoffFactor: fc.oneof(fc.constant(Number.MAX_VALUE), fc.double({ min: 1, max: 1e9, noNaN: true })),
      maxDelayMs: fc.integer({ min: 0, max: 300_000 }),
      jitterRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(profile, async (defaultRetryProfile) => {
        const { product, calls } = await runScripted(
          { A: [throwing(transient)] },
          { options: { defaultRetryProfile } },
        );
        expect(calls.A).toBe(Math.max(1, defaultRetryProfile.maxAttempts));
        expect(product.host.sleeps).toHaveLength(Math.max(1, defaultRetryProfile.maxAttempts) - 1);
        for (const delay of product.host.sleeps) {
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(defaultRetryProfile.maxDelayMs);
        }
      }),
      { numRuns: 12 },
    );
  });

  it.each(["steps", "onFailureSteps"])("that is unknown is refused before the start, by name, in %s", async (list) => {
    const other = list === "steps" ? "" : "steps:\n  - { name: First, type: IdLE.Step.EmitEvent }\n";
    const seen: string[] = [];
    const error = await errorOf(
      runScripted(
        { A: [changed] },
        {
          body: `${other}${list}:\n  - { name: A, type: Test.Step.A, retryProfile: Nope }\n`,
          options: {
            retryProfiles: { Slow: {} },
            eventSink: { writeEvent: ({ type }) => void seen.push(type) },
          },
        },
      ),
    );
    expect(error).toMatchObject({ code: "RetryProfileUnknown", message: expect.stringMatching(/Nope.*Slow/) });
    expect(seen).toEqual([]);
  });

  it.each(["constructor", "__proto__", "toString"])("cannot be %s of the object itself", async (name) => {
    const body = `steps:\n  - { name: A, type: Test.Step.A, retryProfile: "${name}" }\n`;
    const error = await errorOf(runScripted({ A: [changed] }, { body, options: { retryProfiles: {} } }));
    expect(error.code).toBe("RetryProfileUnknown");
  });
});

describe("the jitter is a function of correlation id, step and attempt", () => {
  const waits = async (correlationId: string) => {
    const scripts = Object.fromEntries(["A", "B", "C"].map((name) => [name, [throwing(transient), changed]]));
    const { product } = await runScripted(scripts, { request: { ...joinerRequest, correlationId } });
    return product.host.sleeps;
  };

  it("so that steps and runs wait differently, and the same run waits the same", async () => {
    const first = await waits("c-1");
    expect(new Set(first).size).toBe(3);
    expect(await waits("c-1")).toEqual(first);
    expect(await waits("c-2")).not.toEqual(first);
  });
});

describe("a wait that the target system asks for", () => {
  const asking = (retryAfterMs: unknown) => Object.assign(new Error("429"), { transient: true, retryAfterMs });

  it.each<[unknown, number]>([
    [1000, 1000],
    [9_999_999, 300_000],
    [0, 7],
    [-5, 7],
    [Number.NaN, 7],
    [Number.POSITIVE_INFINITY, 7],
    ["1000", 7],
  ])("%j waits %j ms", async (asked, waited) => {
    const { product } = await runScripted(
      { A: [throwing(asking(asked)), changed] },
      { options: { defaultRetryProfile: { initialDelayMs: 7, maxDelayMs: 7, jitterRatio: 0 } } },
    );
    expect(product.host.sleeps).toEqual([waited]);
  });
});

describe("StepRetrying", () => {
  it("says which attempt failed, how, and how long is waited", async () => {
    const { result } = await runScripted(
      { A: [throwing(transient), changed] },
      { options: { defaultRetryProfile: { initialDelayMs: 100, jitterRatio: 0 } } },
    );
    expect(result.events.find(({ type }) => type === "StepRetrying")).toMatchObject({
      stepId: "step-01",
      stepName: "A",
      message: expect.stringContaining("later"),
      data: { attempt: 1, maxAttempts: 3, delayMs: 100, code: "Busy" },
    });
  });
});
