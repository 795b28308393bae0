import { runInNewContext } from "node:vm";
import { type Diagnostic, isIdleError, type RequestInput, Secret } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRequest } from "../../src/validate/request.ts";

function refusal(input: unknown): string[] {
  try {
    createRequest(input as RequestInput);
  } catch (error) {
    if (!isIdleError(error, "RequestInvalid")) throw error;
    const diagnostics = error.details?.diagnostics as unknown as Diagnostic[];
    expect(error.message).toContain(diagnostics[0]?.message);
    return diagnostics.map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
}

describe("a request", () => {
  it("has every group, and a correlation id of its own when it came without", () => {
    expect(createRequest({ lifecycleEvent: "Joiner" }, { randomUUID: () => "id-1" })).toEqual({
      lifecycleEvent: "Joiner",
      correlationId: "id-1",
      actor: null,
      identityKeys: {},
      intent: {},
      context: {},
    });
    expect(createRequest({ lifecycleEvent: "Joiner" }).correlationId).toMatch(/^[0-9a-f]{8}-/);
    const nulls = { correlationId: null, actor: null, identityKeys: null, intent: null, context: null };
    expect(createRequest({ lifecycleEvent: "Joiner", ...nulls }).intent).toEqual({});
  });

  it("is a copy, frozen to its depths: the caller's object may change afterwards", () => {
    const groups = [{ id: "a" }];
    const request = createRequest({ lifecycleEvent: "Joiner", correlationId: "c", actor: "hr", intent: { groups } });
    groups[0] = { id: "b" };

    expect(request).toMatchObject({ correlationId: "c", actor: "hr", intent: { groups: [{ id: "a" }] } });
    expect(() => {
      (request.intent.groups as unknown[]).push(1);
    }).toThrow(TypeError);
    expect([request, request.intent, request.context].every((value) => Object.isFrozen(value))).toBe(true);
  });

  it("is itself when it is one already", () => {
    const request = createRequest({ lifecycleEvent: "Joiner" });
    expect(createRequest(request)).toBe(request);
    expect(createRequest({ ...request })).not.toBe(request);
  });

  it("takes what is data, and nothing changes on the way", () => {
    const shared = { a: 1 };
    const intent = {
      date: new Date(0),
      left: undefined,
      zero: -0,
      one: shared,
      two: shared,
      bare: Object.assign(Object.create(null), { x: 1 }),
      foreign: runInNewContext("({ list: [1, { y: 2 }] })"),
      constructor: "x",
    };
    const request = createRequest({ lifecycleEvent: "Joiner", intent });

    expect(JSON.stringify(request.intent)).toBe(
      '{"date":"1970-01-01T00:00:00.000Z","zero":0,"one":{"a":1},"two":{"a":1},"bare":{"x":1},"foreign":{"list":[1,{"y":2}]},"constructor":"x"}',
    );
  });

  it("keeps any JSON as it is", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((key) => key !== "__proto__"),
          fc.jsonValue().filter((value) => !JSON.stringify(value).includes("__proto__")),
        ),
        (intent) => {
          const plain = JSON.parse(JSON.stringify(intent)) as object;
          expect(JSON.stringify(createRequest({ lifecycleEvent: "x", intent: plain }).intent)).toBe(
            JSON.stringify(plain),
          );
        },
      ),
    );
  });
});

describe("what is no data is refused, with its path", () => {
  class Person {
    name = "x";
  }
  const cycle: Record<string, unknown> = { a: {} };
  cycle.a = [cycle];
  const deep = JSON.parse(`${'{"a":'.repeat(70)}1${"}".repeat(70)}`) as object;

  it.each<[string, unknown, string]>([
    ["a function", { f: () => 1 }, "/intent/f NotData"],
    ["a method", { list: [{ toJSON: () => 1 }] }, "/intent/list/0/toJSON NotData"],
    ["a symbol", { s: Symbol("x") }, "/intent/s NotData"],
    ["a symbol as key", { [Symbol("x")]: 1 }, "/intent NotData"],
    ["an object of a class", { p: new Person() }, "/intent/p NotData"],
    ["a Map", { m: new Map() }, "/intent/m NotData"],
    ["bytes", { b: Buffer.from("x") }, "/intent/b NotData"],
    ["a Secret", { s: new Secret("x") }, "/intent/s NotData"],
    ["a promise", { p: Promise.resolve(1) }, "/intent/p NotData"],
    ["a cycle", cycle, "/intent/a/0 NotData"],
    ["a bigint", { b: 1n }, "/intent/b NotData"],
    ["NaN", { n: Number.NaN }, "/intent/n NotData"],
    ["infinity", { n: -Infinity }, "/intent/n NotData"],
    ["an invalid Date", { d: new Date("x") }, "/intent/d NotData"],
    ["undefined in a list", { l: [undefined] }, "/intent/l/0 NotData"],
    ["a hole in a list", { l: new Array(1) }, "/intent/l/0 NotData"],
    ["half of a surrogate pair", { t: "\ud800" }, "/intent/t NotData"],
    ["__proto__", JSON.parse('{ "__proto__": { "x": 1 } }'), "/intent/__proto__ NotData"],
    ["more than 64 levels", deep, `/intent${"/a".repeat(63)} NotData`],
  ])("%s", (_, intent, expected) => {
    expect(refusal({ lifecycleEvent: "Joiner", intent })).toEqual([expected]);
  });

  it.each<[string, unknown, string[]]>([
    ["no event", {}, [" MissingKey"]],
    ["an empty event", { lifecycleEvent: "" }, ["/lifecycleEvent LengthOutOfRange"]],
    [
      "wrong kinds, all of them",
      { lifecycleEvent: 1, actor: 2, intent: [], context: "x" },
      ["/lifecycleEvent WrongType", "/actor WrongType", "/intent WrongType", "/context WrongType"],
    ],
    ["an unknown key", { lifecycleEvent: "Joiner", identitykeys: {} }, ["/identitykeys UnknownKey"]],
    ["an empty correlation id", { lifecycleEvent: "Joiner", correlationId: "" }, ["/correlationId LengthOutOfRange"]],
    ["text", "Joiner", [" WrongType"]],
    ["nothing", undefined, [" NotData"]],
    ["a list", [], [" WrongType"]],
  ])("%s", (_, input, expected) => {
    expect(refusal(input)).toEqual(expected);
  });
});
