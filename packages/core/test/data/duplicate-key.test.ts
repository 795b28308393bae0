import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDuplicateKey } from "../../src/data/duplicate-key.ts";

describe("a key that stands twice in one object", () => {
  it("is found, however it is written and however deep", () => {
    expect(findDuplicateKey('{"a":1,"a":2}')).toBe("a");
    expect(findDuplicateKey('[{"x":{"a":1,"b":[],"\\u0061":2}}]')).toBe("a");
    expect(findDuplicateKey('{"a\\"":1, "a\\"" : 2}')).toBe('a"');
  });

  it("is not seen where there is none", () => {
    expect(findDuplicateKey('{"a":{"a":"a:a"},"b":["a","a",{"a":1}],"c":"{\\"c\\":1,\\"c\\":2}"}')).toBeNull();
    fc.assert(
      fc.property(fc.json(), fc.nat({ max: 4 }), (json, indent) => {
        expect(findDuplicateKey(JSON.stringify(JSON.parse(json), null, indent))).toBeNull();
      }),
    );
  });

  it("is looked for behind texts of many megabytes", () => {
    const long = "x".repeat(30_000_000);
    const escaped = '\\"'.repeat(10_000_000);
    expect(findDuplicateKey(`{"a":"${long}","b":"${escaped}","c":"${"\\\\".repeat(10_000_000)}","a":1}`)).toBe("a");
  });
});
