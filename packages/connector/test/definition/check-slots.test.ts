import { describe, expect, it } from "vitest";
import { slotProblems } from "../../src/definition/check-slots.ts";
import type { ScriptSource } from "../../src/definition/definition.ts";
import { readCapabilities } from "../../src/definition/read-capabilities.ts";
import { type SlotName, slotNames } from "../../src/model/slots.ts";
import { placesOf } from "./written.ts";

function problemsOf(capabilities: Record<string, boolean>, slots: readonly SlotName[], isWritten = false) {
  const scripts = new Map<SlotName, ScriptSource>(isWritten ? [["schema", { kind: "file", path: "schema.ps1" }]] : []);
  return slotProblems({ capabilities: readCapabilities(capabilities), scripts }, new Set(slots));
}

/** Each capability, and the scripts that it needs beside schema. */
const needs: readonly (readonly [string, readonly SlotName[]])[] = [
  ["enableImport", ["beginImport", "importData", "endImport"]],
  ["enableExport", ["beginExport", "exportData", "endExport"]],
  ["partitions", ["partition"]],
  ["hierarchy", ["hierarchy"]],
  ["enablePasswordOperations", ["password"]],
];

describe("slotProblems", () => {
  it.each(needs)("%s needs %j, each of them", (capability, slots) => {
    const asked = { enableImport: false, [capability]: true };
    expect(problemsOf(asked, ["schema", ...slots])).toEqual([]);
    for (const left of slots) {
      const others = slotNames.filter((slot) => slot !== left);
      expect(problemsOf(asked, others)).toEqual([
        {
          pointer: `/capabilities/${capability}`,
          message: `${capability} is on, and the script ${left} is missing. Write it, or turn ${capability} off.`,
        },
      ]);
    }
  });

  it.each(needs)("without %s none of %j is needed", (capability) => {
    const others = needs.filter(([name]) => name !== capability).flatMap(([, slots]) => slots);
    const asked = Object.fromEntries(needs.map(([name]) => [name, name !== capability]));
    expect(problemsOf(asked, ["schema", ...others])).toEqual([]);
  });

  it("needs schema whatever the connector can do", () => {
    expect(
      problemsOf(
        { enableImport: false },
        slotNames.filter((slot) => slot !== "schema"),
      ),
    ).toEqual([{ pointer: "/use", message: expect.stringMatching(/^The script schema is missing/) }]);
  });

  it("lists those that are missing together, and points to where they would stand", () => {
    expect(problemsOf({}, ["schema", "importData"], true)).toEqual([
      {
        pointer: "/scripts",
        message:
          "enableImport is on, and the scripts beginImport and endImport are missing. Write them, or turn enableImport off.",
      },
    ]);
    expect(problemsOf({ enableExport: true, enableImport: false }, ["schema"])[0]?.message).toContain(
      "the scripts beginExport, exportData and endExport are missing",
    );
  });

  it("is not asked while one of them is misspelt", async () => {
    const scripts = "name: hr\nscripts: { schema: a.ps1, begnImport: b.ps1, importData: c.ps1, endImport: d.ps1 }\n";
    expect(await placesOf(scripts)).toEqual(['2:27 UnknownKey Unknown key "begnImport". Did you mean "beginImport"?']);
  });

  it("is asked about the scripts of a definition, where blank ones are not there", async () => {
    const scripts =
      'name: hr\nscripts:\n  schema: schema.ps1\n  beginImport: begin.ps1\n  importData: { inline: "  " }\n  endImport:\n';
    expect(await placesOf(scripts)).toEqual([
      "2:1 ScriptMissing enableImport is on, and the scripts importData and endImport are missing. Write them, or turn enableImport off.",
    ]);
  });
});
