import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Capabilities } from "../../src/definition/capabilities.ts";
import { capabilityProblems } from "../../src/definition/check-capabilities.ts";
import { readCapabilities } from "../../src/definition/read-capabilities.ts";
import { codesOf, head, placesOf, read } from "./written.ts";

const defaults = readCapabilities(undefined);
const flags = [
  "useDnAsAnchor",
  "concurrentOperations",
  "partitions",
  "hierarchy",
  "enableImport",
  "enableDeltaImport",
  "enableExport",
  "enableFullExport",
  "noReferenceValuesInFirstExportPass",
  "enableObjectRename",
  "deleteAddAsReplace",
  "enablePasswordOperations",
  "enableExportPasswordInFirstPass",
] as const;
const styles = ["None", "Generic", "LDAP"] as const;
const confirmations = ["Normal", "NoDeleteConfirmation", "NoAddAndDeleteConfirmation"] as const;
const exportTypes = [
  "AttributeReplace",
  "AttributeUpdate",
  "MultivaluedReferenceAttributeUpdate",
  "ObjectReplace",
] as const;

/** Every combination of the settings that rules are about. */
function* combinations(): Generator<Capabilities> {
  for (const distinguishedNameStyle of styles) {
    for (const objectConfirmation of confirmations) {
      for (let bits = 0; bits < 2 ** flags.length; bits += 1) {
        const chosen = Object.fromEntries(flags.map((flag, place) => [flag, (bits & (1 << place)) !== 0]));
        yield { ...defaults, ...chosen, distinguishedNameStyle, objectConfirmation };
      }
    }
  }
}

/** What cannot be, as a table of its own: what is asked for, then where that is possible. */
const table: readonly (readonly [
  pointer: string,
  isAsked: (c: Capabilities) => boolean,
  can: (c: Capabilities) => boolean,
])[] = [
  ["enableDeltaImport", (c) => c.enableDeltaImport, (c) => c.enableImport],
  ["enableFullExport", (c) => c.enableFullExport, (c) => c.enableExport],
  ["noReferenceValuesInFirstExportPass", (c) => c.noReferenceValuesInFirstExportPass, (c) => c.enableExport],
  ["deleteAddAsReplace", (c) => c.deleteAddAsReplace, (c) => c.enableExport],
  ["enableExportPasswordInFirstPass", (c) => c.enableExportPasswordInFirstPass, (c) => c.enableExport],
  ["enableObjectRename", (c) => c.enableObjectRename, (c) => c.enableExport],
  ["enableObjectRename", (c) => c.enableObjectRename, (c) => c.distinguishedNameStyle !== "None"],
  ["objectConfirmation", (c) => c.objectConfirmation !== "Normal", (c) => c.enableExport],
  ["useDnAsAnchor", (c) => c.useDnAsAnchor, (c) => c.distinguishedNameStyle === "LDAP"],
  ["partitions", (c) => c.partitions, (c) => c.distinguishedNameStyle === "LDAP"],
  ["hierarchy", (c) => c.hierarchy, (c) => c.distinguishedNameStyle === "LDAP"],
  ["enableImport", () => true, (c) => c.enableImport || c.enableExport || c.enablePasswordOperations],
];

function expectedPointers(capabilities: Capabilities): string[] {
  return table.flatMap(([name, isAsked, can]) =>
    isAsked(capabilities) && !can(capabilities) ? [`/capabilities/${name}`] : [],
  );
}

const pointersOf = (capabilities: Capabilities) => capabilityProblems(capabilities).map(({ pointer }) => pointer);

describe("capabilityProblems", () => {
  it("refuses what cannot be and nothing else, for every combination there is", () => {
    let seen = 0;
    for (const capabilities of combinations()) {
      seen += 1;
      const found = pointersOf(capabilities).toSorted();
      const expected = expectedPointers(capabilities).toSorted();
      if (found.join() !== expected.join()) expect({ capabilities, found }).toEqual({ capabilities, found: expected });
    }
    expect(seen).toBe(3 * 3 * 8_192);
  });

  it("has no opinion on the type of export and what is done to anchors", () => {
    const any = fc.record({
      exportType: fc.constantFrom(...exportTypes),
      dataNormalization: fc.subarray(["Uppercase", "RemoveAccents"] as const),
      ...Object.fromEntries(flags.map((flag) => [flag, fc.boolean()])),
    });
    fc.assert(
      fc.property(any, ({ exportType, dataNormalization, ...others }) => {
        const plain: Capabilities = { ...defaults, ...others };
        expect(pointersOf({ ...plain, exportType, dataNormalization })).toEqual(pointersOf(plain));
      }),
    );
  });

  it("finds nothing wrong with the defaults", () => {
    expect(capabilityProblems(defaults)).toEqual([]);
  });

  it.each<[Partial<Capabilities>, string]>([
    [
      { enableFullExport: true },
      "enableFullExport is on and enableExport is off: a full export is an export. Turn enableExport on, or enableFullExport off.",
    ],
    [
      { enableImport: false, enablePasswordOperations: true, enableDeltaImport: true },
      "enableDeltaImport is on and enableImport is off: a delta import is an import. Turn enableImport on, or enableDeltaImport off.",
    ],
    [
      { hierarchy: true },
      "hierarchy is on and distinguishedNameStyle is None: containers are chosen by LDAP names. Write distinguishedNameStyle: LDAP, or turn hierarchy off.",
    ],
    [
      { useDnAsAnchor: true, distinguishedNameStyle: "Generic" },
      "useDnAsAnchor is on and distinguishedNameStyle is Generic: only LDAP names can be anchors. Write distinguishedNameStyle: LDAP, or turn useDnAsAnchor off.",
    ],
    [
      { enableObjectRename: true, enableExport: true },
      "enableObjectRename is on and distinguishedNameStyle is None: objects without a name cannot get another one. Write distinguishedNameStyle: Generic or LDAP, or turn enableObjectRename off.",
    ],
    [
      { objectConfirmation: "NoDeleteConfirmation" },
      "objectConfirmation is NoDeleteConfirmation and enableExport is off: only what was exported is confirmed. Turn enableExport on, or write objectConfirmation: Normal.",
    ],
    [
      { enableImport: false },
      "enableImport, enableExport and enablePasswordOperations are all off: nothing could be done with the connector. Turn one of them on.",
    ],
  ])("names both settings, says why and what to change: %o", (given, message) => {
    expect(capabilityProblems({ ...defaults, ...given }).map((problem) => problem.message)).toEqual([message]);
  });
});

describe("capabilities of a definition", () => {
  it("are refused where they stand", async () => {
    const places = await placesOf(`${head}capabilities:\n  enableFullExport: true\n  hierarchy: true\n`);
    expect(places.map((place) => place.split(" ").slice(0, 3).join(" "))).toEqual([
      "4:21 CapabilityImpossible enableFullExport",
      "5:14 CapabilityImpossible hierarchy",
    ]);
  });

  it("are not judged while one of them is misspelt, which would say the same thing twice", async () => {
    const misspelt = `${head}capabilities: { enableExprot: true, enableFullExport: true }\n`;
    expect(await codesOf(misspelt)).toEqual(["UnknownKey /capabilities/enableExprot"]);
    expect(await codesOf(`${head}capabilites: { partitions: true }\npartitions: [{ dn: DC=a }]\n`)).toEqual([
      "UnknownKey /capabilites",
    ]);
  });

  it.each([
    ["Uppercase", ["Uppercase"]],
    ["None", []],
    ["[]", []],
    ["[None]", []],
    ["[RemoveAccents, Uppercase]", ["Uppercase", "RemoveAccents"]],
  ])("take dataNormalization: %s", async (written, expected) => {
    const { capabilities } = await read(`${head}capabilities: { dataNormalization: ${written} }\n`);
    expect(capabilities.dataNormalization).toEqual(expected);
  });

  it.each([
    ["[None, Uppercase]", "3:36 CapabilityImpossible dataNormalization is None and something else"],
    ["[Uppercase, Uppercase]", '3:36 NotUnique "capabilities.dataNormalization" has the same entry twice, at 0 and 1.'],
    [
      "uppercase",
      '3:36 ValueNotAllowed "capabilities.dataNormalization" must be "None", "Uppercase" or "RemoveAccents". Did you mean "Uppercase"?',
    ],
    [
      "[Upercase]",
      '3:37 ValueNotAllowed "capabilities.dataNormalization[0]" must be "None", "Uppercase" or "RemoveAccents". Did you mean "Uppercase"?',
    ],
    ["true", '3:36 WrongType "capabilities.dataNormalization" must be text or a list, but is true.'],
  ])("refuse dataNormalization: %s", async (written, expected) => {
    const found = await placesOf(`${head}capabilities: { dataNormalization: ${written} }\n`);
    expect(found).toEqual([expect.stringContaining(expected)]);
  });
});
