import { defineCapability, defineProvider, defineStep, isIdleError } from "@idle/contract";
import { describe, expect, it } from "vitest";

const step = {
  type: "Acme.Step.Go",
  description: "Goes.",
  with: { type: "object", additionalProperties: false, properties: {} },
  execute: () => ({ changed: false }),
};

function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (isIdleError(error, "DefinitionInvalid")) return error.message;
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("defineStep", () => {
  it("refuses malformed definitions with the reason", () => {
    const wrong: [object, RegExp][] = [
      [{ type: "go" }, /no step type name/],
      [{ execute: undefined }, /no execute/],
      [{ preview: 1 }, /preview/],
      [{ description: "" }, /description/],
      [{ idempotent: "no" }, /idempotent/],
      [{ requiredCapabilities: "IdLE.Identity.Read" }, /list its capabilities/],
      [{ requiredCapabilities: ["read"] }, /no capability id/],
      [{ with: null }, /closed schema/],
      [{ with: { type: "object", properties: {} } }, /closed schema/],
      [{ with: { type: "object", additionalProperties: false, properties: { provider: {} } } }, /provider/],
    ];
    for (const [change, reason] of wrong)
      expect(refusal(() => defineStep({ ...step, ...change } as never))).toMatch(reason);
  });

  it("takes methods from a class, and is frozen", async () => {
    class Greeting {
      readonly type = "Acme.Step.Greet";
      readonly description = "Greets.";
      readonly with = { type: "object", additionalProperties: false } as const;
      readonly greeting = "hello";
      execute() {
        return { changed: false, outputs: { said: this.greeting } };
      }
    }
    const defined = defineStep(new Greeting());
    expect(await defined.execute({} as never)).toEqual({ changed: false, outputs: { said: "hello" } });
    expect(Object.isFrozen(defined)).toBe(true);
    expect(Object.isFrozen(defined.requiredCapabilities)).toBe(true);
  });
});

describe("defineCapability", () => {
  it("refuses malformed definitions with the reason", () => {
    const wrong: [object, RegExp][] = [
      [{ id: "badge" }, /no capability id/],
      [{ methods: undefined }, /no methods/],
      [{ methods: { getCapabilities: "read" } }, /getCapabilities/],
      [{ methods: { close: "write" } }, /close/],
      [{ methods: { getBadge: "both" } }, /"read" or "write"/],
      [{ overlay: { printBadge: () => null } }, /overlay/],
      [{ overlay: { getBadge: 1 } }, /overlay/],
      [{ checkResult: { other: () => null } }, /check/],
    ];
    const good = { id: "Acme.Badge.Print", methods: { getBadge: "read", printBadge: "write" } };
    for (const [change, reason] of wrong)
      expect(refusal(() => defineCapability({ ...good, ...change } as never))).toMatch(reason);
    expect(Object.isFrozen(defineCapability(good as never).methods)).toBe(true);
  });
});

describe("defineProvider", () => {
  it("refuses a provider without a name, without capabilities or with malformed ones", () => {
    expect(refusal(() => defineProvider({ name: "", getCapabilities: () => [] }))).toMatch(/name/);
    expect(refusal(() => defineProvider({ name: "x" } as never))).toMatch(/getCapabilities/);
    expect(refusal(() => defineProvider({ name: "x", getCapabilities: () => ["read"] } as never))).toMatch(/read/);
  });

  it.each([
    ["IdLE.Identity.read", 'Did you mean "IdLE.Identity.Read"?'],
    ["identity-read", 'Did you mean "IdLE.Identity.Read"?'],
    ["", "Write a prefix and PascalCase segments joined by dots"],
    [7, "Write a prefix and PascalCase segments joined by dots"],
  ])("says what to write in place of the capability %j", (id, remedy) => {
    expect(refusal(() => defineProvider({ name: "x", getCapabilities: () => [id] } as never))).toContain(remedy);
  });
});
