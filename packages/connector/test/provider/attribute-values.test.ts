import type { AttributeValue } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Capabilities } from "../../src/definition/capabilities.ts";
import type { IndexedAttribute } from "../../src/model/schema-index.ts";
import type { AttributeType } from "../../src/model/value.ts";
import { holdsAll, isSameSet, shownValue, wantedValues } from "../../src/provider/attribute-values.ts";
import { createNaming } from "../../src/space/naming.ts";

const naming = createNaming({ distinguishedNameStyle: "LDAP", dataNormalization: [] } as unknown as Capabilities);
const attribute = (dataType: AttributeType, isMultiValued = false): IndexedAttribute => ({
  name: "a",
  dataType,
  isMultiValued,
  isAnchor: false,
  canImport: true,
  canExport: true,
});
const wanted = (dataType: AttributeType, value: unknown, isMultiValued = false) =>
  wantedValues(attribute(dataType, isMultiValued), value as AttributeValue, naming);

describe("what a workflow wants of an attribute", () => {
  it.each([
    ["String", "text", "text"],
    ["String", 4711, "4711"],
    ["String", true, "true"],
    ["Integer", 5, 5],
    ["Integer", "5", 5],
    ["Integer", "-5", -5],
    ["Integer", "9007199254740993", 9007199254740993n],
    ["Integer", "-9223372036854775808", -9223372036854775808n],
    ["Boolean", false, false],
    ["Boolean", "true", true],
    ["Reference", "CN=a,DC=b", "CN=a,DC=b"],
  ] as const)("as %s has a value of its own for %j", (type, given, value) => {
    expect(wanted(type, given)).toEqual([value]);
  });

  it("has bytes as Base64", () => {
    expect(wanted("Binary", { base64: "AAEC" })).toEqual([new Uint8Array([0, 1, 2])]);
    expect(wanted("Binary", { base64: "AA" })).toEqual([new Uint8Array([0])]);
  });

  it.each([
    ["String", { base64: "AAEC" }],
    ["String", "\ud800"],
    ["String", Number.NaN],
    ["String", ["a", ""]],
    ["String", [null]],
    ["String", [["a"]]],
    ["Integer", "05"],
    ["Integer", "-0"],
    ["Integer", "1e3"],
    ["Integer", " 5"],
    ["Integer", 1.5],
    ["Integer", 9007199254740992],
    ["Integer", "9223372036854775808"],
    ["Integer", "1".repeat(100_000)],
    ["Integer", true],
    ["Boolean", "yes"],
    ["Boolean", "TRUE"],
    ["Boolean", 1],
    ["Binary", "AAEC"],
    ["Binary", { base64: "A?" }],
    ["Binary", { base64: 5 }],
    ["Binary", Object.create({ base64: "AAEC" })],
    ["Reference", "somebody"],
    ["Reference", 5],
    ["Reference", ""],
  ] as const)("as %s cannot be %j", (type, given) => {
    const list = Array.isArray(given) ? given : [given];
    expect(() => wanted(type, list, true)).toThrow(/A value of the attribute "a" (must be|is nothing)/);
  });

  it("does not repeat a value that it refuses", () => {
    expect(() => wanted("Integer", "hunter2")).toThrow(/^(?!.*hunter2).*must be a whole number/);
  });

  it.each([null, "", undefined, []])("is nothing for %j", (given) => {
    expect(wanted("Integer", given)).toEqual([]);
  });

  it("is each value once, and one for what has one", () => {
    expect(wanted("String", ["b", "a", "b"], true)).toEqual(["a", "b"]);
    expect(wanted("Reference", ["CN=A,DC=b", "cn=a, dc=B"], true)).toEqual(["CN=A,DC=b"]);
    expect(wanted("String", ["a", "a"])).toEqual(["a"]);
    expect(() => wanted("String", ["a", "b"])).toThrow(/holds one value, not 2/);
  });
});

describe("how values are shown", () => {
  it("is a list wherever there can be several, also for one", () => {
    expect(shownValue(attribute("String", true), ["a"])).toEqual(["a"]);
    expect(shownValue(attribute("String"), ["a"])).toBe("a");
    expect(shownValue(attribute("String", true), [])).toBeNull();
    expect(shownValue(attribute("String"), [])).toBeNull();
  });

  it("is a text for numbers that a number cannot hold", () => {
    expect(shownValue(attribute("Integer"), [9007199254740993n])).toBe("9007199254740993");
  });

  it("comes back as what it was", () => {
    const value = fc.oneof(
      fc.tuple(fc.constant("String" as const), fc.string({ minLength: 1, unit: "grapheme" })),
      fc.tuple(fc.constant("Boolean" as const), fc.boolean()),
      fc.tuple(fc.constant("Integer" as const), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      fc.tuple(fc.constant("Binary" as const), fc.uint8Array()),
    );
    fc.assert(
      fc.property(value, fc.boolean(), ([type, given], isMultiValued) => {
        const which = attribute(type, isMultiValued);
        const small = typeof given === "bigint" && Number.isSafeInteger(Number(given)) ? Number(given) : given;
        expect(wantedValues(which, shownValue(which, [given]), naming)).toEqual([small]);
      }),
    );
  });
});

describe("how values are compared", () => {
  it("is as sets, exactly", () => {
    expect(isSameSet(attribute("String", true), ["a", "b"], ["b", "a"], naming)).toBe(true);
    expect(isSameSet(attribute("String", true), ["a"], ["A"], naming)).toBe(false);
    expect(isSameSet(attribute("String", true), ["a", "b"], ["a"], naming)).toBe(false);
    expect(isSameSet(attribute("String"), ["1"], [], naming)).toBe(false);
  });

  it("is as names for references", () => {
    expect(isSameSet(attribute("Reference"), ["CN=A,DC=b"], ["cn=a, dc=B"], naming)).toBe(true);
    expect(isSameSet(attribute("String"), ["CN=A,DC=b"], ["cn=a, dc=B"], naming)).toBe(false);
    expect(holdsAll(attribute("Reference", true), ["CN=A,DC=b", "CN=c"], ["cn=a,dc=b"], naming)).toBe(true);
    expect(holdsAll(attribute("Reference", true), ["CN=c"], ["cn=a,dc=b"], naming)).toBe(false);
  });
});
