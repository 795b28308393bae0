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

it("is not made where no password is without a word that is forbidden, and that is told soon", () => {
  const signs = [..."abcdefghijklmnopqrstuvwxyz0123456789!$%*+?@"];
  // All that can stand beside each other; what stands between is a separator, so that it is in no word.
  const words = signs.flatMap((a) => signs.flatMap((b) => signs.map((c) => `${a}${b}${c}`)));
  expect(() => generatePassword(0, [words.join(" ")])).toThrow(
    expect.objectContaining({ code: "InvalidInput", message: expect.stringContaining("so many words") }),
  );
});

it("does not mind letters by themselves, and knows words in any case and between any separators", () => {
  expect(generatePassword(0, ["A. B. C_D", "x", ""]).reveal()).toHaveLength(24);
  const from = (forbidden: readonly string[]) => {
    // The first password is made of the first sign of everything.
    let calls = 0;
    const random = (below: number) => {
      calls += 1;
      return calls <= 24 + 23 ? 0 : calls % below;
    };
    return generatePassword(0, forbidden, random).reveal();
  };
  const first = from([]);
  expect(first).toContain("AAA");
  for (const name of ["AAA", "aAa", "Jane AAA", "x-aaa_y", "jd,aaa", "jd#aaa.", "jd\taaa"]) {
    expect(from([name]).toLowerCase()).not.toContain("aaa");
  }
});

it("is no shorter where the policy cannot be read, and not endless where it wants what cannot be", () => {
  expect(generatePassword(Number.NaN).reveal()).toHaveLength(24);
  expect(generatePassword(-5).reveal()).toHaveLength(24);
  expect(generatePassword(256).reveal()).toHaveLength(256);
  for (const minimum of [257, 1e12, Number.POSITIVE_INFINITY]) {
    expect(() => generatePassword(minimum)).toThrow(expect.objectContaining({ code: "InvalidInput" }));
  }
});

it("has every sign in every place equally often, as far as its source is fair", () => {
  const asked: number[] = [];
  generatePassword(0, [], (below) => {
    asked.push(below);
    return below - 1;
  });
  // A sign of each kind, signs of all kinds, and a shuffle that can give every order.
  expect(asked).toEqual([24, 25, 8, 9, ...Array(20).fill(66), ...Array.from({ length: 23 }, (_, index) => 24 - index)]);
});
