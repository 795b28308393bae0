import { type AnyProvider, defineStep, IdleError } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { createFakeHost, executeStep, previewStep, runStep } from "../src/index.ts";

const schema = { type: "object", additionalProperties: false, properties: {} } as const;
const base = {
  type: "Acme.Step.Try",
  description: "A step.",
  with: schema,
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.Disable", "IdLE.Identity.Read"],
} as const;
const provider = () => createMockProvider({ identities: [{ identityKey: "jane", enabled: true, attributes: {} }] });

describe("the preview's provider", () => {
  it("has the read methods of the step's capabilities and nothing else", async () => {
    const seen: unknown[] = [];
    const step = defineStep({
      ...base,
      previewCapabilities: ["IdLE.Identity.Attribute.Ensure"],
      preview(ctx) {
        seen.push(Object.keys(ctx.provider), Reflect.get(ctx.provider, "disableIdentity"), "toString" in ctx.provider);
        expect(() => Object.assign(ctx.provider, { x: 1 })).toThrow(TypeError);
        return [];
      },
      execute: () => ({ changed: false }),
    });
    await previewStep(step, { provider: provider() });
    expect(seen).toEqual([["getIdentity", "previewAttributes"], undefined, false]);
  });

  it("has no session and no clock beside it", async () => {
    let keys: string[] = [];
    const step = defineStep({
      ...base,
      preview(ctx) {
        keys = Object.keys(ctx).sort();
        return null;
      },
      execute: () => ({ changed: false }),
    });
    expect(await previewStep(step, { provider: provider() })).toEqual({ changes: null, warnings: [] });
    expect(keys).toEqual(["earlierChanges", "provider", "request", "warn", "with"]);
  });
});

describe("a preview", () => {
  const throwing = (error: Error) =>
    defineStep({
      ...base,
      preview() {
        throw error;
      },
      execute: () => ({ changed: false }),
    });

  it("is not known when the provider does not support it", async () => {
    const step = throwing(new IdleError("Unsupported", "Cannot look."));
    expect(await previewStep(step, { provider: provider() })).toEqual({ changes: null, warnings: ["Cannot look."] });
  });

  it("fails with any other error", async () => {
    const error = new Error("?");
    await expect(previewStep(throwing(error), { provider: provider() })).rejects.toBe(error);
  });

  it("is not known for a step without one", async () => {
    const step = defineStep({ ...base, execute: () => ({ changed: false }) });
    expect((await previewStep(step, { provider: provider() })).changes).toBeNull();
  });
});

describe("an execution", () => {
  it("gives the step what the engine would", async () => {
    const signal = new AbortController().signal;
    const host = createFakeHost({ start: 5, autoAdvance: true });
    const session = { getAccessToken: () => "t" };
    const failure = { stepName: "x", code: "Busy", message: "y" };
    const got: unknown[] = [];
    const own: AnyProvider & Record<string, unknown> = {
      ...provider(),
      disableIdentity: (args: object) => {
        got.push(args);
        return { changed: true };
      },
    };
    const step = defineStep({
      ...base,
      async execute(ctx) {
        await ctx.sleep(10);
        const { changed } = await ctx.provider.disableIdentity({ identityKey: ctx.with.provider });
        ctx.emit("AcmeDone", "done", { at: ctx.now() });
        const first = ctx.shared("key", () => ({}));
        got.push(ctx.shared("key", () => ({})) === first, await ctx.acquireAuthSession("A"), ctx.failure, ctx.canSeal);
        await expect(ctx.acquireAuthSession("toString")).rejects.toMatchObject({ code: "SessionFailed" });
        return { changed };
      },
    });
    const options = {
      provider: own,
      alias: "AD",
      session,
      sessions: { A: session },
      signal,
      host,
      failure,
      canSeal: false,
    };
    const { outcome, events } = await executeStep(step, options);
    expect(outcome).toEqual({ changed: true });
    expect(events).toEqual([{ type: "AcmeDone", message: "done", data: { at: 15 } }]);
    expect(got).toEqual([{ identityKey: "AD", session, signal }, true, session, failure, false]);
  });

  it("tells events also of a step that fails later", async () => {
    const types: string[] = [];
    const step = defineStep({
      ...base,
      execute(ctx) {
        ctx.emit("AcmeStarted", "on it");
        throw new Error("off");
      },
    });
    const options = { provider: provider(), onEvent: ({ type }: { type: string }) => types.push(type) };
    await expect(executeStep(step, options)).rejects.toThrow("off");
    expect(types).toEqual(["AcmeStarted"]);
  });

  it("checks what the provider answers", async () => {
    const step = defineStep({
      ...base,
      execute: (ctx) => ctx.provider.disableIdentity({ identityKey: "jane" }),
    });
    const wrong = { ...provider(), disableIdentity: () => ({ done: true }) };
    await expect(executeStep(step, { provider: wrong })).rejects.toMatchObject({ code: "PluginAnswerInvalid" });
    const { disableIdentity: _, ...lacking } = provider();
    await expect(executeStep(step, { provider: lacking })).rejects.toMatchObject({ code: "PluginAnswerInvalid" });
  });
});

describe("inputs and capabilities", () => {
  it("are checked as the engine would", async () => {
    const step = defineStep({
      ...base,
      validate: Object.assign((value: unknown) => JSON.stringify(value) === "{}", { errors: [] }),
      execute: () => ({ changed: false }),
    });
    await expect(runStep(step, { with: { a: 1 }, provider: provider() })).rejects.toMatchObject({
      code: "InvalidInput",
    });
    await expect(runStep(step)).rejects.toMatchObject({ code: "CapabilityMissing" });
    expect((await runStep(step, { provider: provider() })).outcome).toEqual({ changed: false });
  });
});
