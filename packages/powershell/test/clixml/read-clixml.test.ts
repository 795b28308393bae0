import { describe, expect, it } from "vitest";
import { ClixmlError, createClixmlReader } from "../../src/clixml/read-clixml.ts";
import { documentOf, readDocument } from "./read-document.ts";

const read = (body: string): unknown => readDocument(documentOf(body));

describe("objects", () => {
  it("are what was added to them over what their type gives them, in either order", () => {
    const props = '<Props><I32 N="a">1</I32><I32 N="b">1</I32></Props>';
    const members = '<MS><I32 N="b">2</I32><I32 N="c">2</I32></MS>';
    expect(read(`<Obj>${props}${members}</Obj>`)).toStrictEqual({ a: 1, b: 2, c: 2 });
    expect(read(`<Obj>${members}${props}</Obj>`)).toStrictEqual({ a: 1, b: 2, c: 2 });
  });

  it("are their text when they have nothing else, and empty without one", () => {
    expect(read("<Obj><ToString>C:\\_x005F_x</ToString></Obj>")).toBe("C:\\_x");
    expect(read("<Obj><ToString>text</ToString><Props /></Obj>")).toBe("text");
    expect(read("<Obj />")).toStrictEqual({});
  });

  it("are their value, list or dictionary alone when they have one", () => {
    const extra = '<MS><I32 N="extra">5</I32></MS>';
    expect(read(`<Obj><S>v</S>${extra}</Obj>`)).toBe("v");
    expect(read(`<Obj><Nil />${extra}</Obj>`)).toBeNull();
    expect(read(`<Obj><LST><I32>1</I32></LST>${extra}</Obj>`)).toStrictEqual([1]);
    expect(read(`<Obj><IE /><Props><I32 N="Count">0</I32></Props></Obj>`)).toStrictEqual([]);
    expect(read(`<Obj><DCT><En><S N="Key">k</S><Nil N="Value" /></En></DCT>${extra}</Obj>`)).toStrictEqual({ k: null });
  });

  it("are enums by a type that was named before", () => {
    const first =
      '<Obj RefId="1"><TN RefId="0"><T>X</T><T>System.Enum</T></TN><ToString>One</ToString><I32>1</I32></Obj>';
    const second = '<Obj RefId="2"><TNRef RefId="0" /><ToString>Two</ToString><I32>2</I32></Obj>';
    expect(read(`<Obj RefId="3"><LST>${first}${second}</LST></Obj>`)).toStrictEqual(["One", "Two"]);
    expect(read("<Obj><TN><T>My.System.Enum</T></TN><ToString>One</ToString><I32>1</I32></Obj>")).toBe(1);
  });

  it("leave out what PowerShell notes about them", () => {
    const notes =
      '<MS N="PSStandardMembers"><Obj N="DefaultDisplayPropertySet" RefId="1"><ToString>x</ToString></Obj></MS>' +
      '<Obj N="PSStandardMembers" RefId="2"><ToString>x</ToString></Obj>' +
      '<Obj N="__ClassMetadata" RefId="3"><LST /></Obj>';
    expect(read(`<Obj RefId="0"><MS><I32 N="a">1</I32>${notes}</MS></Obj>`)).toStrictEqual({ a: 1 });
  });

  it("keep names that mean something elsewhere, and change no prototype", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "N"];
    const props = names.map((name) => `<Obj N="${name}"><MS><I32 N="polluted">1</I32></MS></Obj>`).join("");
    const entries = names
      .map((name) => `<En><S N="Key">${name}</S><Obj N="Value"><MS><I32 N="polluted">1</I32></MS></Obj></En>`)
      .join("");
    for (const body of [
      `<Obj><Props>${props}</Props></Obj>`,
      `<Obj><MS>${props}</MS></Obj>`,
      `<Obj><Props><I32 N="q">1</I32></Props><MS>${props}</MS></Obj>`,
      `<Obj><DCT>${entries}</DCT></Obj>`,
    ]) {
      const value = read(body) as Record<string, unknown>;
      expect(Object.keys(value)).toEqual(expect.arrayContaining(names));
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      for (const name of names)
        expect(Object.getOwnPropertyDescriptor(value, name)?.value).toStrictEqual({ polluted: 1 });
    }
    expect({}).not.toHaveProperty("polluted");
  });
});

describe("references", () => {
  it("lead to the object, which is shared", () => {
    const [first, second] = read('<Obj><LST><Obj RefId="7"><LST /></Obj><Ref RefId="7" /></LST></Obj>') as unknown[];
    expect(first).toStrictEqual([]);
    expect(second).toBe(first);
  });

  it("lead back to the text of an object that holds them, or to nothing", () => {
    expect(read('<Obj RefId="0"><ToString>me</ToString><Props><Ref N="self" RefId="0" /></Props></Obj>')).toStrictEqual(
      {
        self: "me",
      },
    );
    expect(read('<Obj RefId="0"><LST><Ref RefId="0" /></LST></Obj>')).toStrictEqual([null]);
  });

  it("are keys by the text of what they lead to", () => {
    const key = '<Obj N="Key" RefId="1"><ToString>key</ToString><Props><S N="toString">x</S></Props></Obj>';
    const other = `<En><Ref N="Key" RefId="1" /><I32 N="Value">2</I32></En>`;
    expect(read(`<Obj><DCT><En>${key}<I32 N="Value">1</I32></En>${other}</DCT></Obj>`)).toStrictEqual({ key: 2 });
  });

  it("are keys by the type of what they lead to when it has no text", () => {
    const entry = '<En><Ref N="Key" RefId="0" /><I32 N="Value">1</I32></En>';
    const types = "<TN><T>Deserialized.My.Table</T><T>Deserialized.System.Object</T></TN>";
    expect(read(`<Obj RefId="0">${types}<DCT>${entry}</DCT></Obj>`)).toStrictEqual({ "My.Table": 1 });
    expect(() => read(`<Obj RefId="0"><DCT>${entry}</DCT></Obj>`)).toThrow(ClixmlError);
  });

  it("to the unknown are refused", () => {
    expect(() => read('<Ref RefId="5" />')).toThrow(ClixmlError);
    expect(() => read("<Obj><LST><Ref /></LST></Obj>")).toThrow(ClixmlError);
    expect(() => read('<Obj><LST><Ref RefId="__proto__" /></LST></Obj>')).toThrow(ClixmlError);
  });
});

describe("the reader", () => {
  it("counts values, and shared ones wherever they are", () => {
    const shared = '<Obj RefId="1"><LST><I32>1</I32><I32>2</I32></LST></Obj>';
    const reader = createClixmlReader();
    reader.write(documentOf(`<Obj><LST><I32>0</I32>${shared}<Ref RefId="1" /></LST></Obj>`));
    reader.end();
    expect(reader.size()).toBe(8);
  });

  it("counts for a reference only what it leads to", () => {
    const long = `<S>${"x".repeat(1000)}</S>`;
    const refs = '<Ref RefId="1" />'.repeat(100);
    const text = documentOf(`<Obj><LST>${long}<Obj RefId="1"><S>y</S></Obj>${refs}</LST></Obj>`);
    expect(readDocument(text, { maxCharacters: text.length })).toHaveLength(102);
  });

  it("takes a byte order mark and blanks around the document", () => {
    expect(readDocument(`\uFEFF\r\n${documentOf(" <S>a</S>\r\n ")}\r\n\t`)).toBe("a");
  });

  it("throws the same again after it threw, and nothing of the document", () => {
    const reader = createClixmlReader();
    const message = (act: () => unknown): unknown => {
      try {
        return act();
      } catch (error) {
        return error;
      }
    };
    const first = message(() => reader.write(documentOf("<I32>hunter2</I32>")));
    expect(first).toBeInstanceOf(ClixmlError);
    expect(String((first as ClixmlError).stack)).not.toContain("hunter2");
    expect(message(() => reader.write("<S>more</S>"))).toBe(first);
    expect(message(() => reader.end())).toBe(first);
  });

  it.each([
    ["nothing", ""],
    ["no markup", "text"],
    ["no value", documentOf("")],
    ["two values", documentOf("<S>a</S><S>b</S>")],
    ["two documents", documentOf("<S>a</S>") + documentOf("<S>b</S>")],
    ["an empty document behind it", documentOf("<S>a</S>") + documentOf("")],
    ["another root", '<S xmlns="http://schemas.microsoft.com/powershell/2004/04">a</S>'],
    ["no namespace", "<Objs><S>a</S></Objs>"],
    ["another namespace", '<Objs xmlns="urn:other"><S>a</S></Objs>'],
    ["another namespace within", documentOf('<S xmlns="urn:other">a</S>')],
    ["a prefix", documentOf("<x:S>a</x:S>")],
    ["an unknown element", documentOf("<Q>a</Q>")],
    ["an unknown element in an object", documentOf("<Obj><Q /></Obj>")],
    ["lower case", documentOf("<s>a</s>")],
    ["a document in one", documentOf(documentOf("<S>a</S>"))],
    ["text between values", documentOf("<S>a</S>b")],
    ["text in an object", documentOf("<Obj>text<LST /></Obj>")],
    ["an element in a text", documentOf("<S>a<I32>1</I32></S>")],
    ["an object in an object", documentOf("<Obj><Obj /></Obj>")],
    ["a list in a document", documentOf("<LST />")],
    ["a list in properties", documentOf('<Obj><Props><LST N="a" /></Props></Obj>')],
    ["two lists in an object", documentOf("<Obj><LST /><LST /></Obj>")],
    ["a list and a value in an object", documentOf("<Obj><LST /><I32>1</I32></Obj>")],
    ["a property without a name", documentOf("<Obj><MS><S>a</S></MS></Obj>")],
    ["an entry in a list", documentOf("<Obj><LST><En /></LST></Obj>")],
    ["an entry without a key", documentOf('<Obj><DCT><En><S N="Value">a</S></En></DCT></Obj>')],
    ["an entry without a value", documentOf('<Obj><DCT><En><S N="Key">a</S></En></DCT></Obj>')],
    ["a key that is nothing", documentOf('<Obj><DCT><En><Nil N="Key" /><S N="Value">a</S></En></DCT></Obj>')],
    ["an end too early", documentOf("<S>a</S>").slice(0, -1)],
    ["an end within a value", documentOf("<S>a</S>").slice(0, -12)],
    ["an end that is another's", documentOf("<S>a</B>")],
    ["an unquoted attribute", documentOf("<Obj RefId=1 />")],
  ])("refuses %s", (_, text) => {
    expect(() => readDocument(text)).toThrow(ClixmlError);
  });
});
