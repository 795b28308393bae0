import { type Attributes, isSecret } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { createMockProvider } from "../src/index.ts";
import { jane, of } from "./jane.ts";

describe("the directory", () => {
  it("hands out what nobody can change", async () => {
    const provider = createMockProvider({ identities: [jane] });
    const identity = await provider.getIdentity(of("jane"));
    const list = await provider.listEntitlements(of("jane"));
    expect(() => Reflect.apply(Array.prototype.push, list, [{ kind: "Group", id: "x" }])).toThrow(TypeError);
    for (const part of [identity, identity?.attributes, identity?.attributes.Phones, list, list[0]]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it("keeps its own copy of what it was given", async () => {
    const phones = ["1"];
    const attributes = { Phones: phones };
    const provider = createMockProvider({ identities: [{ ...jane, attributes }] });
    await provider.createIdentity({ ...of("joe"), attributes });
    phones.push("2");
    expect((await provider.getIdentity(of("jane")))?.attributes.Phones).toEqual(["1"]);
    expect((await provider.getIdentity(of("joe")))?.attributes.Phones).toEqual(["1"]);
  });

  it("hands out the stored object itself, so that a read costs nothing", async () => {
    const provider = createMockProvider({ identities: [jane] });
    expect(await provider.getIdentity(of("jane"))).toBe(await provider.getIdentity(of("jane")));
  });

  it("compares keys exactly", async () => {
    const provider = createMockProvider({ identities: [jane] });
    for (const key of ["Jane", " jane", "__proto__", "constructor"]) {
      expect(await provider.getIdentity(of(key))).toBeNull();
    }
  });

  it.each([
    ["another case", "hr", true],
    ["another type", 4, true],
    ["the same", "HR", false],
  ])("compares values exactly: %s", async (_, value, changed) => {
    const provider = createMockProvider({ identities: [jane] });
    const result = await provider.ensureAttributes({ ...of("jane"), attributes: { Department: value } });
    expect(result.changed).toBe(changed);
  });

  it.each([
    [["1", "2"], false],
    [["2", "1"], true],
    [["1"], true],
    [[{ base64: "AA==" }], true],
  ])("compares lists by their elements: %j", async (value, changed) => {
    const provider = createMockProvider({ identities: [jane] });
    const result = await provider.previewAttributes({ ...of("jane"), attributes: { Phones: value } });
    expect(result.changed).toBe(changed);
  });

  it("takes any attribute name as a name", async () => {
    const provider = createMockProvider();
    const attributes = JSON.parse('{ "__proto__": "x", "constructor": "y" }');
    await provider.createIdentity({ ...of("odd"), attributes });
    const identity = await provider.getIdentity(of("odd"));
    expect(Object.entries(identity?.attributes ?? {})).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
    expect(await provider.previewAttributes({ ...of("odd"), attributes })).toMatchObject({ changed: false });
  });

  it("does not keep cleared attributes", async () => {
    const provider = createMockProvider({ identities: [{ ...jane, attributes: { A: null, B: "", C: 0 } }] });
    await provider.createIdentity({ ...of("joe"), attributes: { A: null, B: "", C: false } });
    expect((await provider.getIdentity(of("jane")))?.attributes).toEqual({ C: 0 });
    expect((await provider.getIdentity(of("joe")))?.attributes).toEqual({ C: false });
  });

  it("refuses to delete unless it was made to", async () => {
    const provider = createMockProvider({ identities: [jane] });
    await expect(provider.deleteIdentity(of("jane"))).rejects.toMatchObject({ code: "Unsupported" });
    expect(await provider.getIdentity(of("jane"))).not.toBeNull();
  });

  it("makes a different password each time", async () => {
    const provider = createMockProvider();
    const generate = async (key: string) => {
      const { outputs } = await provider.createIdentity({
        ...of(key),
        attributes: {},
        initialPassword: { generate: true },
      });
      const password = outputs?.initialPassword;
      return isSecret(password) ? password.reveal() : "";
    };
    const first = await generate("a");
    expect(first).toMatch(/^[\w-]{24}$/);
    expect(await generate("b")).not.toBe(first);
  });

  it.each([
    ["an empty key", "", {}],
    ["an attribute that is no value", "x", { A: { b: "c" } }],
    ["a number that JSON cannot carry", "x", { A: Number.NaN }],
  ])("refuses %s, which it could not read back", async (_, identityKey, attributes) => {
    const provider = createMockProvider({ identities: [jane] });
    const refused = { code: "InvalidInput" };
    const args = { ...of(identityKey), attributes: attributes as Attributes };
    await expect(provider.createIdentity(args)).rejects.toMatchObject(refused);
    await expect(provider.ensureAttributes(args)).rejects.toMatchObject(refused);
    await expect(provider.previewAttributes(args)).rejects.toMatchObject(refused);
  });
});
