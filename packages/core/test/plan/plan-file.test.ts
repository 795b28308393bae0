import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { importPlan } from "../../src/plan/plan-file.ts";

const refusal = (text: string | Uint8Array): Error => {
  try {
    importPlan(text);
  } catch (error) {
    return error as Error;
  }
  throw new Error("It was taken for a plan.");
};

describe("a text that is no JSON is no plan", () => {
  it("with the place, and nothing of the text", () => {
    const error = refusal('{ "a": {\n  "password": PLANTED } }');
    expect(error).toMatchObject({
      code: "PlanInvalid",
      message: "This is no plan: it is not JSON. At 2:15, a value should stand.",
    });
    expect(inspect(error, { depth: 10 }).replaceAll(/^\s+at .*$/gm, "")).not.toContain("PLANTED");
    expect(error.cause).toBeUndefined();
  });

  it("with the place behind a byte-order mark", () => {
    const message = "This is no plan: it is not JSON. At 1:1, a value should stand.";
    expect(refusal("\ufeffPLANTED").message).toBe(message);
    expect(refusal(new TextEncoder().encode("\ufeffPLANTED")).message).toBe(message);
  });

  it("with its encoding", () => {
    expect(refusal(new Uint8Array([0x22, 0xff, 0x22])).message).toBe("This is no plan: it is not UTF-8.");
  });
});
