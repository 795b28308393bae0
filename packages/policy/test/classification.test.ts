/** In which class a change counts, and how much. */
import type { Change, JsonValue } from "@idle/contract";
import { builtInCapabilities } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { classifyCapability } from "../src/effects/classify-capability.ts";
import { classifyChange } from "../src/effects/classify-change.ts";
import { effectsOf } from "../src/effects/effect.ts";
import { itemOf } from "../src/effects/item-of.ts";
import { blindStep, disable, erase, grant, revoke, step, update } from "./support/subject.ts";

const target = { provider: "AD", identityKey: "bjones" };
const change = (action: string, path: string, after?: JsonValue): Change =>
  ({ action, target, path, ...(after !== undefined && { after }) }) as Change;

describe("a change", () => {
  it.each([
    ["create", "identity", {}, "create"],
    ["delete", "identity", undefined, "delete"],
    ["update", "enabled", false, "disable"],
    ["update", "enabled", true, "update"],
    ["update", "enabled", null, "disable"],
    ["update", "container", "OU=Gone", "move"],
    ["update", "Department", "IT", "update"],
    ["update", "Department", null, "update"],
    ["remove", "entitlements.Group", undefined, "revoke"],
    ["remove", "entitlements.Licence", undefined, "revoke"],
    ["remove", "mailbox", undefined, "revoke"],
    ["delete", "mailbox", undefined, "delete"],
    ["add", "entitlements.Group", "CN=Staff", null],
    ["invoke", "sessions", undefined, null],
    ["invoke", "sync", undefined, null],
  ])("%s of %s to %j is in the class %s", (action, path, after, expected) => {
    expect(classifyChange(change(action, path, after))).toBe(expected);
  });

  it("with an action that nobody knows is an error, not nothing", () => {
    expect(() => classifyChange(change("erase", "identity"))).toThrow('no action "erase"');
  });
});

describe("a capability", () => {
  it("of the product is in the class of what it can do", () => {
    const classes = builtInCapabilities.map(({ id }) => [id, classifyCapability(id)]);
    expect(Object.fromEntries(classes)).toEqual({
      "IdLE.Identity.Read": null,
      "IdLE.Identity.List": null,
      "IdLE.Identity.Create": "create",
      "IdLE.Identity.Attribute.Ensure": "update",
      "IdLE.Identity.Enable": "update",
      "IdLE.Identity.Disable": "disable",
      "IdLE.Identity.Move": "move",
      "IdLE.Identity.Delete": "delete",
      "IdLE.Identity.RevokeSessions": null,
      "IdLE.Entitlement.List": null,
      "IdLE.Entitlement.Grant": null,
      "IdLE.Entitlement.Revoke": "revoke",
      "IdLE.Entitlement.Prune": "revoke",
      "IdLE.DirectorySync.Status": null,
      "IdLE.DirectorySync.Trigger": null,
    });
  });

  it("of somebody else's may be anything, also with the name of something inherited", () => {
    expect(classifyCapability("Acme.Badge.Issue")).toBe("unknown");
    expect(classifyCapability("constructor")).toBe("unknown");
  });
});

describe("the effects of steps", () => {
  const systemOf = (alias: string) => alias.replace(/\d$/, "");
  const count = (steps: Parameters<typeof effectsOf>[0], action: string) =>
    new Set(
      effectsOf(steps, systemOf)
        .filter((effect) => effect.action === action)
        .map(itemOf),
    ).size;

  it("count an identity once, however many attributes and steps, and removals one by one", () => {
    const steps = [
      step(["a", "b", "c", "d", "e"].map((path) => update("bjones", path))),
      step([update("bjones", "f", "AD2"), disable("bjones"), disable("csmith")]),
      step([revoke("bjones", "CN=A"), revoke("bjones", "CN=B"), revoke("csmith", "CN=A"), grant("bjones", "CN=C")]),
    ];
    expect([count(steps, "update"), count(steps, "disable"), count(steps, "revoke")]).toEqual([1, 2, 3]);
  });

  it("tell systems apart, and keys that differ in case", () => {
    expect(count([step([erase("bjones"), erase("bjones", "Entra"), erase("BJones")])], "delete")).toBe(3);
  });

  it("count each removal without an id", () => {
    const odd: Change = { action: "remove", target, path: "licences" };
    expect(count([step([odd, odd]), step([odd])], "revoke")).toBe(3);
  });

  it("of a step that is not known are one for each class of its capabilities", () => {
    const all = ["IdLE.Identity.Delete", "IdLE.Entitlement.Prune", "IdLE.Entitlement.Revoke", "IdLE.Identity.Read"];
    const effects = effectsOf([blindStep(all, "bjones")], systemOf);
    expect(effects.map(({ action, identityKey, system }) => [action, identityKey, system])).toEqual([
      ["delete", "bjones", "AD"],
      ["revoke", "bjones", "AD"],
    ]);
    expect(effects.map((effect) => itemOf(effect) === null)).toEqual([false, true]);
    expect(effectsOf([step([], { capabilities: all, identityKey: "bjones" })], systemOf)).toEqual([]);
  });
});
