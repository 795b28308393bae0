import { describe, expect, it } from "vitest";
import { differingAttributes } from "../src/attribute-comparison.ts";

describe("the attributes that differ", () => {
  it("are those with another value, by type, case and order", () => {
    const actual = { a: "x", b: ["1", "2"], c: 1, d: { base64: "AA==" } };
    expect(differingAttributes({ ...actual }, actual)).toEqual([]);
    expect(differingAttributes({ a: "X", b: ["2", "1"], c: "1", d: { base64: "AQ==" } }, actual)).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
  });

  it("are none where both have nothing", () => {
    expect(differingAttributes({ a: null, b: "" }, {})).toEqual([]);
    expect(differingAttributes({ a: "x" }, { a: null })).toEqual(["a"]);
  });

  it("are looked up in the system's own spelling, and exactly where there are two", () => {
    expect(differingAttributes({ EmployeeId: "7" }, { employeeId: "7" })).toEqual([]);
    expect(differingAttributes({ EmployeeId: "7" }, { employeeId: "8", EMPLOYEEID: "7" })).toEqual(["EmployeeId"]);
    expect(differingAttributes({ EmployeeId: "7" }, { employeeId: "8", EmployeeId: "7" })).toEqual([]);
  });

  it("are no properties of objects in general", () => {
    expect(differingAttributes({ constructor: "x", toString: null }, {})).toEqual(["constructor"]);
  });
});
