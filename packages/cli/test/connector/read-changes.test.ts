/** Lines of JSON that say what is wanted of a connector's objects. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readChanges } from "../../src/connector/read-changes.ts";
import { schema } from "../fixtures/connectors.ts";

const read = (text: string) => readChanges(text, "changes.ndjson", schema);
const changeOf = (line: object | string) => {
  const { changes, problems } = read(typeof line === "string" ? line : JSON.stringify(line));
  expect(problems).toEqual([]);
  return changes[0]?.change;
};
const messageOf = (line: object | string) => {
  const { changes, problems } = read(typeof line === "string" ? line : JSON.stringify(line));
  expect(changes).toEqual([]);
  return problems[0]?.message;
};

const jane = { dn: "CN=Jane" };

describe("a line of changes", () => {
  it("adds an object with values of every kind", () => {
    const attributes = {
      displayName: "Jane",
      employeeNumber: 7,
      roles: ["reader", "writer"],
      enabled: true,
      photo: { base64: "AQID" },
      manager: null,
    };
    expect(changeOf({ action: "add", objectType: "user", dn: "CN=Jane", attributes })).toEqual({
      action: "add",
      objectType: "user",
      dn: "CN=Jane",
      attributes: {
        displayName: ["Jane"],
        employeeNumber: [7],
        roles: ["reader", "writer"],
        enabled: [true],
        photo: [Buffer.from([1, 2, 3])],
        manager: [],
      },
    });
  });

  it("changes attributes, the name, or both", () => {
    expect(changeOf({ action: "update", object: jane, attributes: { roles: [] } })).toEqual({
      action: "update",
      object: jane,
      attributes: { roles: [] },
    });
    expect(changeOf({ action: "update", object: jane, newDn: "CN=Jane Roe" })).toEqual({
      action: "update",
      object: jane,
      newDn: "CN=Jane Roe",
    });
  });

  it("deletes one, by its name or by its anchor", () => {
    expect(changeOf({ action: "delete", object: jane })).toEqual({ action: "delete", object: jane });
    const object = { objectType: "user", anchor: { id: "42" } };
    expect(changeOf({ action: "delete", object })).toEqual({ action: "delete", object });
  });

  it("takes back what is staged for one", () => {
    expect(changeOf({ action: "unstage", object: jane })).toEqual({ action: "unstage", object: jane });
    const line = '{"action":"unstage","object":{"objectType":"user","anchor":{"employeeNumber":"9007199254740993"}}}';
    expect(changeOf(line)).toMatchObject({ object: { anchor: { employeeNumber: 9007199254740993n } } });
    expect(messageOf({ action: "unstage", object: jane, attributes: {} })).toContain('"attributes" is no key of it.');
  });

  it("keeps every digit of a whole number, written as one or, as show writes it, as a text", () => {
    const line = (number: string) =>
      `{"action":"add","objectType":"USER","attributes":{"employeenumber":${number},"displayName":"7"}}`;
    for (const number of ["9007199254740993", '"9007199254740993"']) {
      expect(changeOf(line(number))).toMatchObject({
        attributes: { employeenumber: [9007199254740993n], displayName: ["7"] },
      });
    }
    const update = '{"action":"update","object":{"dn":"CN=Jane"},"attributes":{"employeeNumber":"-5"}}';
    expect(changeOf(update)).toMatchObject({ attributes: { employeeNumber: [-5n] } });
  });

  it("takes names of prototypes for attributes like any other", () => {
    const line = '{"action":"add","objectType":"user","attributes":{"__proto__":"x","constructor":"y"}}';
    const change = changeOf(line);
    expect(change?.action === "add" && Object.entries(change.attributes)).toEqual([
      ["__proto__", ["x"]],
      ["constructor", ["y"]],
    ]);
    expect(messageOf('{"__proto__":{"action":"delete"},"object":{"dn":"CN=Jane"}}')).toContain('"action" is missing');
  });

  it.each([
    ['{"action": "add",', "This is no JSON: here should be a key in double quotes."],
    ["[1]", 'A change is an object: {"action": "add", …}.'],
    ["null", 'A change is an object: {"action": "add", …}.'],
    [{ objectType: "user" }, '"action" is missing. Write "add", "update", "delete" or "unstage".'],
    [{ action: "updte" }, '"action" is none that there is. Did you mean "update"?'],
    [{ action: "rename" }, '"action" is none that there is. Write "add", "update", "delete" or "unstage".'],
    [{ action: "add" }, '"objectType" is missing.'],
    [{ action: "add", objectType: 7 }, '"objectType" is a text, and not empty.'],
    [{ action: "add", objectType: "user", dn: "" }, '"dn" is a text, and not empty.'],
    [{ action: "add", objectType: "user", atributes: {} }, '"atributes" is no key of it. Did you mean "attributes"?'],
    [{ action: "delete", object: jane, attributes: {} }, '"attributes" is no key of it. There are: action, object.'],
    [{ action: "delete" }, '"object" says which one: {"dn": "…"} or {"objectType": "…", "anchor": {…}}.'],
    [
      { action: "delete", object: { objectType: "user" } },
      '"anchor" is an object: the anchor attributes with their values.',
    ],
    [{ action: "update", object: jane }, 'It changes nothing: there is neither "attributes" nor "newDn".'],
    [{ action: "update", object: jane, attributes: [] }, '"attributes" is an object: {"displayName": "Jane"}.'],
    [{ action: "update", object: jane, attributes: { photo: { base64: "A" } } }, 'The value of "photo" is no base64.'],
    [{ action: "update", object: jane, attributes: { roles: [null] } }, 'A value of "roles" is none that there is'],
    [{ action: "update", object: jane, attributes: { roles: { a: 1 } } }, 'A value of "roles" is none that there is'],
    [{ action: "update", object: jane, attributes: { "a\u202e": {} } }, 'A value of "a\\u202e" is none that there is'],
  ])("is refused in words: %j", (line, message) => {
    expect(messageOf(line)).toContain(message);
  });
});

describe("a file of changes", () => {
  it("may have blank lines, a byte order mark and the line ends of Windows", () => {
    const line = JSON.stringify({ action: "delete", object: jane });
    const { changes, problems } = read(`\ufeff${line}\r\n\r\n   \n${line}`);
    expect(problems).toEqual([]);
    expect(changes.map((each) => each.line)).toEqual([1, 4]);
  });

  it("has every bad line told, with its number", () => {
    const { problems } = read('{}\n{"action":"delete","object":{"dn":"CN=Jane"}}\n{"a":\n[]');
    expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [1, null, "ChangeInvalid"],
      [3, 6, "ChangeInvalid"],
      [4, null, "ChangeInvalid"],
    ]);
  });

  it("never throws, and tells no value, whatever it holds", () => {
    const values = fc.jsonValue({ maxDepth: 3 });
    const line = fc.oneof(
      fc.string(),
      values.map((value) => JSON.stringify(value)),
      fc
        .record(
          {
            action: fc.constantFrom("add", "update", "delete"),
            objectType: values,
            object: values,
            attributes: values,
            newDn: values,
            dn: values,
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const { changes, problems } = read(lines.join("\n"));
        const written = lines
          .join("\n")
          .replace(/^\ufeff/, "")
          .split("\n")
          .filter((each) => each.trim() !== "");
        expect(changes.length + problems.length).toBe(written.length);
      }),
    );
    const secret = '{"action":"update","object":{"dn":"CN=Jane"},"attributes":{"displayName":{"planted":"planted"}}}';
    expect(JSON.stringify(read(secret).problems)).not.toContain("planted");
  });
});
