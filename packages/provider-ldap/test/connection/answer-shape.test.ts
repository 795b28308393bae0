import fc from "fast-check";
import type { BerWriter } from "ldapts";
import { describe, expect, it } from "vitest";
import { messageSize, readAnswer } from "../../src/connection/answer-shape.ts";
import { envelope } from "../support/fake-ldap-server.ts";

const done = envelope(
  7,
  0x65,
  (writer: BerWriter) => {
    writer.writeEnumeration(0);
    writer.writeString("");
    writer.writeString("words");
  },
  "cookie",
);

describe("the size of a message", () => {
  it.each<[string, number | null]>([
    ["", null],
    ["30", null],
    ["3005", 7],
    ["307f", 129],
    ["3081", null],
    ["3081ff", 258],
    ["30820100", 260],
    ["3084ffffffff", 6 + 0xffff_ffff],
    ["3080", Number.NaN],
    ["3085", Number.NaN],
    ["48", Number.NaN],
  ])("stands in its first bytes: %s", (hex, size) => expect(messageSize(Buffer.from(hex, "hex"))).toEqual(size));
});

describe("an answer", () => {
  it("has a number, an operation, and perhaps controls", () => {
    expect(readAnswer(done)).toEqual({ id: 7, operation: 0x65, isWhole: true });
    expect(readAnswer(Buffer.from("300c02010078070a010004000400", "hex"))).toEqual({
      id: 0,
      operation: 0x78,
      isWhole: true,
    });
  });

  it("is none where anything is cut off or stands behind it", () => {
    for (let length = 0; length < done.length; length += 1) {
      expect(readAnswer(done.subarray(0, length)).isWhole).toBe(false);
    }
  });

  it("is read without an error, whatever it is", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void readAnswer(Buffer.from(bytes))));
    fc.assert(
      fc.property(fc.nat(done.length - 1), fc.nat(255), (at, to) => {
        const bytes = Buffer.from(done);
        bytes[at] = to;
        readAnswer(bytes);
      }),
    );
  });
});
