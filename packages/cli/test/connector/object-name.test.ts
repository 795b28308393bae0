/** What people call an object on the command line. */
import type { Connector, ConnectorSchema } from "@idle/connector";
import { describe, expect, it } from "vitest";
import { objectName } from "../../src/connector/object-name.ts";
import { UsageError } from "../../src/usage-error.ts";
import { schema, spaceObject } from "../fixtures/connectors.ts";

const named: ConnectorSchema = {
  types: [
    ...schema.types,
    {
      name: "Post",
      attributes: [
        { name: "region", dataType: "String", isAnchor: true },
        { name: "Number", dataType: "Integer", isAnchor: true },
      ],
    },
    { name: "device", attributes: [{ name: "serial", dataType: "Binary", isAnchor: true }] },
    { name: "badge", attributes: [{ name: "number", dataType: "Integer", isAnchor: true }] },
    { name: "unit", attributes: [] },
  ],
};

type Style = Connector["definition"]["capabilities"]["distinguishedNameStyle"];

function nameOf(text: string, style: Style, { known = named, isThere = false } = {}) {
  const capabilities = { distinguishedNameStyle: style };
  return objectName(text, {
    definition: { capabilities } as Connector["definition"],
    schema: () => known,
    find: () => (isThere ? spaceObject() : null),
  });
}

describe("the name of an object", () => {
  it("is a distinguished name where objects have one", () => {
    expect(nameOf("CN=Jane,OU=Staff", "LDAP")).toEqual({ dn: "CN=Jane,OU=Staff" });
    expect(nameOf("mail:jane", "Generic")).toEqual({ dn: "mail:jane" });
  });

  it("is TYPE:ANCHOR as well, unless somebody is called so", () => {
    const anchor = { objectType: "user", anchor: { id: "42" } };
    expect(nameOf("user:42", "LDAP")).toEqual(anchor);
    expect(nameOf("User:42", "Generic")).toEqual(anchor);
    expect(nameOf("user:42", "Generic", { isThere: true })).toEqual({ dn: "user:42" });
  });

  it.each([
    ["user:a:b", { objectType: "user", anchor: { id: "a:b" } }],
    ["user:", { objectType: "user", anchor: { id: "" } }],
    ["badge:12", { objectType: "badge", anchor: { number: 12 } }],
    ["badge:9007199254740993", { objectType: "badge", anchor: { number: 9007199254740993n } }],
    ["device:AQID", { objectType: "device", anchor: { serial: Buffer.from([1, 2, 3]) } }],
    ["post:number=7,REGION=eu", { objectType: "Post", anchor: { region: "eu", Number: 7 } }],
  ])("is TYPE:ANCHOR where they have none: %s", (text, name) => {
    expect(nameOf(text, "None")).toEqual(name);
  });

  it.each([
    ["CN=Jane", "names no object: objects have no names here. Write TYPE:ANCHOR, such as user:42. Types: user, group,"],
    ["usr:42", "Write TYPE:ANCHOR"],
    ["badge:x", "The anchor number is a whole number."],
    ["post:eu", "The anchor of Post has 2 parts. Write Post:region=…,Number=…"],
    ["post:region=eu,number=7,more=1", "The anchor of Post has 2 parts."],
    ["unit:1", "unit has no anchor"],
    ["a\u202e:1", '"a\\u202e:1" names no object'],
  ])("is refused in words: %s", (text, message) => {
    expect(() => nameOf(text, "None")).toThrow(UsageError);
    expect(() => nameOf(text, "None")).toThrow(message);
  });

  it("says so where the schema is not known yet", () => {
    expect(() => nameOf("user:42", "None", { known: { types: [] } })).toThrow("Its schema is not known yet.");
  });
});
