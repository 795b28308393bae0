import { dnKey, parseDn } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatRdn, isSameDn, isWithin, joinDn, parentOf, rdnOf } from "../../src/names/dn.ts";

const base = "OU=Staff,DC=example,DC=com";
/** Anything a name may hold, often with what could be syntax or a blank of some kind; a server has no empty one. */
const character = fc.oneof(
  fc.constantFrom(" ", "\u00a0", "\u2028", "\u3000", "\ufeff", "\n", "\\", ",", "+", "=", "#", '"', ";", "2C"),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);
const value = fc
  .array(character, { minLength: 1, maxLength: 40 })
  .map((characters) => characters.join(""))
  .filter((text) => text.isWellFormed() && !text.includes("\0"));
/** As ldapts 9.2 finds the end of the first step in `Client.modifyDN`. */
const splitByLdapts = (dn: string) => {
  const at = dn.search(/[^\\],/);
  return at < 0 ? [dn] : [dn.slice(0, at + 1), dn.slice(at + 2)];
};

describe("a step that is written", () => {
  it("gives back any value, and no value is ever more than one", () => {
    fc.assert(
      fc.property(value, (text) => {
        const dn = joinDn([{ type: "CN", value: text }], base);
        const steps = parseDn(dn);
        expect(steps).toHaveLength(4);
        expect(steps?.[0]).toEqual([{ type: "CN", value: text }]);
        expect(parentOf(dn)).toBe(base);
        expect(rdnOf(dn)).toEqual([{ type: "CN", value: text }]);
      }),
    );
  });

  it("ends where ldapts takes it to end", () => {
    fc.assert(
      fc.property(value, (text) => {
        const rdn = formatRdn([{ type: "CN", value: text }]);
        expect(splitByLdapts(joinDn([{ type: "CN", value: text }], base))).toEqual([rdn, base]);
        expect(splitByLdapts(rdn)).toEqual([rdn]);
      }),
    );
  });

  it.each([
    ["Doe, Jane", String.raw`CN=Doe\2C Jane`],
    [" a ", String.raw`CN=\20a\20`],
    ["#a", String.raw`CN=\23a`],
    ["a+b=c", String.raw`CN=a\2Bb\3Dc`],
    ["back\\slash\\", String.raw`CN=back\5Cslash\5C`],
    ["Jürgen 👩‍💻", "CN=Jürgen 👩‍💻"],
  ])("hides what could be syntax: %s", (text, written) => {
    expect(formatRdn([{ type: "CN", value: text }])).toBe(written);
  });

  it("is written in a time that grows with its length only", () => {
    expect(formatRdn([{ type: "CN", value: `a${" ".repeat(200_000)}b` }])).toHaveLength(200_005);
  });

  it("has all parts of a step that has several", () => {
    const rdn = [
      { type: "cn", value: "a" },
      { type: "uid", value: "b" },
    ];
    expect(joinDn(rdn, "o=c")).toBe("cn=a+uid=b,o=c");
    expect(joinDn(rdn, "")).toBe("cn=a+uid=b");
  });
});

describe("a place", () => {
  it("is what a name stands in, in the server's spelling", () => {
    expect(parentOf(String.raw`CN=Doe\, Jane,OU=A,DC=b`)).toBe("OU=A,DC=b");
    expect(parentOf(String.raw`CN=a\\,OU=A`)).toBe("OU=A");
    expect(parentOf("DC=com")).toBe("");
  });

  it.each([
    ["CN=a,OU=Staff,DC=example,DC=com", true],
    ["cn=a, ou=staff, dc=EXAMPLE,dc=com", true],
    [base, true],
    ["CN=a,DC=example,DC=com", false],
    [String.raw`CN=a\,OU=Staff\,DC=example\,DC=com`, false],
    ["CN=a,OU=Staff,DC=example,DC=com,DC=evil", false],
    ["no name", false],
  ])("holds what stands below it, and nothing that only ends alike: %s", (dn, expected) => {
    expect(isWithin(dn, base)).toBe(expected);
  });

  it("is the same in any spelling", () => {
    expect(isSameDn("OU=A, DC=b", "ou=a,dc=B")).toBe(true);
    expect(isSameDn("OU=A,DC=b", "OU=A")).toBe(false);
    expect(isSameDn("no name", "no name")).toBe(false);
    expect(dnKey(base)).not.toBeNull();
  });
});
