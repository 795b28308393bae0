import { dnKey, parseDn } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinName, makeRdn, splitName } from "../../src/provider/names.ts";

describe("distinguished names", () => {
  it("are taken apart in the spelling they have", () => {
    expect(splitName("CN=Doe\\, Jane, OU=Staff,DC=example")).toEqual({
      rdn: "CN=Doe\\, Jane",
      container: "OU=Staff,DC=example",
    });
    expect(splitName("DC=example")).toEqual({ rdn: "DC=example", container: "" });
  });

  it.each([
    ["Doe, Jane", "CN=Doe\\, Jane"],
    ["#42#", "CN=\\#42#"],
    ["  around  ", "CN=\\  around \\ "],
    ["a\nb", "CN=a\\0Ab"],
    ['"+;<>=\\', 'CN=\\"\\+\\;\\<\\>\\=\\\\'],
    [" ", "CN=\\ "],
  ])("are made of %j", (value, rdn) => {
    expect(makeRdn("CN", value)).toBe(rdn);
  });

  it("hold whatever value they are made of, and nothing of it is syntax", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (value) => {
        const dn = joinName(makeRdn("CN", value), "OU=Staff,DC=example");
        expect(parseDn(dn)).toEqual([
          [{ type: "CN", value }],
          [{ type: "OU", value: "Staff" }],
          [{ type: "DC", value: "example" }],
        ]);
        expect(dnKey(splitName(dn).container)).toBe(dnKey("OU=Staff,DC=example"));
      }),
    );
  });
});
