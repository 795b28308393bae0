import fc from "fast-check";
import { expect, it } from "vitest";
import { generatePassword } from "../../src/identities/generate-password.ts";

it("has at least 24 characters of all four kinds, or as many as the policy wants", () => {
  fc.assert(
    fc.property(fc.nat(60), (minimum) => {
      const password = generatePassword(minimum).reveal();
      expect(password).toHaveLength(Math.max(24, minimum));
      for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(password).toMatch(kind);
      expect(password).toMatch(/^[!-~]+$/);
    }),
  );
});

it("is another one each time", () => {
  const made = Array.from({ length: 500 }, () => generatePassword().reveal());
  expect(new Set(made).size).toBe(made.length);
});

it("has no word in it that a policy may forbid", () => {
  // A source that says the name first, and anything after that.
  let calls = 0;
  const random = (below: number) => {
    calls += 1;
    return calls < 400 ? 0 : Math.floor(Math.random() * below);
  };
  const password = generatePassword(0, ["AAA-x", "jd"], random).reveal();
  expect(password.toLowerCase()).not.toContain("aaa");
  expect(calls).toBeGreaterThan(400);
});

it("is made in the end, whatever is forbidden", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const words = [...letters].flatMap((a) => [...letters].map((b) => `${a}${b}e`));
  expect(generatePassword(0, words).reveal()).toHaveLength(24);
});
