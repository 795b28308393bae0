import { describe, expect, it } from "vitest";
import { generatePassword } from "../../src/provider/generate-password.ts";

describe("a generated password", () => {
  it("has 24 characters of all four kinds, in whatever order", () => {
    const seen = new Set<string>();
    for (let round = 0; round < 200; round += 1) {
      const text = generatePassword().reveal();
      expect(text).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*[2-9])(?=.*[!$%*+\-?@_]).{24}$/);
      seen.add(text);
    }
    expect(seen.size).toBe(200);
  });

  it("depends on chance alone", () => {
    const first = () => 0;
    expect(generatePassword(first).reveal()).toBe(`Aa2!${"A".repeat(20)}`);
  });

  it("does not show", () => {
    expect(`${generatePassword()}`).toBe("[REDACTED]");
  });
});
