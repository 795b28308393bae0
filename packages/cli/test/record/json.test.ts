import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonDocument, jsonLine } from "../../src/record/json.ts";

it("says the same as JSON.stringify, without anything a terminal would act on", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      for (const text of [jsonDocument(value), jsonLine(value)]) {
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for.
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      }
    }),
  );
});

it("puts an event on one line", () => {
  expect(jsonLine({ message: "two\nlines\u2028" })).toBe('{"message":"two\\nlines\\u2028"}\n');
});
