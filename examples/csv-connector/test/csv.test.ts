import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvError, type Field, parseRecord } from "../src/csv/parse-record.ts";
import { type RawRecord, readRecords } from "../src/csv/read-records.ts";
import { writeRecord } from "../src/csv/write-record.ts";

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function recordsOf(content: string | Uint8Array, size = 3): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for await (const record of readRecords(inPieces(bytes, size), { offset: 0, line: 1 })) records.push(record);
  return records;
}

const textsOf = async (content: string) => (await recordsOf(content)).map(({ text }) => text);

describe("a record", () => {
  it.each<[string, Field[]]>([
    ["a,b", ["a", "b"]],
    [" a , b ", [" a ", " b "]],
    ["a,,c", ["a", null, "c"]],
    [',"",', [null, "", null]],
    ['"a,b","say ""so""","two\r\nlines"', ["a,b", 'say "so"', "two\r\nlines"]],
    ["", [null]],
    ["__proto__,constructor", ["__proto__", "constructor"]],
  ])("%j has its fields", (text, fields) => {
    expect(parseRecord(text)).toEqual(fields);
  });

  it.each([
    ['a"b', "a quote in a field that does not begin with one"],
    ['"a"b', "text behind a closing quote"],
    ['"a', "a quote that is never closed"],
    ["a\rb", "a line break in a field without quotes"],
  ])("%j is none", (text, why) => {
    expect(() => parseRecord(text)).toThrow(CsvError);
    expect(() => parseRecord(text)).toThrow(why);
  });
});

describe("records in a file", () => {
  it("end with CRLF, with LF, and with the file", async () => {
    expect(await textsOf('a,b\r\nc,"d\r\ne"\nf,g')).toEqual(["a,b", 'c,"d\r\ne"', "f,g"]);
  });

  it("begin behind a byte order mark", async () => {
    expect(await textsOf("\uFEFFid,dn\r\n\uFEFF1")).toEqual(["id,dn", "\uFEFF1"]);
  });

  it("tell the line that they begin in, and where the next one is", async () => {
    const text = 'a\n"b\nc"\nd';
    const records = await recordsOf(text);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 4]);
    expect(records.map(({ next }) => text.slice(next.offset))).toEqual(['"b\nc"\nd', "d", ""]);
  });

  it("are told from bytes that are no UTF-8, and the next one is not", async () => {
    const bytes = Buffer.concat([Buffer.from("a\n"), Buffer.from([0xff, 0x0a]), Buffer.from("b")]);
    expect((await recordsOf(bytes)).map(({ text }) => text)).toEqual(["a", null, "b"]);
  });

  it("with a quote that is never closed are refused before the memory is full", async () => {
    async function* endless() {
      yield Buffer.from('id\n"');
      for (;;) yield Buffer.alloc(1024 * 1024, "x");
    }
    const read = async () => {
      for await (const _ of readRecords(endless(), { offset: 0, line: 1 }));
    };
    await expect(read()).rejects.toThrow("from line 2 on has no end within 64 MiB");
  });

  const anyField = fc.option(
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom('"', ",", ";", "\r", "\n", " ", "\uFEFF", "a", "ß", "\0") }),
    ),
  );

  it("are read as they were written, whatever they hold, in pieces of any size", async () => {
    const anyRecord = fc.array(anyField, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord, { maxLength: 6 }),
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 40 }),
        async (records, lineEnd, size) => {
          const content = Buffer.from(records.map((record) => writeRecord(record) + lineEnd).join(""));
          const read = await recordsOf(content, size);
          expect(read.map(({ text }) => parseRecord(text ?? ""))).toEqual(records);
          expect(read.at(-1)?.next.offset ?? 0).toBe(content.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("within a record are read as they were written", () => {
    fc.assert(
      fc.property(fc.array(anyField, { minLength: 1 }), (inner) => {
        const [field] = parseRecord(writeRecord([writeRecord(inner, ";")]));
        expect(parseRecord(field ?? "", ";")).toEqual(inner);
      }),
    );
  });

  it("are either read or refused, whatever the file holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "a") }), (text) => {
        try {
          expect(parseRecord(text).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(CsvError);
        }
      }),
    );
  });
});
