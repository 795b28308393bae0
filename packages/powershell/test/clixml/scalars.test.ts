import { describe, expect, it } from "vitest";
import { ClixmlError } from "../../src/clixml/read-clixml.ts";
import { documentOf, readDocument } from "./read-document.ts";

describe("one value", () => {
  // The examples of [MS-PSRP] 2.2.5.1.
  it.each([
    ["<S>This is a string</S>", "This is a string"],
    ["<C>97</C>", "a"],
    ["<B>true</B>", true],
    ["<DT>2008-04-11T10:42:32.2731993-07:00</DT>", new Date("2008-04-11T17:42:32.273Z")],
    ["<TS>PT9.0269026S</TS>", "00:00:09.0269026"],
    ["<By>254</By>", 254],
    ["<SB>-127</SB>", -127],
    ["<U16>65535</U16>", 65535],
    ["<I16>-32767</I16>", -32767],
    ["<U32>4294967295</U32>", 4294967295],
    ["<I32>-2147483648</I32>", -2147483648],
    ["<U64>18446744073709551615</U64>", 18446744073709551615n],
    ["<I64>-9223372036854775808</I64>", -9223372036854775808n],
    ["<Sg>12.34</Sg>", 12.34],
    ["<Db>12.34</Db>", 12.34],
    ["<D>12.34</D>", 12.34],
    ["<BA>AQIDBA==</BA>", new Uint8Array([1, 2, 3, 4])],
    ["<G>792e5b37-4505-47ef-b7d2-8711bb7affa8</G>", "792e5b37-4505-47ef-b7d2-8711bb7affa8"],
    ["<URI>http://www.microsoft.com/</URI>", "http://www.microsoft.com/"],
    ["<Nil/>", null],
    ["<Version>6.2.1.3</Version>", "6.2.1.3"],
    ['<XD>&lt;name attribute="value"&gt;Content&lt;/name&gt;</XD>', '<name attribute="value">Content</name>'],
    ["<SBK>get-command -type cmdlet</SBK>", "get-command -type cmdlet"],
    ["<SS>bnVsbA==</SS>", "System.Security.SecureString"],
  ])("%s", (body, value) => {
    expect(readDocument(documentOf(body))).toStrictEqual(value);
  });

  it.each([
    ["<S />", ""],
    ["<S>a\nb</S>", "a\nb"],
    ["<S>&#65;&#x42;</S>", "AB"],
    ["<S>&apos;&quot;&lt;&gt;&amp;</S>", "'\"<>&"],
    ["<S>_x0041_x0042_</S>", "Ax0042_"],
    ["<S>_X0041__x0041_</S>", "AA"],
    ["<S>_x005F_x0041_</S>", "_x0041_"],
    ["<S>_x005f_</S>", "_"],
    ["<S>_x004_ _x0041 _x00G1_ __x0041__ _x_x0041_</S>", "_x004_ _x0041 _x00G1_ _A_ _xA"],
    ["<S>_xD83D__xDE00_</S>", "\u{1F600}"],
    ["<S>_xFFFE__xFFFF__x0000_</S>", "\uFFFE\uFFFF\0"],
    ["<SBK>a_x000A_b</SBK>", "a\nb"],
    ["<C>55357</C>", "\uD83D"],
    ["<C>65535</C>", "\uFFFF"],
    ["<Db>1E5</Db>", 100_000],
    ["<Sg>5e+1</Sg>", 50],
    ["<DT>2024-01-02T03:04:05.6Z</DT>", new Date("2024-01-02T03:04:05.600Z")],
    ["<I64>9007199254740991</I64>", 9007199254740991],
    ["<I64>9007199254740992</I64>", 9007199254740992n],
    ["<Db>Infinity</Db>", Number.POSITIVE_INFINITY],
    ["<Sg>-Infinity</Sg>", Number.NEGATIVE_INFINITY],
    ["<Db>-0</Db>", -0],
    ["<D>0.10</D>", 0.1],
    ["<D>100</D>", 100],
    ["<D>-12.340</D>", -12.34],
    ["<D>0.1234567890123456789</D>", "0.1234567890123456789"],
    ["<D>9007199254740993</D>", "9007199254740993"],
    ["<D>0.000</D>", 0],
    ["<DT>2024-02-29T00:00:00Z</DT>", new Date("2024-02-29T00:00:00Z")],
    ["<DT>0001-01-01T00:00:00+01:00</DT>", new Date("0000-12-31T23:00:00Z")],
    ["<DT>9999-12-31T23:59:59.9999999-14:00</DT>", new Date(253402351199999)],
    ["<DT>2024-01-02T03:04:05.1234567</DT>", "2024-01-02T03:04:05.1234567"],
    ["<TS>P1DT2H3.5S</TS>", "1.02:00:03.5000000"],
    ["<TS>-PT30M</TS>", "-00:30:00"],
    ["<TS>PT25H61M61S</TS>", "1.02:02:01"],
    ["<TS>P3D</TS>", "3.00:00:00"],
    ["<BA> AQID\n BA== </BA>", new Uint8Array([1, 2, 3, 4])],
  ])("%s", (body, value) => {
    expect(readDocument(documentOf(body))).toStrictEqual(value);
  });

  it("gives bytes of their own", () => {
    const bytes = readDocument(documentOf("<BA>AQID</BA>")) as Uint8Array;
    expect(bytes.constructor).toBe(Uint8Array);
    expect(bytes.buffer.byteLength).toBe(3);
  });

  it.each([
    "<B>yes</B>",
    "<B />",
    "<C>65536</C>",
    "<C>A</C>",
    "<I32>1.5</I32>",
    "<I32>0x10</I32>",
    "<I32> 1</I32>",
    "<I32 />",
    "<I64>100000000000000000000000</I64>",
    "<Db>1,5</Db>",
    "<Db>inf</Db>",
    "<D>1e5</D>",
    "<DT>2024-02-30T00:00:00Z</DT>",
    "<DT>2024-01-01T24:00:00Z</DT>",
    "<DT>2024-13-01T00:00:00</DT>",
    "<DT>yesterday</DT>",
    "<DT>2024-01-01T00:00:00+25:00</DT>",
    "<DT>2024-01-01T00:00:00.Z</DT>",
    "<TS>P</TS>",
    "<TS>PT</TS>",
    "<TS>P1DT</TS>",
    "<TS>P1Y</TS>",
    "<TS>1:00</TS>",
    "<BA>AQI</BA>",
    "<BA>A=ID</BA>",
    "<BA>A===</BA>",
    "<BA>AQ-_</BA>",
  ])("%s is refused", (body) => {
    expect(() => readDocument(documentOf(body))).toThrow(ClixmlError);
  });
});
