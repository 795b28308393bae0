/** Objects of a connector space as programs read them. */
import { createRedactor } from "@idle/core";
import { describe, expect, it } from "vitest";
import { createAsJson, objectLabel } from "../../src/connector/as-json.ts";
import { pendingExports, schema, spaceObject } from "../fixtures/connectors.ts";

const asJson = createAsJson(schema, createRedactor());

describe("an object as JSON", () => {
  it("has one value for itself, several as a list, bytes and great numbers as texts", () => {
    const { imported, ...rest } = asJson.object(spaceObject());
    expect(imported).toEqual({
      id: "42",
      displayName: "Jane Doe",
      employeeNumber: "9007199254740993",
      roles: ["reader", "writer"],
      photo: { base64: Buffer.alloc(1234).toString("base64") },
      enabled: true,
    });
    expect(rest).toMatchObject({ objectType: "user", anchor: { id: "42" }, state: "imported" });
  });

  it("has a list of one where there can be several, and null for none", () => {
    const imported = new Map<string, readonly string[]>([
      ["roles", ["reader"]],
      ["displayName", []],
      ["__proto__", ["x"]],
    ]);
    const document = asJson.object(spaceObject({ imported, current: null }));
    expect(Object.entries(document.imported ?? {})).toEqual([
      ["roles", ["reader"]],
      ["displayName", null],
      ["__proto__", "x"],
    ]);
    expect(document.current).toBeNull();
  });

  it("shows nothing that is secret by its name or by its content", () => {
    const redactor = createRedactor({ values: ["planted-elsewhere"] });
    const imported = new Map([
      ["initialPassword", ["planted-1"]],
      ["displayName", ["has planted-elsewhere in it"]],
    ]);
    const text = JSON.stringify([
      createAsJson(schema, redactor).object(spaceObject({ imported })),
      pendingExports.map(createAsJson(schema, redactor).pending),
    ]);
    expect(text).not.toContain("planted");
    expect(text).toContain('"initialPassword":"[REDACTED]"');
  });
});

describe("what an object is called", () => {
  it.each([
    [{ dn: "CN=Jane", anchor: { id: "42" } }, "CN=Jane"],
    [{ dn: null, anchor: { id: 42 } }, "42"],
    [{ dn: null, anchor: { id: Buffer.from([1, 2, 3]) } }, "AQID"],
    [{ dn: null, anchor: { region: "eu", id: 7n } }, '["eu","7"]'],
    [{ dn: null, anchor: null }, "[]"],
  ])("is its name, else its anchor: %o", (object, label) => {
    expect(objectLabel(object)).toBe(label);
  });
});
