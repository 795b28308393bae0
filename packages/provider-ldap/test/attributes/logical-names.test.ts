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

it.each([
  ["EmployeeId", "employeeID", "employeeNumber"],
  ["GivenName", "givenName", "givenName"],
  ["Surname", "sn", "sn"],
  ["DisplayName", "displayName", "displayName"],
  ["Department", "department", "departmentNumber"],
  ["Company", "company", "o"],
  ["EmployeeType", "employeeType", "employeeType"],
  ["Title", "title", "title"],
  ["Manager", "manager", "manager"],
  ["MobilePhone", "mobile", "mobile"],
] as const)(
  "%s is %s of Active Directory and %s of others, and answers come under it",
  (name, ofActiveDirectory, ofLdap) => {
    for (const [flavour, wireName] of [
      ["activeDirectory", ofActiveDirectory],
      ["ldap", ofLdap],
    ] as const) {
      const names = createLogicalNames(flavour, {});
      expect(names.toWire(name)).toBe(wireName);
      expect(names.toWire(name.toUpperCase())).toBe(wireName);
      expect(names.toLogical(wireName)).toBe(name);
    }
  },
);

it("what answers call an attribute is what it can be asked for by", () => {
  for (const flavour of ["activeDirectory", "ldap"] as const) {
    const names = createLogicalNames(flavour, { CostCentre: "extensionAttribute1", surname: "initials" });
    for (const name of names.names) {
      const wireName = names.toWire(name);
      expect(names.toWire(names.toLogical(wireName))).toBe(wireName);
    }
  }
});

it("names that objects have by themselves are names like others", () => {
  const names = createLogicalNames("ldap", JSON.parse('{ "__proto__": "description" }'));
  expect(names.toWire("constructor")).toBe("constructor");
  expect(names.toLogical("toString")).toBe("toString");
  expect(names.toWire("__proto__")).toBe("description");
});
