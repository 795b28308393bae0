import { describe, expect, it } from "vitest";
import { ClixmlError, createClixmlReader } from "../../src/clixml/read-clixml.ts";
import { documentOf, readDocument } from "./read-document.ts";

const head = documentOf("").replace("</Objs>", "");
const failureOf = (act: () => unknown): unknown => {
  try {
    return { value: act() };
  } catch (error) {
    return error;
  }
};
const limit = { name: "ClixmlError", isLimit: true };
const malformed = { name: "ClixmlError", isLimit: false };

/** Each object holds the one before it twice. */
function bomb(levels: number, first: string, hold: (refs: string) => string): string {
  const objects = [first];
  for (let each = 1; each < levels; each += 1) {
    const ref = (name: string): string => `<Ref N="${name}" RefId="${each - 1}" />`;
    objects.push(`<Obj RefId="${each}">${hold(ref("a") + ref("b"))}</Obj>`);
  }
  return documentOf(`<Obj RefId="all"><LST>${objects.join("")}</LST></Obj>`);
}

describe("a document that is small and endless", () => {
  const leaf = '<Obj RefId="0"><LST><I32>1</I32></LST></Obj>';
  it.each([
    ["by lists", bomb(60, leaf, (refs) => `<LST>${refs}</LST>`)],
    ["by properties", bomb(60, leaf, (refs) => `<Props>${refs}</Props>`)],
    ["by members", bomb(60, leaf, (refs) => `<MS>${refs}</MS>`)],
    ["by members of members", bomb(60, leaf, (refs) => `<MS><MS N="s">${refs}</MS></MS>`)],
    ["by members of a list", bomb(60, leaf, (refs) => `<LST>${refs}</LST><MS>${refs}</MS>`)],
    [
      "by entries",
      bomb(60, leaf, (refs) => {
        const [a, b] = refs.replace('N="a"', 'N="Value"').replace('N="b"', 'N="Value"').split("/>");
        return `<DCT><En><S N="Key">a</S>${a}/></En><En><S N="Key">b</S>${b}/></En></DCT>`;
      }),
    ],
  ])("%s is over its limit", (_, text) => {
    expect(failureOf(() => readDocument(text))).toMatchObject(limit);
  });

  it("by a long text is over its limit", () => {
    const long = `<Obj RefId="0"><S>${"x".repeat(100_000)}</S></Obj>`;
    const text = bomb(18, long, (refs) => `<LST>${refs}</LST>`);
    expect(failureOf(() => readDocument(text))).toMatchObject(limit);
    expect(readDocument(bomb(5, long, (refs) => `<LST>${refs}</LST>`))).toHaveLength(5);
  });

  it("by a long name, or a long text of an object, is over its limit", () => {
    for (const long of [
      `<Obj RefId="0"><MS><Nil N="${"x".repeat(100_000)}" /></MS></Obj>`,
      `<Obj RefId="0"><ToString>${"x".repeat(100_000)}</ToString></Obj>`,
    ]) {
      const text = bomb(18, long, (refs) => `<LST>${refs}</LST>`);
      expect(failureOf(() => readDocument(text))).toMatchObject(limit);
    }
  });

  it("by the text of an object that is open is over its limit", () => {
    const refs = '<Ref RefId="0" />'.repeat(5000);
    const text = documentOf(`<Obj RefId="0"><ToString>${"x".repeat(100_000)}</ToString><LST>${refs}</LST></Obj>`);
    expect(failureOf(() => readDocument(text))).toMatchObject(limit);
  });

  it("by keys that are objects is over its limit", () => {
    const key = `<Obj RefId="0"><TN><T>${"x".repeat(100_000)}</T></TN><LST /></Obj>`;
    const entries = '<En><Ref N="Key" RefId="0" /><Nil N="Value" /></En>'.repeat(5000);
    const text = documentOf(`<Obj><LST>${key}<Obj><DCT>${entries}</DCT></Obj></LST></Obj>`);
    expect(failureOf(() => readDocument(text))).toMatchObject(limit);
  });

  it("but never finished is over its limit, too", () => {
    const reader = createClixmlReader({ maxValues: 1000 });
    const flood = failureOf(() => {
      reader.write(`${head}<Obj><LST>`);
      for (let each = 0; each < 2000; each += 1) reader.write("<Nil />");
    });
    expect(flood).toMatchObject(limit);
  });

  it("does not hold itself, whatever is named twice", () => {
    const text = documentOf(
      '<Obj RefId="1"><LST><Obj RefId="1"><LST><Ref RefId="1" /></LST></Obj><Ref RefId="1" /></LST></Obj>',
    );
    expect(JSON.stringify(readDocument(text))).toBe("[[null],[null]]");
  });
});

describe("a document that is large", () => {
  it("has as many values as are allowed, and no more", () => {
    const text = documentOf(`<Obj><LST>${"<I32>1</I32>".repeat(9)}</LST></Obj>`);
    expect(readDocument(text, { maxValues: 10 })).toHaveLength(9);
    expect(failureOf(() => readDocument(text, { maxValues: 9 }))).toMatchObject(limit);
  });

  it("has as many characters as are allowed, and no more", () => {
    const text = documentOf("<S>abc</S>");
    expect(readDocument(text, { maxCharacters: text.length })).toBe("abc");
    expect(failureOf(() => readDocument(text, { maxCharacters: text.length - 1 }))).toMatchObject(limit);
  });

  it("is as deep as is allowed, and no more", () => {
    const nest = (depth: number): string => documentOf(`${"<Obj><LST>".repeat(depth)}${"</LST></Obj>".repeat(depth)}`);
    expect(readDocument(nest(10), { maxDepth: 21 })).toHaveLength(1);
    expect(failureOf(() => readDocument(nest(10), { maxDepth: 20 }))).toMatchObject(limit);
    expect(failureOf(() => readDocument(nest(200)))).toMatchObject(limit);
    expect(failureOf(() => readDocument(`${head}${"<Obj><LST>".repeat(1_000_000)}`))).toMatchObject(limit);
    expect(failureOf(() => readDocument(documentOf(`<PR>${"<x>".repeat(1000)}`)))).toMatchObject(limit);
    expect(failureOf(() => readDocument(documentOf(`<Obj><MS>${'<MS N="a">'.repeat(1000)}`)))).toMatchObject(limit);
  });

  it("may be one text of 16 MiB in small pieces", () => {
    const piece = "text & _x000A_".replace("&", "&amp;").repeat(64);
    const pieces = [`${head}<S>`, ...Array.from({ length: 16 * 1024 }, () => piece), "</S></Objs>"];
    const value = readDocument(pieces) as string;
    expect(value.length).toBe(16 * 1024 * 64 * "text & \n".length);
    expect(value.startsWith("text & \ntext & \n")).toBe(true);
  });

  it.each([
    ["a comment", "<!--"],
    ["a section", "<![CDATA["],
    ["a declaration", "<!DOCTYPE x ["],
    ["another declaration", "<!ELEMENT "],
    ["a declaration after blanks", "< \n!ELEMENT "],
    ["an instruction", "<?x "],
    ["a name", "<S"],
    ["an attribute", "<S "],
    ["a value of one", '<S N="'],
    ["an entity", "&x"],
    ["an end", "</S"],
    ["blanks in an element", "<S\n"],
  ])("with %s that never ends is refused before it is all there", (_, start) => {
    const reader = createClixmlReader();
    const filler = start === "<S\n" ? " " : "x";
    let written = 0;
    const failure = failureOf(() => {
      reader.write(head + start);
      for (; written < 1_000_000; written += 1000) reader.write(filler.repeat(1000));
    });
    expect(failure).toMatchObject(malformed);
    expect(written).toBeLessThan(300_000);
  });

  it("with a declaration that begins between two pieces is refused at once", () => {
    for (const start of ["!ELEMENT ", "!--", "?x", " !ELEMENT"]) {
      const reader = createClixmlReader();
      reader.write(`${head}<`);
      reader.write("");
      expect(failureOf(() => reader.write(start))).toMatchObject(malformed);
    }
  });

  it("with many attributes is refused", () => {
    const attributes = Array.from({ length: 100_000 }, (_, index) => ` a${index}="1"`).join("");
    expect(failureOf(() => readDocument(documentOf(`<S${attributes}>a</S>`)))).toMatchObject(malformed);
    expect(readDocument(documentOf(`<S${' N="a"'.repeat(1000)}>a</S>`))).toBe("a");
  });
});

describe("a document with what PowerShell does not write", () => {
  it.each([
    ["a type declaration", `<!DOCTYPE Objs>${documentOf("<S>a</S>")}`],
    ["an entity of its own", `<!DOCTYPE Objs [<!ENTITY a "b">]>${documentOf("<S>&a;</S>")}`],
    ["an entity of a file", `<!DOCTYPE Objs [<!ENTITY a SYSTEM "file:///etc/passwd">]>${documentOf("<S>&a;</S>")}`],
    ["a type declaration within", documentOf("<!DOCTYPE a><S>a</S>")],
    ["an entity of HTML", documentOf("<S>&nbsp;</S>")],
    ["an entity of a prototype", documentOf("<S>&constructor;</S>")],
    ["another one", documentOf("<S>&__proto__;</S>")],
    ["another one in an attribute", documentOf('<Obj><MS><S N="&toString;">a</S></MS></Obj>')],
    ["a character that is none", documentOf("<S>&#xD800;</S>")],
    ["the character 0", documentOf("<S>&#0;</S>")],
    ["a number that is too large", documentOf("<S>&#x110000;</S>")],
    ["a bare ampersand", documentOf("<S>a & b</S>")],
    ["a bare bracket", documentOf("<S>a < b</S>")],
    ["a comment", documentOf("<S>a<!-- b -->c</S>")],
    ["a blank in an element", documentOf("< S>a</S>")],
    ["a section", documentOf("<S><![CDATA[a]]></S>")],
    ["an instruction", documentOf("<?x y?><S>a</S>")],
    ["an attribute of a prototype", documentOf('<S hasOwnProperty="1" N="2">a</S>')],
  ])("such as %s is refused", (_, text) => {
    const failure = failureOf(() => readDocument(text));
    expect(failure).toBeInstanceOf(ClixmlError);
    expect(failure).toMatchObject(malformed);
  });

  it("such as an attribute of a prototype harms nothing", () => {
    expect(readDocument(documentOf('<S __proto__="1" constructor="2" valueOf="3">a</S>'))).toBe("a");
    expect(readDocument(documentOf('<Obj RefId="__proto__"><LST /></Obj>'))).toStrictEqual([]);
  });

  it("such as types, numbers, dates or bytes without end is read in time that grows with it", () => {
    const many = 1_000_000;
    for (const body of [
      `<I32>${"1".repeat(many)}</I32>`,
      `<Db>${"1".repeat(many)}e</Db>`,
      `<D>0.${"0".repeat(many)}x</D>`,
      `<DT>${"2024-01-01".repeat(many / 10)}</DT>`,
      `<TS>P${"1".repeat(many)}</TS>`,
      `<TS>PT${"1H".repeat(many / 2)}</TS>`,
      `<BA>${"A".repeat(many)}*</BA>`,
      `<BA>${"A=".repeat(many)}</BA>`,
    ]) {
      expect(failureOf(() => readDocument(documentOf(body)))).toMatchObject(malformed);
    }
    for (const text of [
      "_".repeat(many),
      "_x".repeat(many),
      "_x004".repeat(many),
      " ".repeat(many),
      "_x0041 ".repeat(many),
    ]) {
      expect(readDocument(documentOf(`<S>${text}</S>`)) === text).toBe(true);
    }
    expect(readDocument(documentOf(`<S>${"_x0041_".repeat(many)}</S>`)) === "A".repeat(many)).toBe(true);
    expect((readDocument(documentOf(`<BA>${"QUJD".repeat(many)}</BA>`)) as Uint8Array).length).toBe(3 * many);
    expect(
      readDocument(documentOf(`<Obj><TN><T>${"Deserialized.".repeat(many / 10)}</T></TN><LST /></Obj>`)),
    ).toStrictEqual([]);
  });
});
