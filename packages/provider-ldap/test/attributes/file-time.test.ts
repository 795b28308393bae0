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

it.each([
  ["1", "1601-01-01T00:00:00.000Z"],
  ["9223372036854775806", "+030828-09-14T02:48:05.477Z"],
])("%s is a moment at the edge of what there is", (digits, text) => expect(fileTimeToText(digits)).toBe(text));

it.each([
  ["1601-01-01T00:00:00.001Z", "10000"],
  ["9999-12-31T23:59:59.999Z", "2650467743999990000"],
  ["2028-02-29", "134798688000000000"],
  ["2028-02-01T00:00:00.1234567Z", "134774496001230000"],
])("%s is the first, the last, or an odd one that there is", (text, digits) =>
  expect(textToFileTime(text)).toBe(digits),
);

it.each([
  "1601-01-01",
  "1600-12-31T23:59:59Z",
  "2027-02-29",
  "2028-02-01T25:00Z",
  "2028-02-01T00:00+99:00",
  " 2028-02-01",
])("%j is no moment that the directory could hold", (text) => expect(textToFileTime(text)).toBeNull());

it("no text is an error, whatever it is", () => {
  fc.assert(fc.property(fc.string(), (text) => void [textToFileTime(text), fileTimeToText(text)]));
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
