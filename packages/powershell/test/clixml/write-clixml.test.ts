import { runInNewContext } from "node:vm";
import { IdleError, Secret } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { writeClixml } from "../../src/clixml/write-clixml.ts";
import { documentOf, readDocument } from "./read-document.ts";

const list = (items: string): string =>
  `<Obj><TN><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN><LST>${items}</LST></Obj>`;
const table = (entries: string): string =>
  `<Obj><TN><T>System.Collections.Hashtable</T><T>System.Object</T></TN><DCT>${entries}</DCT></Obj>`;
const nest = (depth: number): unknown => {
  let value: unknown = 1;
  for (let each = 0; each < depth; each += 1) value = each % 2 === 0 ? [value] : { k: value };
  return value;
};

describe("what is written", () => {
  it.each<[string, unknown, string]>([
    ["null", null, "<Nil />"],
    ["undefined", undefined, "<Nil />"],
    ["a text", "plain", "<S>plain</S>"],
    ["markup", '<a b="c">&\'', "<S>&lt;a b=&quot;c&quot;&gt;&amp;'</S>"],
    ["control characters", "\0\t\r\n\u001f\u007f\u0085", "<S>_x0000__x0009__x000D__x000A__x001F__x007F__x0085_</S>"],
    ["what looks like an escape", "_x0041_ _X _y __x", "<S>_x005F_x0041_ _x005F_X _y __x005F_x</S>"],
    ["halves of pairs", "\uD800a\uDC00", "<S>_xD800_a_xDC00_</S>"],
    ["whole pairs", "\u{1F600}", "<S>\u{1F600}</S>"],
    ["what is no character", "\uFFFE\uFFFF\uFFFD", "<S>_xFFFE__xFFFF_\uFFFD</S>"],
    ["true", true, "<B>true</B>"],
    ["the least Int32", -2147483648, "<I32>-2147483648</I32>"],
    ["the most Int32", 2147483647, "<I32>2147483647</I32>"],
    ["more than an Int32", 2147483648, "<I64>2147483648</I64>"],
    ["the most safe integer", Number.MAX_SAFE_INTEGER, "<I64>9007199254740991</I64>"],
    ["more than that", 2 ** 53, "<Db>9007199254740992</Db>"],
    ["a large number", 1e21, "<Db>1e+21</Db>"],
    ["a fraction", 0.1, "<Db>0.1</Db>"],
    ["-0", -0, "<Db>-0</Db>"],
    ["NaN", Number.NaN, "<Db>NaN</Db>"],
    ["infinity", Number.POSITIVE_INFINITY, "<Db>INF</Db>"],
    ["-infinity", Number.NEGATIVE_INFINITY, "<Db>-INF</Db>"],
    ["a bigint", 5n, "<I64>5</I64>"],
    ["the most Int64", 2n ** 63n - 1n, "<I64>9223372036854775807</I64>"],
    ["the least Int64", -(2n ** 63n), "<I64>-9223372036854775808</I64>"],
    ["a UInt64", 2n ** 63n, "<U64>9223372036854775808</U64>"],
    ["a Decimal", 2n ** 64n, "<D>18446744073709551616</D>"],
    ["a negative Decimal", -(2n ** 63n) - 1n, "<D>-9223372036854775809</D>"],
    ["the most Decimal", 2n ** 96n - 1n, "<D>79228162514264337593543950335</D>"],
    ["the least Decimal", 1n - 2n ** 96n, "<D>-79228162514264337593543950335</D>"],
    ["a date", new Date("2024-01-02T03:04:05.678+02:00"), "<DT>2024-01-02T01:04:05.678Z</DT>"],
    ["the first date", new Date("0001-01-01T00:00:00Z"), "<DT>0001-01-01T00:00:00.000Z</DT>"],
    ["a date of elsewhere", runInNewContext("new Date(0)"), "<DT>1970-01-01T00:00:00.000Z</DT>"],
    ["bytes", new Uint8Array([0, 1, 255]), "<BA>AAH/</BA>"],
    ["a part of bytes", new Uint8Array([9, 1, 2, 9]).subarray(1, 3), "<BA>AQI=</BA>"],
    ["a buffer", Buffer.from("abc"), "<BA>YWJj</BA>"],
    ["a list", [1, "a", null, undefined, []], list(`<I32>1</I32><S>a</S><Nil /><Nil />${list("")}`)],
    // biome-ignore lint/suspicious/noSparseArray: what is tested
    ["a list with holes", [, 1], list("<Nil /><I32>1</I32>")],
    ["an object", { a: 1 }, table('<En><S N="Key">a</S><I32 N="Value">1</I32></En>')],
    ["an object with nothing in it", { a: undefined, b: null }, table('<En><S N="Key">b</S><Nil N="Value" /></En>')],
    [
      "an object without a prototype",
      Object.assign(Object.create(null), { a: 1 }),
      table('<En><S N="Key">a</S><I32 N="Value">1</I32></En>'),
    ],
    ["an object of elsewhere", runInNewContext("({})"), table("")],
    [
      "a map",
      new Map([["_x", [1]]]),
      table(`<En><S N="Key">_x005F_x</S>${list("<I32>1</I32>").replace("<Obj>", '<Obj N="Value">')}</En>`),
    ],
    [
      "a key of a prototype",
      JSON.parse('{"__proto__":1}'),
      table('<En><S N="Key">__proto__</S><I32 N="Value">1</I32></En>'),
    ],
    [
      "a getter",
      {
        get a() {
          return 1;
        },
      },
      table('<En><S N="Key">a</S><I32 N="Value">1</I32></En>'),
    ],
  ])("%s", (_, value, body) => {
    expect(writeClixml(value)).toBe(documentOf(body));
  });

  it("may hold the same object twice", () => {
    const same = { a: [1] };
    expect(readDocument(writeClixml([same, same]))).toStrictEqual([same, same]);
  });

  it("may be 48 deep, as deep as PowerShell reads", () => {
    expect(readDocument(writeClixml(nest(48)))).toStrictEqual(nest(48));
  });
});

describe("what is refused", () => {
  const cycle: unknown[] = [];
  cycle.push({ back: cycle });
  const throwing = {
    get a(): never {
      throw new Error("hunter2");
    },
  };
  const misleading = {
    get a(): never {
      throw new IdleError("NotFound", "hunter2");
    },
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const badProxy = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("hunter2");
      },
    },
  );
  const endless: unknown = new Proxy([], { get: (_, key) => (key === "length" ? Number.POSITIVE_INFINITY : 1) });
  class Person {
    name = "hunter2";
  }
  it.each<[string, unknown, string]>([
    ["a function", { Options: { items: [0, 0, 0, () => "hunter2"] } }, "Options.items[3] is a function"],
    ["a symbol", [Symbol("hunter2")], "[0] is a symbol"],
    ["an instance", { a: new Person() }, "a is no plain data"],
    ["a set", new Set(["hunter2"]), "The value is no plain data"],
    ["an error", new Error("hunter2"), "The value is no plain data"],
    ["a regular expression", /hunter2/, "The value is no plain data"],
    ["what can be iterated", { *[Symbol.iterator]() {} }, "The value is no plain data"],
    ["a boxed text", Object("hunter2"), "The value is no plain data"],
    ["numbers of another kind", new Float64Array(1), "The value is no plain data"],
    ["a promise", Promise.resolve("hunter2"), "The value is no plain data"],
    ["a map with other keys", { m: new Map([[1, "hunter2"]]) }, "m is a map with keys that are no texts"],
    ["a cycle", cycle, "[0].back holds itself"],
    ["a list within itself", { a: cycle }, "a[0].back holds itself"],
    ["a date that is none", [new Date(Number.NaN)], "[0] is a date that is none"],
    ["a date before .NET", new Date("0000-12-31T23:59:59Z"), "The value is a date that .NET does not have"],
    ["a date after .NET", new Date("+010000-01-01T00:00:00Z"), "The value is a date that .NET does not have"],
    ["a number beyond Decimal", 2n ** 96n, "The value is a number that is too large"],
    ["a negative one", -(2n ** 96n), "The value is a number that is too large"],
    ["a getter that throws", { Options: throwing }, "Options.a cannot be read"],
    ["a getter that throws as we do", misleading, "a cannot be read"],
    ["a proxy that is over", { p: proxy }, "p cannot be read"],
    ["a proxy that throws", { p: badProxy }, "p cannot be read"],
    ["a proxy of a date", new Proxy(new Date(), {}), "The value is no plain data"],
    ["a list without end", { p: endless }, "p is too large"],
    [
      "a secret",
      { Options: { key: new Secret("hunter2") } },
      "Options.key is a Secret, which can only be a parameter's whole value",
    ],
    [
      "keys that differ in case",
      { a: { Name: 1, NAME: "hunter2" } },
      "a.NAME differs from another key in upper and lower case only",
    ],
    [
      "such keys of a map",
      new Map([
        ["é", 1],
        ["É", 2],
      ]),
      "É differs from another key in upper and lower case only",
    ],
    ["a strange key", { 'a "b"\n': () => 1 }, '["a \\"b\\"\\n"] is a function'],
    ["a long key", { ["k".repeat(1000)]: () => 1 }, `${"k".repeat(60)}… is a function`],
  ])("%s", (_, value, message) => {
    let thrown: unknown;
    try {
      writeClixml(value);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: "IdleError", code: "InvalidInput" });
    expect((thrown as Error).message.startsWith(`${message}. Parameters are`)).toBe(true);
    expect(`${(thrown as Error).stack}${String((thrown as Error).cause)}`).not.toContain("hunter2");
  });

  it("what has too many values, however short its lists are", () => {
    const many = Array.from({ length: 2500 }, () => null);
    expect(() => writeClixml(Array.from({ length: 2500 }, () => many))).toThrow(/^\[\d+\]\[\d+\] is too large\./);
  });

  it("what is deeper than PowerShell reads", () => {
    expect(() => writeClixml(nest(49))).toThrow(/k is more than 48 deep\./);
  });
});
