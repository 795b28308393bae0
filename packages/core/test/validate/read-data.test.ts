import { describe, expect, it } from "vitest";
import { readData } from "../../src/validate/read-data.ts";

function read(text: string | Uint8Array) {
  const { data, diagnostics } = readData({ text, file: "data.yaml" });
  return { data, problems: diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`) };
}

const encode = (text: string) => new TextEncoder().encode(text);

describe("what is read", () => {
  it.each<[string, string, unknown]>([
    ["block and flow", "a:\n  - b: 1\n    c: [x, { d: y }]\n", { a: [{ b: 1, c: ["x", { d: "y" }] }] }],
    [
      "JSON, indented with tabs",
      '{\n\t"a": [1, true, null],\n\t"b\\u00e9": "\\ud83d\\ude00"\n}',
      { a: [1, true, null], bé: "😀" },
    ],
    ["numbers in canonical form", "[0, -1, 1.5, 1e-7, 9007199254740991]", [0, -1, 1.5, 1e-7, 9007199254740991]],
    [
      "what YAML 1.1 took for something else",
      "[yes, No, on, 2026-01-31, 12:30:45, 1_000]",
      ["yes", "No", "on", "2026-01-31", "12:30:45", "1_000"],
    ],
    ["null in all its forms", "{ a: , b: ~, c: null, d: NULL }", { a: null, b: null, c: null, d: null }],
    ["quoted numbers", "[\"00123\", '1e3']", ["00123", "1e3"]],
    [
      "text over several lines",
      "a: >\n  one\n  two\nb: |\n  one\n  two\nc: one\n  two\n",
      { a: "one two\n", b: "one\ntwo\n", c: "one two" },
    ],
    ["an alias", "a: &x { y: 1 }\nb: [*x, *x]\n", { a: { y: 1 }, b: [{ y: 1 }, { y: 1 }] }],
    ["a quoted merge key", '"<<": 1', { "<<": 1 }],
    ["a byte-order mark", "\ufeffa: 1", { a: 1 }],
    ["Windows line ends", "a: 1\r\nb:\r\n  - 2\r\n", { a: 1, b: [2] }],
    ["keys that objects inherit", "constructor: 1\ntoString: 2", { constructor: 1, toString: 2 }],
  ])("%s", (_, text, data) => {
    expect(read(text)).toEqual({ data, problems: [] });
    expect(read(encode(text))).toEqual({ data, problems: [] });
  });

  it("is frozen to its depths", () => {
    const { data } = readData({ text: "a: &x [{ b: 1 }]\nc: *x", file: null });

    const { a, c } = data as { a: object[]; c: object };
    expect([data, a, a[0], c].every((value) => Object.isFrozen(value))).toBe(true);
  });
});

describe("what is refused, and where", () => {
  it.each<[string, string, string[]]>([
    ["leading zeros", "a: 00123", ["1:4 NumberNotCanonical"]],
    ["a plus sign", "a: +1", ["1:4 NumberNotCanonical"]],
    ["hexadecimal", "a: 0x1F", ["1:4 NumberNotCanonical"]],
    ["octal", "a: 0o17", ["1:4 NumberNotCanonical"]],
    ["an exponent", "a: 1e3", ["1:4 NumberNotCanonical"]],
    ["infinity", "a: .inf", ["1:4 NumberNotCanonical"]],
    ["not a number", "a: .nan", ["1:4 NumberNotCanonical"]],
    ["beyond 2^53", "a: 9007199254740993", ["1:4 NumberNotCanonical"]],
    ["beyond 2^53, canonical", "a: 9007199254740992", ["1:4 NumberNotCanonical"]],
    ["more digits than a double has", "a: 0.12345678901234567890", ["1:4 NumberNotCanonical"]],
    ["minus zero", "a: -0", ["1:4 NumberNotCanonical"]],
    ["a tag", "a: !!int 5", ["1:4 TagRefused"]],
    ["a tag on a list", "a: !x [1]", ["1:4 TagRefused"]],
    ["%YAML", "%YAML 1.2\n---\na: 1", ["1:1 DirectiveRefused"]],
    ["%TAG", "%TAG ! !x\n---\na: 1", ["1:1 DirectiveRefused"]],
    ["a merge key", "a: &x { b: 1 }\nc:\n  <<: *x", ["3:3 MergeKeyRefused"]],
    ["a number as key", "1: a", ["1:1 KeyNotText"]],
    ["null as key", ": a", ["1:1 KeyNotText"]],
    ["a list as key", "? [a]\n: b", ["1:3 KeyNotText"]],
    ["an alias as key", "a: &x b\n*x : c", ["2:1 KeyNotText"]],
    ["__proto__", "a: { __proto__: {} }", ["1:6 KeyForbidden"]],
    ["a key twice, written differently", "a: 1\n\"a\": 2\n'a': 3", ["2:1 DuplicateKey", "3:1 DuplicateKey"]],
    ["a key twice, in braces", "a: { b: 1, 'b': 2 }", ["1:12 DuplicateKey"]],
    ["a cycle", "a: &x\n  b: *x", ["2:6 AliasCycle"]],
    ["an unknown anchor", "a: *x", ["1:4 AnchorUnknown"]],
    ["an anchor that comes later", "a: *x\nb: &x 1", ["1:4 AnchorUnknown"]],
    ["half of a surrogate pair", '"\\ud800": "\\udc00"', ["1:1 TextInvalid", "1:11 TextInvalid"]],
    ["several documents", "a: 1\n---\nb: 2", ["2:1 MultipleDocuments"]],
    ["nothing", "", ["1:1 DocumentEmpty"]],
    ["only a comment", "# a\n", ["1:1 DocumentEmpty"]],
    ["an empty document", "---\n...\n", ["1:1 DocumentEmpty"]],
    ["a tab as indentation", "a:\n\tb: 1", ["2:1 TabIndentation"]],
    ["a control character", "a: b\u0007", ["1:5 CharacterInvalid"]],
    ["a NUL", "a: b\u0000", ["1:5 CharacterInvalid"]],
    ["half of a surrogate pair in the text itself", "a: b\ud800", ["1:5 CharacterInvalid"]],
    ["a quote that is not closed", 'a: 1\nb: "x\nc: 1', ["2:4 SyntaxInvalid"]],
    ["a bracket that is not closed", "a: [1, 2\nb: 1", ["2:1 SyntaxInvalid"]],
    [
      "every syntax problem, each line once",
      'a: b: c\nd: @e\nf: "\\q"',
      ["1:4 SyntaxInvalid", "2:4 SyntaxInvalid", "3:5 SyntaxInvalid"],
    ],
  ])("%s", (_, text, problems) => {
    expect(read(text).problems).toEqual(problems);
  });

  it.each([
    "password: *PLANTED-hunter2",
    "a: *PLANTED-hunter2",
    "password: { PLANTED-hunter2: 1, PLANTED-hunter2: 2 }",
    "credential: [{ a: { PLANTED-hunter2: 1, PLANTED-hunter2: 2 } }]",
    "pasword: { PLANTED-hunter2: 1, PLANTED-hunter2: 2 }",
    "password: 0012345678",
    "password: { 12345678: 1 }",
  ])("repeats nothing that may be a secret: %s", (text) => {
    const { diagnostics } = readData({ text, file: null });
    expect(diagnostics).toHaveLength(1);
    expect(JSON.stringify(diagnostics)).not.toMatch(/PLANTED|12345678/);
  });

  it("names the first byte that is not UTF-8", () => {
    expect(read(Uint8Array.from([...encode("a: é\nb: "), 0xe4, 0x0a])).problems).toEqual(["2:4 EncodingInvalid"]);
    expect(read(Uint8Array.from([...encode("a: "), 0xf0, 0x9f, 0x98])).problems).toEqual(["1:4 EncodingInvalid"]);
    expect(read(Uint8Array.from([...encode("a: "), 0xed, 0xa0, 0x80])).problems).toEqual(["1:4 EncodingInvalid"]);
    expect(read(Uint8Array.from([...encode("a: "), 0xc0, 0x80])).problems).toEqual(["1:4 EncodingInvalid"]);
  });

  it.each(["utf16le", "utf16be"] as const)("says that a file is UTF-16 (%s), with and without a mark", (encoding) => {
    for (const text of ["\ufeffa: 1", "a: 1"]) {
      const bytes = Buffer.from(text, "utf16le");
      const { diagnostics } = readData({ text: encoding === "utf16le" ? bytes : bytes.swap16(), file: null });
      expect(diagnostics).toMatchObject([{ code: "EncodingInvalid", line: 1, column: 1 }]);
      expect(diagnostics[0]?.message).toContain("UTF-16");
    }
  });
});

describe("limits", () => {
  it("takes 1 MiB and not a byte more", () => {
    const text = `a: ${"é".repeat(524286)}x`;
    expect(encode(text).length).toBe(1024 * 1024);
    expect(read(text).problems).toEqual([]);
    expect(read(`${text}x`).problems).toEqual(["1:1 FileTooLarge"]);
    expect(read(encode(`${text}x`)).problems).toEqual(["1:1 FileTooLarge"]);
  });

  it.each<[string, (levels: number) => string]>([
    ["brackets", (levels) => "[".repeat(levels) + "]".repeat(levels)],
    ["braces", (levels) => `${"{a: ".repeat(levels)}1${"}".repeat(levels)}`],
    ["dashes", (levels) => `${"- ".repeat(levels)}a`],
    ["indentation", (levels) => Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:`).join("\n")],
    ["compact objects", (levels) => `${"- ".repeat(levels - 1)}a: 1`],
    ["objects inside brackets", (levels) => `${"[a: ".repeat(levels / 2)}1${"]".repeat(levels / 2)}`],
    [
      "an alias far down",
      (levels) =>
        `- &x ${"[".repeat(levels / 2)}${"]".repeat(levels / 2)}\n- ${"[".repeat(levels / 2 - 1)}*x${"]".repeat(levels / 2 - 1)}`,
    ],
  ])("takes 64 levels of %s and no more", (_, nest) => {
    expect(read(nest(64)).problems).toEqual([]);
    expect(read(nest(66)).problems).toEqual([expect.stringMatching(/NestingTooDeep$/)]);
  });

  it("takes 100 aliases and no more", () => {
    const aliases = (count: number) => `a: &x 1\nb:\n${"  - *x\n".repeat(count)}`;
    expect(read(aliases(100)).problems).toEqual([]);
    expect(read(aliases(101)).problems).toEqual(["103:5 TooManyAliases"]);
  });

  it("refuses aliases that stand for more than 1 MiB together", () => {
    const levels = Array.from(
      { length: 8 },
      (_, level) => `- &x${level + 1} [${Array(10).fill(`*x${level}`).join(", ")}]`,
    );
    const { problems } = read(`- &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n${levels.join("\n")}`);
    expect(problems).toEqual([expect.stringMatching(/AliasExpansionTooLarge$/)]);
  });

  it("ends a flood of problems with a count", () => {
    const { problems } = read("- 00\n".repeat(1500));
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)).toBe("1001:3 TooManyProblems");
  });
});

describe("places", () => {
  const text = "a:\n  b: [x, { c: 1 }]\n  d: &x { e: text }\nf: *x\ng:\nh: |\n  text\n";
  const { locate } = readData({ text, file: null });

  it.each<[string, "key" | "value", [number, number, number]]>([
    ["", "value", [1, 1, 1]],
    ["/a", "key", [1, 1, 1]],
    ["/a", "value", [2, 3, 1]],
    ["/a/b", "value", [2, 6, 13]],
    ["/a/b/0", "value", [2, 7, 1]],
    ["/a/b/1/c", "key", [2, 12, 1]],
    ["/a/b/1/c", "value", [2, 15, 1]],
    ["/a/d/e", "value", [3, 14, 4]],
    ["/f/e", "value", [4, 4, 2]],
    ["/f", "value", [4, 4, 2]],
    ["/g", "value", [5, 1, 1]],
    ["/h", "value", [6, 4, 1]],
    ["/a/d/missing/deeper", "value", [3, 3, 1]],
    ["/missing", "value", [1, 1, 1]],
    ["/a/b/9", "value", [2, 3, 1]],
  ])("%s (%s)", (pointer, at, [line, column, length]) => {
    expect(locate(pointer, at)).toEqual({ line, column, length });
  });

  it("counts columns after a byte-order mark and over Windows line ends", () => {
    const marked = readData({ text: "\ufeffa: 1\r\nb: text\r\n", file: null });
    expect(marked.locate("/a")).toEqual({ line: 1, column: 4, length: 1 });
    expect(marked.locate("/b")).toEqual({ line: 2, column: 4, length: 4 });
  });
});
