import { type AnyCapability, defineCapability } from "@idle/contract";
import { expect, it } from "vitest";

// Declared without types: it stands for any third party's.
const define = defineCapability as (definition: object) => AnyCapability;
const { checkResult = {} } = define({
  id: "Test.Plain.Checks",
  methods: { readPlainly: "read", writePlainly: "write" },
});

it("a read answers with something, if only null", () => {
  expect(checkResult.readPlainly?.(undefined, {})).toBe("nothing; null says that there is none");
  for (const answer of [null, false, 0, "", {}, []]) expect(checkResult.readPlainly?.(answer, {})).toBeNull();
});

it("a write says whether it changed something", () => {
  expect(checkResult.writePlainly?.({ changed: "yes" }, {})).toBe("a string as changed, which must be true or false");
  expect(checkResult.writePlainly?.({ changed: undefined }, {})).toContain("nothing as changed");
  expect(checkResult.writePlainly?.({ badge: 7 }, {})).toContain("nothing as changed");
  expect(checkResult.writePlainly?.(undefined, {})).toBe("nothing instead of { changed }");
  expect(checkResult.writePlainly?.(true, {})).toBe("a boolean instead of { changed }");
  for (const answer of [{ changed: true }, { changed: false, badge: 7 }]) {
    expect(checkResult.writePlainly?.(answer, {})).toBeNull();
  }
});

it("a check of its own comes in place of that", () => {
  const own = define({ id: "Test.Own.Check", methods: { readOwn: "read" }, checkResult: { readOwn: () => null } });
  expect(own.checkResult?.readOwn?.(undefined, {})).toBeNull();
});
