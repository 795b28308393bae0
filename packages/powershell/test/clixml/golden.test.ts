import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { writeClixml } from "../../src/clixml/write-clixml.ts";
import { readDocument } from "./read-document.ts";

const text = readFileSync(new URL("./golden/powershell-7.6.txt", import.meta.url), "utf8").replaceAll("\r\n", "\n");
const captured = new Map(
  text
    .split(/^=== /m)
    .slice(1)
    .map((part): [string, string] => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]),
);

const oddText =
  "a\0b\tc\nd\re<f>&g\"h'i_x0041_j_X0041_k_l__x\u{1F600}\uD800z\uDC00\u007F\u0085\u2028\u009F\u00A0\u00E9 ";

const expected: Readonly<Record<string, unknown>> = {
  null: null,
  nothing: null,
  text: "plain",
  "text empty": "",
  "text blank": "   ",
  "text odd": oddText,
  true: true,
  char: "A",
  "char nul": "\0",
  byte: 200,
  sbyte: -3,
  int16: -300,
  uint16: 65535,
  int32: -2147483648,
  uint32: 4294967295,
  int64: -9223372036854775808n,
  uint64: 18446744073709551615n,
  "int64 safe": 9007199254740991,
  single: 1.1,
  "single -inf": Number.NEGATIVE_INFINITY,
  double: 0.1,
  "double large": 1e300,
  "double small": 1e-7,
  "double nan": Number.NaN,
  "double inf": Number.POSITIVE_INFINITY,
  "double -0": -0,
  decimal: 1.5,
  "decimal max": "79228162514264337593543950335",
  "decimal small": 1e-28,
  "decimal 0.0": 0,
  "date utc": new Date("2024-01-02T03:04:05.678Z"),
  "date local": new Date("2024-01-02T02:04:05.678Z"),
  "date unspecified": "2024-01-02T03:04:05",
  "date min": "0001-01-01T00:00:00",
  "date max": new Date("9999-12-31T23:59:59.999Z"),
  "date of Get-Date": new Date("2024-01-02T03:04:05.000Z"),
  datetimeoffset: new Date("2024-01-02T01:04:05.000Z"),
  dateonly: "2024-01-02",
  timespan: "1.02:03:04.5000000",
  "timespan negative": "-00:30:00",
  "timespan zero": "00:00:00",
  "timespan min": "-10675199.02:48:05.4775808",
  "timespan max": "10675199.02:48:05.4775807",
  "timespan tick": "00:00:00.0000001",
  bytes: new Uint8Array([0, 1, 127, 128, 255]),
  "bytes none": new Uint8Array(0),
  guid: "8f7b6a3c-0c1d-4e2f-9a0b-1c2d3e4f5a6b",
  uri: "https://example.com/a b?x=1&y=_x0041_",
  version: "1.2.3.4",
  semanticversion: "7.6.0-rc.1",
  xml: '<a b="1"><c>&amp; text</c><!-- n --></a>',
  scriptblock: ' Get-Item "a" | Where-Object { $_ -lt 3 } ',
  enum: "Friday",
  "enum flags": "ReadOnly, Hidden",
  "enum unknown": "99",
  enums: ["Friday", "Friday", "Monday"],
  object: { Name: "n", Inner: { Deep: { x: 1 } } },
  "object too deep": { A: { B: { C: 1 }, L: [1, [2]], T: { k: 1 } } },
  "object empty": {},
  "object odd names": {
    "a b": 1,
    "c\nd": 2,
    e_x0041_: 3,
    ["__proto__"]: 4,
    constructor: 5,
    "f\uD800": 6,
    'q"<': 7,
    toString: 8,
  },
  "object plain": "System.Object",
  class: { X: 1, Y: "q", Z: 3 },
  hashtable: { one: 1 },
  "hashtable empty": {},
  ordered: { z: 1, a: { q: [1, "2", null] } },
  "ordered keys": {
    b: 1,
    5: 2,
    Monday: 3,
    "2024-01-02T03:04:05.000Z": 4,
    true: 5,
    n: null,
    "System.Object[]": 6,
    "1.2": 7,
  },
  dictionary: { a: 1, A: 2 },
  array: [1, "a", null, [2, [3]]],
  "array empty": [],
  "array of one": [1],
  "array of texts": ["a", ""],
  "array of two dimensions": [0, 0, 0, 0],
  list: ["x", "y"],
  arraylist: [1, 2],
  stack: [2, 1],
  queue: [1, 2],
  hashset: [1, 2],
  tuple: { Item1: 1, Item2: "a", Length: 2 },
  "text with member": "text",
  "number with member": 42,
  "array with member": [[1, 2]],
  shared: [{ v: 1 }, { v: 1 }, { s: { v: 1 } }],
  cycle: { Name: "loop", Self: null },
  "cycle of a hashtable": { n: 1, self: null },
  securestring: "System.Security.SecureString",
  credential: { UserName: "user", Password: "System.Security.SecureString" },
  dbnull: null,
  biginteger: 1180591620717411303424n,
  ipaddress: "10.0.0.1",
  switch: true,
  progress: "System.Management.Automation.ProgressRecord",
  progresses: ["System.Management.Automation.ProgressRecord", 5],
  "member set": { A: 1, B: 2, Twice: 2, Also: 1 },
  "type names": [{ A: 1 }, { A: 1 }, { A: 1 }],
  deserialized: ["Friday", { a: 1 }, [2, 1], "1.2"],
  group: { Values: [1], Count: 1, Group: [1], Name: "1" },
  csv: { a: "1", b: "2" },
  selected: { x: 1, z: 2 },
  "error record": {
    Exception: {
      TargetSite: null,
      Message: "It failed.",
      Data: {},
      InnerException: {
        TargetSite: null,
        Message: "Because.",
        Data: {},
        InnerException: null,
        HelpLink: null,
        Source: null,
        HResult: -2146233088,
        StackTrace: null,
      },
      HelpLink: null,
      Source: null,
      HResult: -2146233079,
      StackTrace: null,
    },
    TargetObject: "target",
    FullyQualifiedErrorId: "Its.Id",
    InvocationInfo: null,
    ErrorCategory_Category: 7,
    ErrorCategory_Activity: "",
    ErrorCategory_Reason: "InvalidOperationException",
    ErrorCategory_TargetName: "target",
    ErrorCategory_TargetType: "String",
    ErrorCategory_Message: "InvalidOperation: (target:String) [], InvalidOperationException",
    SerializeExtendedInfo: false,
    PSMessageDetails: null,
  },
  "object deep": levels(12),
  // Only what has properties by its type is cut.
  "object deeper than asked": levels(12),
  "tuple deeper than asked": { Item1: "((1, 2), 3)", Item2: 4, Length: 2 },
  "cycle of a list": [null],
  "cycle of dictionaries": { K: 1, k: { back: null, list: [null] } },
  singles: [1.5, 3.4028235e38, 1e-45, Number.NaN],
  doubles: [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE],
  decimals: [0.1, 100, -1.1, "0.1234567890123456789012345678", "7922816251426433759354395033.5"],
  "date local min": new Date("0000-12-31T23:06:00.000Z"),
  "date local max": new Date("9999-12-31T22:59:59.999Z"),
  "char half of a pair": "\uD800",
  "object names of controls": { "\u0001\u0085": "\u0002", _x: 1, "€": 2 },
  int128: "170141183460469231731687303715884105727",
  range: [1, 2, 3],
  "generic queue": ["a", "b"],
  "read-only collection": [1, 2],
  "from json": { a: [1, { b: null }], c: 1.5, d: new Date("2024-01-02T03:04:05.000Z"), e: [] },
};

/** As many objects in each other. */
function levels(level: number): unknown {
  return level === 0 ? { bottom: true } : { level, in: levels(level - 1) };
}

describe("what PowerShell 7.6 writes", () => {
  it("is known in full", () => {
    expect([...captured.keys()].sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))("%s", (name, value) => {
    expect(readDocument(captured.get(name) ?? "")).toStrictEqual(value);
  });

  it("shares what is shared", () => {
    const [first, second, third] = readDocument(captured.get("shared") ?? "") as [
      object,
      object,
      { readonly s: object },
    ];
    expect(second).toBe(first);
    expect(third.s).toBe(first);
  });

  it("shows nothing of a secret", () => {
    for (const name of ["securestring", "credential"]) {
      expect(captured.get(name)).toContain("70007700");
      expect(JSON.stringify(readDocument(captured.get(name) ?? ""))).not.toContain("7000");
    }
  });

  it.each([
    "text",
    "text empty",
    "true",
    "int32",
    "double",
    "double nan",
    "double inf",
    "double -0",
    "bytes",
    "uint64",
  ])("%s is written like that, too", (name) => {
    const compact = (xml: string): string => xml.replace(/>\s+</g, "><").trim();
    const written = writeClixml(expected[name]);
    expect(written).toBe(compact(captured.get(name) ?? ""));
  });
});
