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

it("a write that says changed says true or false", () => {
  expect(checkResult.writePlainly?.({ changed: "yes" }, {})).toBe("a string as changed, which must be true or false");
  expect(checkResult.writePlainly?.({ changed: undefined }, {})).toContain("nothing as changed");
  for (const answer of [undefined, { changed: true }, { started: true }]) {
    expect(checkResult.writePlainly?.(answer, {})).toBeNull();
  }
});

it("a check of its own comes in place of that", () => {
  const own = define({ id: "Test.Own.Check", methods: { readOwn: "read" }, checkResult: { readOwn: () => null } });
  expect(own.checkResult?.readOwn?.(undefined, {})).toBeNull();
});
