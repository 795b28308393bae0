import { describe, expect, it } from "vitest";
import { commonSteps, idlePlugin } from "../src/index.ts";
import { schemas } from "../src/schemas/index.ts";

function check(type: string, inputs: unknown): boolean {
  const step = commonSteps.find((each) => each.type === `IdLE.Step.${type}`);
  return step?.validate?.(inputs) ?? expect.fail(`no validator for ${type}`);
}
const ensure = (attributes: object) => check("EnsureAttributes", { identityKey: "x", attributes });

describe("attribute values", () => {
  it.each([
    ["text"],
    [""],
    [4.5],
    [true],
    [null],
    [[]],
    [["a", 1, false, null, { base64: "AAEC" }]],
    [{ base64: "AA==" }],
  ])("%j is one", (value) => expect(ensure({ A: value })).toBe(true));

  it.each([[{}], [{ base64: 1 }], [{ base64: "no!" }], [{ base64: "AA==", x: 1 }], [[["a"]]], [[{}]], [{ a: "b" }]])(
    "%j is none",
    (value) => expect(ensure({ A: value })).toBe(false),
  );
});

describe("attribute names", () => {
  it.each(["identity", "enabled", "container", "sessions", "sync", "entitlements.Group", "entitlements.", ""])(
    "%j is refused, for all steps that take attributes",
    (name) => {
      const attributes = { [name]: "x" };
      expect(ensure(attributes)).toBe(false);
      expect(check("CreateIdentity", { identityKey: "x", attributes })).toBe(false);
      expect(check("CreateIdentity", { identityKey: "x", attributes: {}, match: attributes })).toBe(false);
    },
  );

  it.each(["Enabled", "entitlements", "identityId", "extensionAttribute1", "a b", "ü"])("%j is taken", (name) =>
    expect(ensure({ [name]: "x" })).toBe(true),
  );

  it("says why one is refused, for editors and diagnostics", () => {
    expect(JSON.stringify(schemas["IdLE.Step.EnsureAttributes"])).toContain("stand for the account itself in a plan");
  });
});

describe("inputs", () => {
  it.each([
    ["EmitEvent", { message: 1 }],
    ["CreateIdentity", { identityKey: "x" }],
    ["CreateIdentity", { identityKey: "x", attributes: {}, initialPassword: "Winter" }],
    ["CreateIdentity", { identityKey: "x", attributes: {}, initialPassword: { generate: false } }],
    ["CreateIdentity", { identityKey: "x", attributes: {}, initialPassword: { secret: "" } }],
    ["CreateIdentity", { identityKey: "x", attributes: {}, initialPassword: { secret: "a", generate: true } }],
    ["CreateIdentity", { identityKey: "x", attributes: {}, match: {} }],
    ["DisableIdentity", { identityKey: "" }],
    ["MoveIdentity", { identityKey: "x" }],
    ["EnsureEntitlement", { identityKey: "x", entitlement: { id: "a" }, state: "Present" }],
    ["EnsureEntitlement", { identityKey: "x", entitlement: { kind: "Group", id: "a" }, state: "present" }],
    ["EnsureEntitlements", { identityKey: "x", entitlements: [{ kind: "G", id: "a", name: "b" }], state: "Absent" }],
    ["PruneEntitlements", { identityKey: "x", kind: "" }],
    ["PruneEntitlements", { identityKey: "x", kind: "Group", keep: ["a"] }],
    ["PruneEntitlementsEnsureKeep", { identityKey: "x", kind: "Group", keepPattern: ["*"] }],
  ])("%s refuses %j", (type, inputs) => expect(check(type, inputs)).toBe(false));

  it("have a schema for each type and no other", () => {
    expect(Object.keys(schemas)).toEqual(commonSteps.map(({ type }) => type));
    for (const step of commonSteps) expect(step.with).toBe(schemas[step.type]);
    expect(idlePlugin).toEqual({ contractVersion: 1, steps: commonSteps });
  });
});
