import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guidToBytes, guidToText, siblingSid, sidToText } from "../../src/names/guid.ts";

describe("a GUID", () => {
  it("has its first three fields the other way round in bytes", () => {
    const bytes = Buffer.from("33221100554477668899aabbccddeeff", "hex");
    expect(guidToText(bytes)).toBe("00112233-4455-6677-8899-aabbccddeeff");
    expect(guidToBytes("00112233-4455-6677-8899-AABBCCDDEEFF")).toEqual(bytes);
    expect(guidToBytes("{00112233-4455-6677-8899-aabbccddeeff}")).toEqual(bytes);
  });

  it("comes back from its text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(guidToBytes(guidToText(bytes) ?? "")).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it.each(["", "jdoe", "00112233-4455-6677-8899-aabbccddeef", "00112233445566778899aabbccddeeff"])(
    "is not %j",
    (text) => expect(guidToBytes(text)).toBeNull(),
  );

  it("is not what has another length", () => expect(guidToText(Buffer.alloc(15))).toBeNull());
});

describe("a SID", () => {
  // The built-in administrators (MS-DTYP 2.4.2.4), and an account of a domain.
  const administrators = Buffer.from("01020000000000052000000020020000", "hex");
  const account = Buffer.from("010500000000000515000000780e56b636c20d3bbaea2fbc5b040000", "hex");

  it("is read", () => {
    expect(sidToText(administrators)).toBe("S-1-5-32-544");
    expect(sidToText(account)).toMatch(/^S-1-5-21-\d+-\d+-\d+-1115$/);
  });

  it("has an authority that is written as a hexadecimal number where it is a large one (MS-DTYP 2.4.2.1)", () => {
    expect(sidToText(Buffer.from("0101ffffffffffff01000000", "hex"))).toBe("S-1-0xffffffffffff-1");
    expect(sidToText(Buffer.from("010100010000000001000000", "hex"))).toBe("S-1-0x000100000000-1");
    expect(sidToText(Buffer.from("01010000ffffffff01000000", "hex"))).toBe("S-1-4294967295-1");
  });

  it("is the sibling of its sibling, whatever its last number is", () => {
    const sid = fc.tuple(
      fc.uint8Array({ minLength: 6, maxLength: 6 }),
      fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 15 }),
    );
    fc.assert(
      fc.property(sid, fc.nat(0xffff_ffff), ([authority, numbers], relativeId) => {
        const bytes = Buffer.alloc(8 + numbers.length * 4);
        bytes.set([1, numbers.length, ...authority]);
        for (const [index, number] of numbers.entries()) bytes.writeUInt32LE(number, 8 + index * 4);
        const sibling = siblingSid(bytes, relativeId) ?? Buffer.alloc(0);
        expect(sidToText(sibling)?.endsWith(`-${relativeId}`)).toBe(true);
        expect(siblingSid(sibling, numbers.at(-1) ?? 0)).toEqual(bytes);
      }),
    );
  });

  it.each([
    Buffer.alloc(0),
    Buffer.alloc(7),
    administrators.subarray(0, 12),
    Buffer.concat([administrators, Buffer.alloc(1)]),
  ])("is not what has another length", (bytes) => expect(sidToText(bytes)).toBeNull());

  it("has siblings in its domain, and stays as it is", () => {
    const text = sidToText(account) ?? "";
    expect(sidToText(siblingSid(account, 513) ?? Buffer.alloc(0))).toBe(text.replace(/1115$/, "513"));
    expect(sidToText(account)).toBe(text);
    expect(siblingSid(Buffer.alloc(3), 513)).toBeNull();
  });
});
