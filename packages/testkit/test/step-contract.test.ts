/** That the suite notices: each of its checks fails on a step that breaks its sentence. */
import {
  type Change,
  defineStep,
  IdleError,
  isIdleError,
  type JsonObject,
  Secret,
  type StepType,
} from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { type StepCase, stepContract } from "../src/index.ts";
import { caseChecks } from "../src/step-contract/case-checks.ts";
import { definitionChecks } from "../src/step-contract/definition-checks.ts";

const sound = defineStep({
  type: "Acme.Step.Lock",
  description: "Locks an account.",
  example: { identityKey: "jane" },
  with: {
    type: "object",
    additionalProperties: false,
    required: ["identityKey"],
    properties: { identityKey: { type: "string" } },
  },
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.Disable"],
  previewCapabilities: ["IdLE.Identity.Read"],
  idempotent: true,
  async preview(ctx): Promise<Change[]> {
    const { identityKey, provider } = ctx.with;
    const identity = await ctx.provider.getIdentity({ identityKey });
    if (identity?.enabled !== true) return [];
    return [{ action: "update", target: { provider, identityKey }, path: "enabled", before: true, after: false }];
  },
  execute: (ctx) => ctx.provider.disableIdentity({ identityKey: ctx.with.identityKey }),
});

const password = "Winter-2031!";
const each: StepCase = {
  name: "an enabled account",
  with: { identityKey: "jane" },
  secrets: [password],
  createProvider: () => createMockProvider({ identities: [{ identityKey: "jane", enabled: true, attributes: {} }] }),
};

type Part = Partial<StepType>;
const locked = { action: "update", path: "enabled", before: true, after: false } as const;
const change: Change = { action: "update", target: { provider: "Identity", identityKey: "jane" }, path: "enabled" };
const preview = (...changes: object[]): Part => ({ preview: async () => changes as unknown as Change[] });
const outcome = (part: object): Part => ({
  execute: async (ctx) => ({ ...(await sound.execute(ctx)), ...part }) as Awaited<ReturnType<StepType["execute"]>>,
});
let count = 0;

const breaches: readonly (readonly [string, Part])[] = [
  ["definition/words", { description: "todo" }],
  ["definition/words", { type: "lock" }],
  ["definition/schema", { with: { type: "object" } }],
  ["definition/schema", { with: { type: "object", additionalProperties: false, properties: { provider: {} } } }],
  ["definition/example", { example: {} }],
  ["definition/example", { example: { identityKey: "jane", colour: "red" } }],
  ["definition/capabilities", { requiredCapabilities: ["Acme.Badge.Print"] }],
  ["definition/capabilities", { defaultProvider: "" }],
  ["definition/validator", { validate: () => true }],
  ["definition/validator", { validate: () => false }],
  [
    "preview/reads-only",
    {
      requiredCapabilities: ["IdLE.Identity.Disable"],
      previewCapabilities: ["IdLE.Identity.Read"],
      preview: writeByTheBack,
    },
  ],
  ["preview/repeats", { preview: async () => [{ ...change, before: count++, after: null }] }],
  ["preview/changes", preview({ ...change, before: true })],
  ["preview/changes", preview({ ...change, before: true, after: true })],
  [
    "preview/changes",
    preview({ ...change, before: true, after: false, target: { provider: "AD", identityKey: "jane" } }),
  ],
  ["preview/changes", preview({ ...change, action: "add", after: { id: "x" } })],
  ["preview/changes", preview({ ...change, action: "create", after: { attributes: {} } })],
  ["preview/errors", swallowingPreview()],
  ["execute/keeps-word", outcome({ changed: false })],
  ["execute/keeps-word", preview()],
  ["execute/confirmed", { execute: () => ({ changed: true }) }],
  ["execute/confirmed", { execute: () => ({ changed: true, left: [{ ...locked, path: "badge" }] }) }],
  ["execute/confirmed", preview({ ...change, action: "invoke", path: "sessions" }, { ...change, ...locked })],
  ["execute/confirmed", { preview: previewOfEnabledOnly }],
  ["execute/idempotent", outcome({ changed: true })],
  ["execute/errors", { execute: async (ctx) => Promise.resolve(sound.execute(ctx)).catch(() => ({ changed: false })) }],
  ["execute/answer", outcome({ outputs: { at: new Date(0) } })],
  ["execute/answer", outcome({ outputs: { password: new Secret(password) } })],
  ["execute/answer", outcome({ sealedOutputs: { password } })],
  ["execute/answer", outcome({ result: 1 })],
  ["execute/secrets", outcome({ outputs: { note: `it is ${password}` } })],
  [
    "execute/secrets",
    {
      execute: async (ctx) => {
        ctx.emit("Made", "made", { value: "Summer-2032!" } satisfies JsonObject);
        return { ...(await sound.execute(ctx)), sealedOutputs: { made: new Secret("Summer-2032!") } };
      },
    },
  ],
];

/** The facade has no write method, so this goes round it. */
async function writeByTheBack(ctx: Parameters<NonNullable<StepType["preview"]>>[0]): Promise<Change[]> {
  await Promise.resolve(
    Reflect.apply(Reflect.get(ctx.provider, "disableIdentity"), undefined, [{ identityKey: "jane" }]),
  );
  return [];
}

async function previewOfEnabledOnly(ctx: Parameters<NonNullable<StepType["preview"]>>[0]) {
  const changes = (await sound.preview?.(ctx)) ?? [];
  if (changes.length === 0) throw new IdleError("AlreadyExists", "It is locked already.");
  return changes;
}

function swallowingPreview(): Part {
  return {
    preview: async (ctx) => {
      try {
        return (await sound.preview?.(ctx)) ?? null;
      } catch (error) {
        return isIdleError(error) ? [] : null;
      }
    },
  };
}

function run(id: string, part: Part): Promise<void> {
  const step: StepType = { ...sound, ...part };
  const definition = definitionChecks.find((check) => check.id === id);
  const ofCase = caseChecks.find((check) => check.id === id);
  return (async () => {
    definition?.run(step, [each]);
    await ofCase?.run(step, each);
    if (definition === undefined && ofCase === undefined) expect.fail(`no check ${id}`);
  })();
}

stepContract({ step: sound, cases: [each] });

describe("a step that breaks the contract", () => {
  it.each(breaches)("is noticed by %s", async (id, part) => {
    await expect(run(id, part)).rejects.toThrow();
    await run(id, {});
  });

  it("is noticed by every check", () => {
    const covered = new Set(breaches.map(([id]) => id));
    const all = [...definitionChecks, ...caseChecks].map(({ id }) => id);
    expect(all.filter((id) => !covered.has(id))).toEqual([]);
  });
});

describe("a step that always answers changed: true", () => {
  it("is told so in words", async () => {
    const always = outcome({ changed: true });
    await expect(run("execute/idempotent", always)).rejects.toThrow(/^executed a second time, the step answers that/);
    const idle: Part = { ...always, preview: async () => [] };
    await expect(run("execute/keeps-word", idle)).rejects.toThrow(
      /^the preview says that nothing changes, and execute/,
    );
  });
});

describe("a step that is not confirmed", () => {
  it("is told what is still to be done, what the engine makes of it, and what to do", async () => {
    await expect(run("execute/confirmed", { execute: () => ({ changed: true }) })).rejects.toThrow(
      /its preview, asked again, still finds something to do: enabled of jane is true, not false\. .* NotVerified .* compare alike; list in left .* isAct: true/,
    );
    await expect(run("execute/confirmed", { preview: previewOfEnabledOnly })).rejects.toThrow(
      /asked again, throws: It is locked already\. .* NotVerified .* answer \[\] where all is done/,
    );
  });
});

describe.each([
  ["lists what the system refuses", { execute: () => ({ changed: false, left: [locked] }) }],
  ["is an act", { isAct: true, execute: () => ({ changed: true }) }],
  ["has a preview that cannot know", { preview: () => null, execute: () => ({ changed: true }), idempotent: false }],
] satisfies [string, Part][])("a step that %s", (_, part) => {
  it.each(["execute/keeps-word", "execute/confirmed", "execute/idempotent"])("passes %s", async (id) => {
    await run(id, part);
  });
});

describe("the suite", () => {
  it("needs a case, and reasons for what it skips", () => {
    expect(() => stepContract({ step: sound, cases: [] })).toThrow(/no case/);
    expect(() => stepContract({ step: sound, cases: [each], skip: { "execute/answer": "no" } })).toThrow(/in words/);
    expect(() => stepContract({ step: sound, cases: [each], skip: { other: "for a reason" } })).toThrow(/no check/);
  });
});
