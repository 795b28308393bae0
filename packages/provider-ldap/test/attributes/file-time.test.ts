import fc from "fast-check";
import { expect, it } from "vitest";
import { fileTimeToText, textToFileTime } from "../../src/attributes/file-time.ts";

it.each([
  ["116444736000000000", "1970-01-01T00:00:00.000Z"],
  ["134774496000000000", "2028-02-01T00:00:00.000Z"],
])("%s is %s", (digits, text) => {
  expect(fileTimeToText(digits)).toBe(text);
  expect(textToFileTime(text)).toBe(digits);
});

it.each(["0", "9223372036854775807", "-1", "x", ""])("%j is no moment", (digits) => {
  expect(fileTimeToText(digits)).toBeNull();
});

it("a day is its beginning in UTC, and a zone counts", () => {
  expect(textToFileTime("2028-02-01")).toBe("134774496000000000");
  expect(textToFileTime("2028-02-01T01:00:00+01:00")).toBe("134774496000000000");
  expect(textToFileTime("2028-02-01T00:00Z")).toBe("134774496000000000");
});

it.each(["tomorrow", "2028-02-01T00:00:00", "2028-13-01", "2028-02-30", "01.02.2028", "1500-01-01", ""])(
  "%j is refused",
  (text) => expect(textToFileTime(text)).toBeNull(),
);

it("comes back to the millisecond", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("1700-01-01"), max: new Date("9999-01-01"), noInvalidDate: true }),
      (moment) => {
        expect(fileTimeToText(textToFileTime(moment.toISOString()) ?? "")).toBe(moment.toISOString());
      },
    ),
  );
});
