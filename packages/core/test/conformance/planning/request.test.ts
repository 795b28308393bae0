/** Specification 2.2. */
import { createRequest } from "@idle/core";
import { describe, expect, it } from "vitest";
import { note, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf, joinerRequest } from "../../support/product.ts";

const made = (input: unknown) => createRequest(input as never);
const problems = (input: unknown): { code: string; message: string; pointer?: string }[] => {
  try {
    made(input);
  } catch (error) {
    expect(error).toMatchObject({ code: "RequestInvalid" });
    return diagnosticsOf(error as never) as never;
  }
  return [];
};

describe("a request", () => {
  it("needs a lifecycle event that is not empty", () => {
    for (const lifecycleEvent of [undefined, null, "", 7, ["Joiner"]])
      expect(problems({ lifecycleEvent })).toHaveLength(1);
  });

  it("gets a UUID as correlation id when it has none; groups default to {}", () => {
    const request = made({ lifecycleEvent: "Joiner" });
    expect(request).toEqual({
      lifecycleEvent: "Joiner",
      correlationId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      actor: null,
      identityKeys: {},
      intent: {},
      context: {},
    });
    expect(made({ lifecycleEvent: "J", correlationId: "x" }).correlationId).toBe("x");
  });

  it.each([
    ["identityKeys", []],
    ["intent", "x"],
    ["context", 7],
    ["actor", {}],
    ["actor", 7],
    ["correlationId", 7],
    ["correlationId", ""],
    ["zebra", 1],
    ["lifecycelEvent", "x"],
  ])("%s: %j is refused", (key, value) => {
    expect(problems({ lifecycleEvent: "Joiner", [key]: value }).length).toBeGreaterThan(0);
  });

  it.each([undefined, null, "x", 7, [], () => 1])("%s is none", (input) => {
    expect(problems(input).length).toBeGreaterThan(0);
  });
});

describe("data only, with the path to what is not", () => {
  class Person {}
  const cycle: Record<string, unknown> = {};
  cycle.self = { again: [cycle] };
  let deep: unknown = 1;
  for (let level = 0; level < 10_000; level += 1) deep = [deep];

  it.each([
    ["a function", () => 1],
    ["a method", { a() {} }.a],
    ["a symbol", Symbol("x")],
    ["a class instance", new Person()],
    ["a class", Person],
    ["a Map", new Map()],
    ["a Set", new Set()],
    ["a RegExp", /x/],
    ["an Error", new Error("x")],
    ["a Promise", Promise.resolve()],
    ["a Buffer", Buffer.from("x")],
    ["a typed array", new Uint8Array(1)],
    ["a boxed string", new String("x")],
    ["a bigint", 1n],
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["an invalid date", new Date(Number.NaN)],
    ["a cycle", cycle],
    ["10,000 levels", deep],
    ["half a surrogate pair", "\ud800"],
  ])("%s is refused", (_, value) => {
    const [problem] = problems({ lifecycleEvent: "Joiner", intent: { a: [0, { "b c": value }] } });
    expect(problem?.message).toMatch(/intent\.a\[1\]\[['"]b c['"]\]/);
    expect(problem?.pointer).toMatch(/^\/intent\/a\/1\/b c/);
  });

  it("__proto__ as an own key is refused, and sets no prototype", () => {
    const intent = JSON.parse('{"a": {"__proto__": {"polluted": true}}}');
    expect(problems({ lifecycleEvent: "J", intent })[0]?.message).toContain("__proto__");
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(problems({ lifecycleEvent: "J", intent: { constructor: 1, prototype: 2, toString: 3 } })).toEqual([]);
  });

  it("a symbol as a key and a getter that throws are refused or told", () => {
    expect(problems({ lifecycleEvent: "J", intent: { [Symbol("x")]: 1 } })).toHaveLength(1);
  });

  it("every problem is reported", () => {
    expect(
      problems({ lifecycleEvent: "J", intent: { a: () => 1, b: Symbol("x") }, context: { c: new Map() } }),
    ).toHaveLength(3);
  });

  it("a Date becomes ISO text, undefined is left out, an object without a prototype is plain", () => {
    const bare = Object.assign(Object.create(null), { at: new Date(0), no: undefined, zero: -0 });
    expect(JSON.stringify(made({ lifecycleEvent: "J", intent: bare }).intent)).toBe(
      '{"at":"1970-01-01T00:00:00.000Z","zero":0}',
    );
  });

  it("the same object twice is no cycle", () => {
    const shared = { x: 1 };
    expect(made({ lifecycleEvent: "J", intent: { a: shared, b: [shared] } }).intent).toEqual({
      a: shared,
      b: [shared],
    });
  });
});

describe("frozen and deep-copied once at the door", () => {
  it("later changes to the caller's object change nothing", async () => {
    const input = { ...joinerRequest, intent: { list: [{ a: 1 }] } };
    const request = made(input);
    (input.intent.list[0] as { a: number }).a = 2;
    input.intent.list.push({ a: 3 });
    expect(request.intent).toEqual({ list: [{ a: 1 }] });
    for (const held of [request, request.intent, request.intent.list, (request.intent.list as object[])[0]])
      expect(Object.isFrozen(held)).toBe(true);
    expect(made(request)).toBe(request);
  });

  it("while planning goes on, too", async () => {
    const { engine } = createProduct();
    const workflow = await engine.loadWorkflow({
      text: workflowText({ steps: [{ ...note, with: { message: "{{Request.Intent.A}}" } }] }),
    });
    const intent = { A: "before" };
    const planning = engine.createPlan({ workflow, request: { ...joinerRequest, intent }, providers: {} });
    intent.A = "after";
    expect((await planning).plan.steps[0]?.inputs).toEqual({ message: "before" });
  });

  it("createPlan refuses what createRequest refuses", async () => {
    const error = await errorOf(
      createProduct().plan(workflowText({ steps: [note] }), { request: { ...joinerRequest, intent: { a: () => 1 } } }),
    );
    expect(error.code).toBe("RequestInvalid");
  });
});

describe("hostile requests", () => {
  it.each([
    [
      "a getter that throws",
      {
        get a(): never {
          throw new Error("trap");
        },
      },
    ],
    [
      "a proxy that throws",
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error("trap");
          },
        },
      ),
    ],
    [
      "a proxy that hides what it is",
      new Proxy(
        {},
        {
          getPrototypeOf() {
            throw new Error("trap");
          },
        },
      ),
    ],
  ])("%s is refused with its path", (_, value) => {
    const [problem] = problems({ lifecycleEvent: "J", intent: { here: value } });
    expect(problem?.message).toContain("intent.here");
  });

  it("what is shared again and again is refused before it grows", () => {
    let shared: object = { leaf: "x" };
    for (let level = 0; level < 40; level += 1) shared = { a: shared, b: shared };
    expect(problems({ lifecycleEvent: "J", intent: shared }).length).toBeGreaterThan(0);
  });

  it("levels count where something is shared, too", () => {
    const chain = (levels: number, end: unknown) => {
      let here = end;
      for (let level = 0; level < levels; level += 1) here = [here];
      return here;
    };
    const shared = chain(40, "x");
    expect(problems({ lifecycleEvent: "J", intent: { a: shared, b: chain(40, shared) } }).length).toBeGreaterThan(0);
    expect(problems({ lifecycleEvent: "J", intent: { a: shared, b: chain(10, shared) } })).toEqual([]);
  });
});
