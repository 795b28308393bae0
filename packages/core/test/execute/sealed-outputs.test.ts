import { inspect } from "node:util";
import { defineStep, IdleError, type Result, Secret } from "@idle/contract";
import { createMemoryJournal, openSealedOutput } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { publicPem, x25519 } from "../sealing/keys.ts";
import { createProduct, driven, joiner, runScripted } from "../support/product.ts";

const clear = "correct horse battery";
const sealTo = publicPem(x25519);
const openAll = async ({ runId, steps }: Result) => {
  const values: string[] = [];
  for (const { id, sealedOutputs = {} } of steps) {
    for (const [output, sealed] of Object.entries(sealedOutputs)) {
      const secret = await openSealedOutput(sealed, x25519.privateKey, { run: runId, step: id, output });
      values.push(`${id} ${output} ${secret.reveal()}`);
    }
  }
  return values;
};
const returning = (outcome: object) => () => outcome;

describe("a step's secret outputs", () => {
  it("are on its result, sealed to the recipient", async () => {
    const sealedOutputs = { initialPassword: new Secret(clear), pin: new Secret("") };
    const { result } = await runScripted(
      { A: [returning({ changed: true, sealedOutputs })], B: [returning({ changed: false, sealedOutputs: {} })] },
      { product: { sealTo } },
    );
    expect(result.status).toBe("Completed");
    expect(await openAll(result)).toEqual([`step-01 initialPassword ${clear}`, "step-01 pin "]);
    expect(result.steps[1]).not.toHaveProperty("sealedOutputs");
  });

  it("are in clear nowhere, wherever the step puts them besides", async () => {
    const journal = createMemoryJournal();
    const events: unknown[] = [];
    const outcome = {
      changed: true,
      outputs: { note: `it is ${clear}`, initialPassword: clear },
      sealedOutputs: { initialPassword: new Secret(clear) },
    };
    const { result } = await runScripted(
      { A: [returning(outcome)] },
      { product: { sealTo, journal }, options: { eventSink: { writeEvent: (event) => void events.push(event) } } },
    );
    const everything = inspect([result, events, journal.entries], {
      depth: null,
      showHidden: true,
      maxStringLength: null,
    });
    expect(everything).not.toContain(clear);
    expect(result.steps[0]?.outputs).toEqual({ note: "it is [REDACTED]", initialPassword: "[REDACTED]" });
    expect(await openAll(result)).toHaveLength(1);
  });

  it("are said to be lost where the answer never came and the thing was done all the same", async () => {
    const host = createFakeHost();
    const product = createProduct({ host, sealTo });
    const providers = { Identity: createMockProvider() };
    const create = {
      name: "create",
      type: "IdLE.Step.CreateIdentity",
      with: { identityKey: "ann", attributes: {}, initialPassword: { generate: true } },
    };
    const plan = await product.plan(joiner(`steps: ${JSON.stringify([create])}\n`), { providers });
    const cut = new IdleError("ConnectionFailed", "Cut.", { transient: true });
    providers.Identity.failNext({ method: "createIdentity", error: cut, after: true });
    const result = await driven(host, product.engine.invokePlan(plan, { providers }), 500);
    expect(result.steps[0]).toMatchObject({
      status: "Completed",
      changed: true,
      warnings: [expect.stringContaining("the generated initialPassword: nobody knows it. Set a new one")],
    });
    const again = await driven(host, product.engine.invokePlan(plan, { providers, repeatActs: true }), 500);
    expect(again.steps[0]).not.toHaveProperty("warnings");
  });

  it.each<[string, object]>([
    ["that are texts", { initialPassword: clear }],
    ["under no plain name", { "a b": new Secret(clear) }],
    ["under their own content", { Sesame123: new Secret("Sesame123"), other: new Secret(clear) }],
    ["that reveal no text", { a: Object.assign(Object.create(Secret.prototype), { reveal: () => 7 }), b: clear }],
  ])("are refused %s, and learnt all the same", async (_, sealedOutputs) => {
    const outcome = { changed: true, sealedOutputs, outputs: { note: clear } };
    const { result } = await runScripted({ A: [returning(outcome)] }, { product: { sealTo } });
    expect(result.steps[0]).toMatchObject({ status: "Failed", error: { code: "PluginAnswerInvalid" } });
    expect(JSON.stringify(result)).not.toMatch(/correct horse|Sesame123/);
  });

  it.each<[string, unknown]>([
    ["a Secret", new Secret(clear)],
    ["a Secret of a kind that tells nobody", Object.assign(Object.create(Secret.prototype), { reveal: () => clear })],
    ["a text, which is refused", clear],
  ])("are learnt before the rest of the outcome is looked at: %s", async (_, initialPassword) => {
    const outcome = {
      sealedOutputs: { initialPassword },
      get changed(): boolean {
        throw new Error(`no, not even with ${clear}`);
      },
    };
    const { result } = await runScripted({ A: [returning(outcome)] }, { product: { sealTo } });
    expect(result.steps[0]?.error?.message).toContain("no, not even with [REDACTED]");
  });

  it("are refused without a recipient, and learnt all the same", async () => {
    const outcome = { changed: true, sealedOutputs: { initialPassword: new Secret(clear) } };
    const { result } = await runScripted({ A: [returning(outcome)] });
    expect(result.steps[0]).toMatchObject({ status: "Failed", error: { code: "SealRecipientMissing" } });
    expect(JSON.stringify(result)).not.toContain(clear);
  });

  it("are what a step knows it may have", async () => {
    const asked: boolean[] = [];
    const step = defineStep({
      type: "Test.Step.Asks",
      description: "Asks.",
      with: { type: "object", additionalProperties: false },
      execute({ canSeal }) {
        asked.push(canSeal);
        return { changed: false };
      },
    });
    for (const recipient of [{}, { sealTo }]) {
      const product = createProduct({ steps: [step], ...recipient });
      const plan = await product.plan(joiner("steps:\n  - { name: A, type: Test.Step.Asks }\n"));
      await product.engine.invokePlan(plan);
    }
    expect(asked).toEqual([false, true]);
  });
});

const generating = (identityKey: string) =>
  joiner(
    `steps:\n  - name: Create\n    type: IdLE.Step.CreateIdentity\n    with: { identityKey: ${identityKey}, attributes: {}, initialPassword: { generate: true } }\n`,
  );

describe("a generated initial password", () => {
  it("is sealed by a run with a recipient", async () => {
    const product = createProduct({ sealTo });
    const provider = createMockProvider();
    const plan = await product.plan(generating("jdoe"), { providers: { Identity: provider } });
    expect(plan.plan.steps[0]?.warnings).toEqual([]);
    const result = await product.engine.invokePlan(plan, { providers: { Identity: provider } });
    const [opened = "", ...others] = await openAll(result);
    expect(others).toEqual([]);
    expect(opened).toMatch(/^step-01 initialPassword [\w-]{24}$/);
  });

  it("is not lost when the step returns after its time", async () => {
    const host = createFakeHost();
    const product = createProduct({ sealTo, host });
    const real = createMockProvider();
    const provider: typeof real = {
      ...real,
      async createIdentity(args) {
        const created = await real.createIdentity(args);
        await host.sleep(3_000);
        return created;
      },
    };
    const limited = generating("jdoe").replace("type:", "timeoutSeconds: 2\n    type:");
    const plan = await driven(host, product.plan(limited, { providers: { Identity: provider } }));
    const running = product.engine.invokePlan(plan, { providers: { Identity: provider } });
    await host.advance(20_000);
    // Encrypting takes its own time, which is not the host's.
    const result = await running;
    expect(result.steps[0]).toMatchObject({ status: "Completed", changed: true });
    expect(await openAll(result)).toHaveLength(1);
  });

  it("is warned of in a plan when there is no recipient", async () => {
    const product = createProduct();
    const plan = await product.plan(generating("jdoe"));
    expect(plan.plan.executable).toBe(true);
    expect(plan.plan.steps[0]?.warnings).toEqual([
      expect.stringMatching(/^initialPassword asks for a generated secret.*would be refused.*sealTo/),
    ]);
    const offline = await product.plan(generating("jdoe"), { offline: true });
    expect(offline.plan.steps[0]?.warnings).toHaveLength(1);
  });

  it("is no matter when there is nothing to create", async () => {
    expect((await createProduct().plan(generating("jane"))).plan.steps[0]?.warnings).toEqual([]);
  });
});
