import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createLogicalNames } from "../../src/attributes/logical-names.ts";

it.each(["activeDirectory", "ldap"] as const)(
  "all attributes of the shipped workflows have a name in %s",
  (flavour) => {
    const { names } = createLogicalNames(flavour, {});
    const texts = ["joiner", "mover", "leaver"].map((name) =>
      readFileSync(new URL(`../../../../workflows/${name}.yaml`, import.meta.url), "utf8"),
    );
    const used = texts.flatMap((text) =>
      [...text.matchAll(/^ {6}(?:attributes|match):\n((?: {8}.*\n)+)/gm)].flatMap(([, block = ""]) =>
        [...block.matchAll(/^ {8}(\w+):/gm)].map(([, name = ""]) => name),
      ),
    );
    expect(used.length).toBeGreaterThan(8);
    expect([...new Set(used)].filter((name) => !names.includes(name))).toEqual([]);
  },
);

it("names go both ways without case, and what has no other name keeps its own", () => {
  const names = createLogicalNames("activeDirectory", {});
  expect(names.toWire("SURNAME")).toBe("sn");
  expect(names.toLogical("SN")).toBe("Surname");
  expect(names.toWire("extensionAttribute1")).toBe("extensionAttribute1");
  expect(names.toLogical("extensionAttribute1")).toBe("extensionAttribute1");
});

it("of several names of one attribute the first is that of answers", () => {
  const names = createLogicalNames("ldap", {});
  expect([names.toWire("EmployeeId"), names.toWire("EmployeeNumber")]).toEqual(["employeeNumber", "employeeNumber"]);
  expect(names.toLogical("employeeNumber")).toBe("EmployeeId");
  expect(names.toLogical("o")).toBe("Company");
});

it("names of the host's own go before", () => {
  const names = createLogicalNames("activeDirectory", { CostCentre: "extensionAttribute1", Department: "ou" });
  expect(names.toWire("costcentre")).toBe("extensionAttribute1");
  expect(names.toLogical("extensionAttribute1")).toBe("CostCentre");
  expect(names.toWire("Department")).toBe("ou");
  expect(names.toLogical("ou")).toBe("Department");
  // What it meant before has no name any more.
  expect(names.toLogical("department")).toBe("department");
});
