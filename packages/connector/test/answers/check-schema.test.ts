import { describe, expect, it } from "vitest";
import { checkSchema } from "../../src/answers/check-schema.ts";
import { contextOf, refusal } from "./answer.ts";

const id = { name: "id", dataType: "String", isAnchor: true };
const check = (answer: unknown, useDnAsAnchor = false) => checkSchema(answer, contextOf("schema"), { useDnAsAnchor });
const refused = (answer: unknown, useDnAsAnchor = false) => refusal("schema", () => check(answer, useDnAsAnchor));
const withAttribute = (attribute: object) => ({ types: [{ name: "user", attributes: [id, attribute] }] });
const withAnchor = (anchor: object) => ({ types: [{ name: "user", attributes: [{ ...id, ...anchor }] }] });

describe("a schema", () => {
  it("comes back as frozen, plain data with every default written out", () => {
    class Type {
      name = "user";
      attributes = [id, { name: "memberOf", dataType: "Reference", isMultiValued: true, operation: "ExportOnly" }];
    }
    const schema = check({ types: [new Type()] });
    expect(schema).toStrictEqual({
      types: [
        {
          name: "user",
          attributes: [
            { name: "id", dataType: "String", isAnchor: true, isMultiValued: false, operation: "ImportExport" },
            { name: "memberOf", dataType: "Reference", isAnchor: false, isMultiValued: true, operation: "ExportOnly" },
          ],
        },
      ],
    });
    expect(Object.isFrozen(schema.types[0]?.attributes[0])).toBe(true);
    expect(Object.isFrozen(schema.types)).toBe(true);
  });

  it("has a type", () => {
    expect(refused({ types: [] })).toContain("a schema without a type");
    expect(refused({})).toContain("nothing as types");
    expect(refused({ types: {} })).toContain("an object as types");
    expect(refused({ types: [null] })).toContain("nothing (null) as a type");
  });

  it("keeps names of prototypes as names", () => {
    const named = (name: string) => check({ types: [{ name, attributes: [{ ...id, name }] }] }).types[0];
    expect(named("__proto__")).toMatchObject({ name: "__proto__", attributes: [{ name: "__proto__" }] });
    expect(named("constructor")).toMatchObject({ name: "constructor" });
  });

  it.each([
    ["", "an empty text"],
    ["  ", "an empty text"],
    ["a\nb", "Control characters"],
    ["a\ud800", "Control characters and halves"],
    [7, "a number"],
    [undefined, "nothing"],
    ["x".repeat(5_000), "5000 characters"],
  ])("refuses the name %j", (name, words) => {
    expect(refused({ types: [{ name, attributes: [id] }] })).toContain(words);
    expect(refused(withAttribute({ name, dataType: "String" }))).toContain(words);
  });

  it("has each name once, without case", () => {
    const type = { name: "user", attributes: [id] };
    expect(refused({ types: [type, type] })).toContain('"user" twice among the types');
    expect(refused({ types: [type, { ...type, name: "User" }] })).toContain(
      '"user" and "User", which differ in case only',
    );
    expect(refused(withAttribute({ name: "ID", dataType: "String" }))).toContain('"id" and "ID", which differ');
  });

  it.each(["DN", "dn", "export_password", "Export_Password"])("keeps %s for the host", (name) => {
    expect(refused(withAttribute({ name, dataType: "String" }))).toContain("The host keeps DN and export_password");
  });

  it("knows its data types and operations", () => {
    expect(refused(withAttribute({ name: "a", dataType: "string" }))).toContain(
      '"string" as dataType of the attribute "a" of "user"',
    );
    expect(refused(withAttribute({ name: "a" }))).toContain("nothing as dataType");
    expect(refused(withAttribute({ name: "a", dataType: "String", operation: "Both" }))).toContain(
      '"Both" as operation',
    );
    expect(refused(withAttribute({ name: "a", dataType: "String", isMultiValued: "yes" }))).toContain(
      "a text as isMultiValued",
    );
  });

  it("says which key is a slip, and leaves others alone", () => {
    expect(refused(withAttribute({ name: "a", dataType: "String", isMultivalued: true }))).toContain(
      "Did you mean isMultiValued?",
    );
    expect(refused(withAttribute({ name: "a", datType: "String" }))).toContain("Did you mean dataType?");
    expect(check(withAttribute({ name: "a", dataType: "String", comment: "x", nme: 1 })).types).toHaveLength(1);
  });

  it("has an anchor for each type", () => {
    const loose = { types: [{ name: "user", attributes: [{ name: "a", dataType: "String" }] }] };
    expect(refused(loose)).toContain('the type "user" without an anchor');
    expect(refused({ types: [{ name: "user", attributes: [] }] })).toContain("without an anchor");
  });

  it.each([{ dataType: "Reference" }, { dataType: "Boolean" }])("has no anchor with %j", (anchor) => {
    expect(refused(withAnchor(anchor))).toContain("An anchor is one of String, Integer, Binary.");
  });

  it("has no anchor with several values, and none that imports do not bring", () => {
    expect(refused(withAnchor({ isMultiValued: true }))).toContain("An anchor has one value.");
    expect(refused(withAnchor({ operation: "ExportOnly" }))).toContain("An import has to bring");
    expect(check(withAnchor({ dataType: "Binary" })).types).toHaveLength(1);
  });

  it("needs no anchor where the name is one, and has none then", () => {
    expect(check({ types: [{ name: "user", attributes: [] }] }, true).types[0]?.attributes).toEqual([]);
    expect(check(withAnchor({ dataType: "Boolean" }), true).types[0]?.attributes[0]).toMatchObject({ isAnchor: false });
  });

  it("takes the anchor that the definition names where it marks none", () => {
    const loose = {
      types: [
        {
          name: "user",
          attributes: [
            { name: "no", dataType: "String" },
            { name: "on", dataType: "Boolean" },
          ],
        },
      ],
    };
    const naming = (...names: string[]) =>
      checkSchema(loose, contextOf("schema"), { useDnAsAnchor: false, anchors: new Map([["user", names]]) });
    expect(naming("no").types[0]?.attributes.map(({ isAnchor }) => isAnchor)).toEqual([true, false]);
    expect(refusal("schema", () => naming("nr"))).toContain('the type "user" without an attribute "nr"');
    expect(refusal("schema", () => naming("on"))).toContain("An anchor is one of String, Integer, Binary.");
    const marked = { types: [{ name: "user", attributes: [id, { name: "no", dataType: "String" }] }] };
    const rules = { useDnAsAnchor: false, anchors: new Map([["user", ["no"]]]) };
    expect(checkSchema(marked, contextOf("schema"), rules).types[0]?.attributes[1]?.isAnchor).toBe(false);
  });

  it("is of a size that can be handled", () => {
    const types = Array.from({ length: 1_001 }, (_, index) => ({ name: `t${index}`, attributes: [id] }));
    expect(refused({ types })).toContain("1001 types. There can be 1000 at most.");
    const attributes = new Array(10_001).fill(id);
    expect(refused({ types: [{ name: "user", attributes }] })).toContain('10001 attributes of "user"');
  });
});
