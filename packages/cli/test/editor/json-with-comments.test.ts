import fc from "fast-check";
import { getNodeValue, parseTree } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { readJsonWithComments } from "../../src/editor/json-with-comments.ts";

const dataOf = (text: string): unknown => {
  const errors: unknown[] = [];
  const root = parseTree(text.replace("\ufeff", ""), errors as never[], { allowTrailingComma: true });
  expect(errors).toEqual([]);
  return root && getNodeValue(root);
};

/** An object as people leave it in a file: comments, commas and line ends of all sorts. */
const blank = fc.constantFrom("", " ", "\n", "\r\n\t", " // c, }\n", "/* { */", "\n  /* a\n b */ ");
const scalar = fc.constantFrom("1", '"x // y"', '"}"', "true", "null");
const list = fc.array(scalar, { maxLength: 3 });
const member = fc.tuple(
  blank,
  fc.constantFrom("a", "b", "list", "map"),
  blank,
  fc.oneof(scalar, fc.constant("")),
  list,
);
const file = fc
  .tuple(blank, fc.uniqueArray(member, { selector: ([, key]) => key, maxLength: 4 }), fc.boolean(), blank, blank)
  .map(([before, members, hasComma, inside, after]) => {
    const texts = members.map(([first, key, second, single, several]) => {
      const items = several.join(`,${second}`);
      const value =
        key === "list"
          ? `[${second}${items}${several.length > 0 && hasComma ? "," : ""}]`
          : key === "map"
            ? `{${second}}`
            : single || "0";
      return `${first}"${key}"${second}:${value}`;
    });
    return `${before}{${texts.join(",")}${hasComma && texts.length > 0 ? "," : ""}${inside}}${after}`;
  });

describe("JSON with comments", () => {
  it("is the same, with the addition: no character of it is lost", () => {
    fc.assert(
      fc.property(file, (text) => {
        const edited = readJsonWithComments(text, "settings.json");
        const before = dataOf(text) as { list?: unknown[]; map?: object };
        edited.push("list", { added: [1] });
        edited.addTo("map", "added", ["x"]);
        expect(dataOf(edited.text)).toEqual({
          ...before,
          list: [...(before.list ?? []), { added: [1] }],
          map: { ...before.map, added: ["x"] },
        });
        expectWithin(text, edited.text);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["an empty file", "", '{\n  "a": [\n    1\n  ]\n}\n'],
    ["one line", '{ "b": 1 }', '{ "b": 1,\n  "a": [\n    1\n  ]\n}'],
    ["tabs and a comment", '{\n\t"b": 1 // one\n}\n', '{\n\t"b": 1, // one\n\t"a": [\n\t\t1\n\t]\n}\n'],
    ["a comma at the end", '{\n    "b": 1,\n}', '{\n    "b": 1,\n    "a": [\n        1\n    ],\n}'],
    ["the line ends of Windows", '{\r\n  "b": 1\r\n}\r\n', '{\r\n  "b": 1,\r\n  "a": [\r\n    1\r\n  ]\r\n}\r\n'],
    ["a byte-order mark", '\ufeff{"b": 1}', '\ufeff{"b": 1,\n  "a": [\n    1\n  ]\n}'],
    ["a list that is there", '{"a": [0]}', '{"a": [0,\n  1\n]}'],
  ])("is laid out like the file: %s", (_, text, expected) => {
    const edited = readJsonWithComments(text, "settings.json");
    edited.push("a", 1);
    expect(edited.text).toBe(expected);
  });
});

/** Every character but blanks is still there, in order. */
function expectWithin(text: string, edited: string): void {
  let at = 0;
  for (const character of text.replace(/\s/g, "")) {
    at = edited.indexOf(character, at) + 1;
    expect(at).toBeGreaterThan(0);
  }
}
