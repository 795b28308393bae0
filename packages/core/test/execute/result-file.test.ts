import { type Change, defineStep, IdleError, type JsonObject, type Result, Secret } from "@idle/contract";
import { createEngine, importResult } from "@idle/core";
import { createFakeHost } from "@idle/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { publicPem, x25519 } from "../sealing/keys.ts";

/** One way a step can go. */
const acts = {
  change: () => ({ changed: true, outputs: { [odd]: [1, null, { "": odd }] } }),
  nothing: () => ({ changed: false }),
  seal: () => ({ changed: true, sealedOutputs: { pin: new Secret("1234567"), empty: new Secret("") } }),
  fail: () => {
    throw new IdleError("PermissionDenied", `no ${odd}`, { details: { [odd]: { __proto__: null, deep: [odd] } } });
  },
  busy: () => {
    throw new IdleError("Busy", "later", { transient: true, cause: new Error("a", { cause: new TypeError("b") }) });
  },
  crash: () => {
    throw new TypeError(odd);
  },
  nonsense: () => 42 as never,
} as const;
type Act = keyof typeof acts;

const odd = '__proto__ \u202e\u001b[31m " \\ \ud83d\ude00 ｆ';

const blocked = { equals: { path: "Plan.WorkflowName", value: "other" } };
const guards = { none: {}, skip: ["Continue"], block: ["Blocked"], fail: ["Fail"], condition: {} } as const;
type Guard = keyof typeof guards;

const act = fc.constantFrom(...(Object.keys(acts) as Act[]));
const guard = fc.constantFrom<Guard>("none", "none", "none", "none", "skip", "block", "fail", "condition");
const step = fc.record({ act, guard, name: fc.string({ minLength: 1, maxLength: 12, unit: "binary" }) });

async function run(run: {
  main: readonly { act: Act; guard: Guard; name: string }[];
  cleanup: readonly { act: Act; guard: Guard; name: string }[];
  abortAt: number | null;
  isSinkBroken: boolean;
}): Promise<Result> {
  const abort = new AbortController();
  let calls = 0;
  const scripted = defineStep({
    type: "Test.Step.Act",
    description: "Does what the test says.",
    with: {
      type: "object",
      additionalProperties: false,
      properties: { act: { type: "string" } },
    },
    idempotent: true,
    preview: (): Change[] => [],
    execute({ with: inputs, emit }) {
      if (calls++ === run.abortAt) abort.abort();
      emit("Acted", odd, { [odd]: odd });
      return acts[inputs.act as Act]();
    },
  });
  const engine = createEngine({
    steps: [[scripted]],
    host: createFakeHost({ autoAdvance: true }),
    sealTo: publicPem(x25519),
  });
  const stepOf = ({ act, guard, name }: { act: Act; guard: Guard; name: string }, index: number) => ({
    name: `${index} ${JSON.stringify(name)}`,
    type: "Test.Step.Act",
    with: { act },
    ...(guard === "condition" && { condition: blocked }),
    ...(guard !== "none" &&
      guard !== "condition" && { precondition: blocked, onPreconditionFalse: guards[guard][0] as string }),
  });
  const text = JSON.stringify({
    name: "Test",
    lifecycleEvent: "Joiner",
    steps: run.main.map(stepOf),
    ...(run.cleanup.length > 0 && { onFailureSteps: run.cleanup.map((each, index) => stepOf(each, index + 100)) }),
  });
  // YAML refuses some characters as they are, such as U+FFFE, but for escapes.
  const escaped = text.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const workflow = await engine.loadWorkflow({ text: escaped, file: "test.yaml" });
  const request = { lifecycleEvent: "Joiner", correlationId: "c-1", ...(run.isSinkBroken && { actor: odd }) };
  const plan = await engine.createPlan({ workflow, request });
  const writeEvent = () => {
    if (run.isSinkBroken) throw new Error("disk full");
  };
  return engine.invokePlan(plan, { providers: {}, eventSink: { writeEvent }, signal: abort.signal });
}

describe("a result that was kept", () => {
  it("comes back as it was, however the run went", async () => {
    const statuses = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          main: fc.array(step, { minLength: 1, maxLength: 5 }),
          cleanup: fc.array(step, { maxLength: 3 }),
          abortAt: fc.option(fc.nat(4), { freq: 4 }),
          isSinkBroken: fc.boolean(),
        }),
        async (wish) => {
          const result = await run(wish);
          for (const { status } of [result, result.onFailure, ...result.steps, ...result.onFailure.steps])
            statuses.add(status);
          const text = JSON.stringify(result, null, 2);
          expect(JSON.stringify(importResult(text), null, 2)).toBe(text);
          expect(importResult(new TextEncoder().encode(`\ufeff${text}\n`))).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 60 },
    );
    // Or this would say less than it seems to.
    expect([...statuses].sort()).toEqual([
      "Blocked",
      "Cancelled",
      "Completed",
      "Failed",
      "NotApplicable",
      "NotRun",
      "PartiallyFailed",
      "PreconditionSkipped",
    ]);
  });
});

const good = (await run({
  main: [
    { act: "seal", guard: "none", name: "A" },
    { act: "crash", guard: "none", name: "B" },
  ],
  cleanup: [{ act: "nothing", guard: "none", name: "C" }],
  abortAt: null,
  isSinkBroken: true,
})) as unknown as JsonObject;

const refusal = (text: string | Uint8Array): { code: string; message: string } => {
  try {
    importResult(text);
  } catch (error) {
    return error as never;
  }
  throw new Error("It was taken for a result.");
};

describe("what is no result", () => {
  it("is told apart from one that is well", () => {
    expect(importResult(JSON.stringify(good))).toEqual(good);
  });

  it.each<[string, string, string]>([
    [
      "no JSON",
      "{ secret: PLANTED",
      'This is no result: it is not JSON. At 1:3, a key in double quotes or "}" should stand.',
    ],
    ["a list", "[]", "This is no valid result: The result must be an object, but is a list."],
    ["null", "null", "This is no valid result: The result must be an object, but is empty (null)."],
    [
      "half of one",
      '{ "runId": "r" }',
      'This is no valid result: The result lacks the keys "status", "planId", "correlationId", "actor", "steps", "notReached", "onFailure", "events", "eventsDropped", "sinkError", "startedAt" and "finishedAt".',
    ],
    [
      "a key twice",
      '{ "runId": "a", "runId": "b" }',
      'The result has the key "runId" twice in one object. Make a new result.',
    ],
  ])("%s", (_, text, message) => {
    expect(refusal(text)).toMatchObject({ code: "ResultInvalid", message });
  });

  it.each<[string, JsonObject, string]>([
    ["a status there is not", { status: "Done" }, '"status" must be "Completed"'],
    ["steps that are an object", { steps: {} }, '"steps" must be a list, but is an object.'],
    ["a step that is a text", { steps: ["x"] }, '"steps[0]" must be an object, but is text.'],
    [
      "a sealed output in clear",
      { steps: [{ ...first(), sealedOutputs: { pin: "1234" } }] },
      '"steps[0].sealedOutputs.pin" must match the pattern',
    ],
    ["a negative number of events", { eventsDropped: -1 }, '"eventsDropped" must be at least 0.'],
    ["a date in words", { startedAt: "yesterday" }, '"startedAt" must be a date and time'],
    ["an error that is a text", { sinkError: "disk full" }, '"sinkError" must be'],
  ])("%s", (_, change, message) => {
    const { code, message: said } = refusal(JSON.stringify({ ...good, ...change }));
    expect(code).toBe("ResultInvalid");
    expect(said).toContain(message);
  });

  it("one that a later engine wrote, which it says", () => {
    expect(refusal(JSON.stringify({ ...good, schemaVersion: "2.0" })).message).toBe(
      'The result states schema version "2.0". This engine reads results that state none; read it with the idle that wrote it.',
    );
    expect(refusal(JSON.stringify({ ...good, approvals: [] })).message).toBe(
      'This is no valid result: Unknown key "approvals". Known keys: "runId", "status", "planId", "correlationId", "actor", "policy", "drift", "steps", "notReached", "onFailure", "events", "eventsDropped", "sinkError", "startedAt" and "finishedAt". A newer idle may have written this; read it with that one.',
    );
    // Spread would set the prototype in place of a key.
    const text = JSON.stringify(good).replace("{", '{"__proto__":{"status":"Completed"},');
    expect(refusal(text).message).toContain('Unknown key "__proto__"');
    expect(({} as { status?: string }).status).toBeUndefined();
  });

  it("data that goes deep, wherever it is", () => {
    const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
    expect(refusal("[".repeat(200_000) + "]".repeat(200_000)).code).toBe("ResultInvalid");
    expect(refusal(JSON.stringify({ ...good, steps: [{ ...first(), outputs: { deep: deep(200) } }] })).message).toBe(
      "This is no result: it is nested over 128 levels.",
    );
    let cause: JsonObject = { name: "Error", message: "m" };
    for (let level = 0; level < 200; level++) cause = { name: "Error", message: "m", cause };
    const sinkError = { code: "X", message: "m", cause };
    expect(refusal(JSON.stringify({ ...good, sinkError })).code).toBe("ResultInvalid");
  });

  it("more than 256 MiB, without reading them", () => {
    expect(refusal(new Uint8Array(256 * 1024 * 1024 + 1)).message).toBe("The result is larger than 256 MiB.");
  });
});

function first(): JsonObject {
  return (good.steps as JsonObject[])[0] ?? {};
}
