import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Capabilities } from "../../src/definition/capabilities.ts";
import { capabilityChanges } from "../../src/definition/capability-change.ts";
import { readCapabilities } from "../../src/definition/read-capabilities.ts";

const defaults = readCapabilities(undefined);

describe("capabilityChanges", () => {
  it("says nothing of what is as it was, also after it was written as JSON", () => {
    const all = { ...defaults, dataNormalization: ["Uppercase", "RemoveAccents"] as const };
    expect(capabilityChanges(JSON.parse(JSON.stringify(all)), all)).toEqual([]);
    expect(capabilityChanges({ ...all, dataNormalization: ["RemoveAccents", "Uppercase"] }, all)).toEqual([]);
  });

  it("tells each capability that is another one, and what would have to be done", () => {
    const after: Capabilities = {
      ...defaults,
      exportType: "ObjectReplace",
      dataNormalization: ["Uppercase"],
      enableExport: true,
    };
    expect(capabilityChanges(defaults, after)).toEqual([
      "exportType was AttributeReplace and is ObjectReplace now.",
      "dataNormalization was None and is Uppercase now.",
      expect.stringMatching(/^enableExport was off and is on now\. .*new name.*remove its folder.*full import\.$/),
    ]);
  });

  it("takes what an earlier version did not know for a change", () => {
    const { enableObjectRename: _, ...before } = defaults;
    expect(capabilityChanges(before as Capabilities, defaults)[0]).toMatch(
      /^enableObjectRename was not known and is off now\./,
    );
  });

  it("notices any one capability that changes", () => {
    const flags = (Object.keys(defaults) as (keyof Capabilities)[]).filter((key) => typeof defaults[key] === "boolean");
    fc.assert(
      fc.property(fc.constantFrom(...flags), (flag) => {
        expect(capabilityChanges(defaults, { ...defaults, [flag]: !defaults[flag] })).toHaveLength(1);
      }),
    );
  });
});
