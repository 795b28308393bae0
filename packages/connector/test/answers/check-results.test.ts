/** Answers of validation, import and export. */
import { describe, expect, it } from "vitest";
import { checkCloseImport } from "../../src/answers/check-close-import.ts";
import { checkExportResults } from "../../src/answers/check-export-results.ts";
import { checkNothing } from "../../src/answers/check-nothing.ts";
import { checkOpenImport } from "../../src/answers/check-open-import.ts";
import { checkPage } from "../../src/answers/check-page.ts";
import { checkValidation } from "../../src/answers/check-validation.ts";
import { contextOf, refusal } from "./answer.ts";

describe("a validation", () => {
  const check = (answer: unknown) => checkValidation(answer, contextOf("validation"));

  it("is a success, or a failure with what is wrong", () => {
    expect(check({ code: "Success" })).toStrictEqual({ code: "Success" });
    const failure = { code: "Failure", errorMessage: "no such server", errorParameter: "Server" };
    expect(check(failure)).toStrictEqual(failure);
    expect(check({ code: "Failure", errorMessage: null })).toStrictEqual({ code: "Failure" });
  });

  it("has a code and texts", () => {
    const refused = (answer: unknown) => refusal("validation", () => check(answer));
    expect(refused({})).toContain("nothing as code");
    expect(refused({ code: "success" })).toContain('"success" as code');
    expect(refused({ code: "Failure", errorMessage: new Error("x") })).toContain("an object as errorMessage");
    expect(refused({ code: "Failure", errormessage: "x" })).toContain("Did you mean errorMessage?");
  });
});

describe.each([
  ["beginImport", checkOpenImport],
  ["endImport", checkCloseImport],
] as const)("the result of %s", (slot, check) => {
  it("has customData or not", () => {
    expect(check({}, contextOf(slot))).toStrictEqual({});
    expect(check({ customData: null }, contextOf(slot))).toStrictEqual({});
    expect(check({ customData: "" }, contextOf(slot))).toStrictEqual({ customData: "" });
    expect(check({ customData: "7" }, contextOf(slot))).toStrictEqual({ customData: "7" });
  });

  it("has a text as customData", () => {
    const refused = (customData: unknown) => refusal(slot, () => check({ customData }, contextOf(slot)));
    expect(refused(7)).toContain("a number as customData");
    expect(refused({ page: 7 })).toContain("an object as customData");
    expect(refused("\udc00")).toContain("a lone surrogate");
    expect(refused("x".repeat(16 * 1024 * 1024 + 1))).toContain("16777217 characters as customData");
  });
});

describe("what returns nothing", () => {
  const check = (answer: unknown) => checkNothing(answer, contextOf("endExport"));

  it("has no note", () => {
    expect(check(undefined)).toEqual({ note: null });
    expect(check(null)).toEqual({ note: null });
  });

  it.each([
    [false, "true or false"],
    [{}, "an object"],
    ["done", "a text"],
    [[], "a list"],
  ])("and returns %j all the same has a note", (answer, words) => {
    expect(check(answer).note).toContain(`returned ${words}, which nobody looks at`);
  });

  it("and has not run is refused", () => {
    const refused = (answer: unknown) => refusal("endExport", () => check(answer));
    expect(refused((async function* () {})())).toContain("a generator, of which nothing has run");
    expect(refused(() => undefined)).toContain("a function, which nobody calls");
  });
});

describe("a page", () => {
  const check = (answer: unknown) => checkPage(answer, contextOf("importData"));
  const entry = { modificationType: "Add", objectType: "user" };

  it("is a list alone, which is the last one", () => {
    const list = [entry, "anything"];
    expect(check(list)).toStrictEqual({ entries: list, moreToImport: false });
    expect(check(new Set(list)).entries).toBeInstanceOf(Set);
    expect(check([]).moreToImport).toBe(false);
  });

  it("is an object with a list, and may say how it goes on", () => {
    const csEntries = [entry];
    expect(check({ csEntries })).toStrictEqual({ entries: csEntries, moreToImport: false });
    expect(check({ csEntries, moreToImport: true, customData: "2" })).toStrictEqual({
      entries: csEntries,
      moreToImport: true,
      customData: "2",
    });
  });

  it("has its entries read one by one, where there is somebody to read them", () => {
    const read: unknown[] = [];
    const entries = (list: Iterable<unknown> | AsyncIterable<unknown>) => {
      read.push(list);
      return (async function* () {})();
    };
    const list = [entry];
    checkPage(list, { ...contextOf("importData"), entries });
    checkPage({ csEntries: list }, { ...contextOf("importData"), entries });
    expect(read).toEqual([list, list]);
  });

  it("leaves what the entries are to whoever reads them", async () => {
    const list = [
      null,
      Object.defineProperty({}, "dn", {
        get: () => {
          throw new Error("no");
        },
      }),
    ];
    expect([...(check(list).entries as Iterable<unknown>)]).toHaveLength(2);
  });

  it.each([
    [{}, "nothing as csEntries"],
    [{ csEntries: null }, "null as csEntries"],
    [{ csEntries: "abc" }, "a text as csEntries"],
    [{ csEntries: new Uint8Array(1) }, "bytes as csEntries"],
    [{ csentries: [] }, "Did you mean csEntries?"],
    [entry, "returned one entry"],
    [{ csEntries: [], moreToImport: "no" }, "a text as moreToImport"],
    [{ csEntries: [], customData: 1 }, "a number as customData"],
  ])("is not %j", (answer, words) => {
    expect(refusal("importData", () => check(answer))).toContain(words);
  });
});

describe("results of an export", () => {
  const check = (answer: unknown) =>
    checkExportResults(answer, contextOf("exportData"), { identifiers: ["1", "2", "__proto__"] });
  const refused = (answer: unknown) => refusal("exportData", () => check(answer));
  const withResults = (...csEntryChangeResults: unknown[]) => ({ csEntryChangeResults });

  it("may be none", () => {
    expect(check({})).toEqual([]);
    expect(check({ csEntryChangeResults: null })).toEqual([]);
    expect(check(withResults())).toEqual([]);
  });

  it("come back as frozen, plain data, each with its code", () => {
    const bytes = new Uint8Array([1]);
    const results = check(
      withResults(
        {
          identifier: "2",
          anchorAttributes: [
            { name: "id", value: 7n },
            { name: "guid", value: bytes },
          ],
        },
        { identifier: "__proto__", errorCode: "AcmeOwn", errorName: "own", errorDetail: "so", more: 1 },
      ),
    );
    bytes[0] = 2;
    expect(results).toStrictEqual([
      {
        identifier: "2",
        errorCode: "Success",
        anchorAttributes: [
          { name: "id", value: 7n },
          { name: "guid", value: new Uint8Array([1]) },
        ],
      },
      { identifier: "__proto__", errorCode: "AcmeOwn", errorName: "own", errorDetail: "so" },
    ]);
    expect(Object.isFrozen(results) && Object.isFrozen(results[0])).toBe(true);
  });

  it.each([
    [[], "returned an empty list"],
    [withResults(null), "nothing (null) as a result"],
    [withResults({}), "nothing as identifier"],
    [withResults({ identifier: "3" }), 'a result for the entry "3", which was not handed over'],
    [withResults({ identifier: "1" }, { identifier: "1" }), 'two results for the entry "1"'],
    [withResults({ identifier: "1", errorCode: 4 }), "a number as errorCode"],
    [withResults({ identifier: "1", errorcode: "x" }), "Did you mean errorCode?"],
    [withResults({ identifier: "1", errorDetail: {} }), "an object as errorDetail"],
    [withResults({ identifier: "1", anchorAttributes: {} }), "an object as anchorAttributes"],
    [
      withResults({ identifier: "1", anchorAttributes: [{ name: "id", value: null }] }),
      'null as the value of the anchor attribute "id"',
    ],
    [withResults({ identifier: "1", anchorAttributes: [{ name: "id", value: Number.NaN }] }), "a number as the value"],
    [
      withResults({
        identifier: "1",
        anchorAttributes: [
          { name: "a", value: 1 },
          { name: "A", value: 1 },
        ],
      }),
      '"A" twice',
    ],
    [{ csEntryChangeResults: { identifier: "1" } }, "an object as csEntryChangeResults"],
  ])("are not %j", (answer, words) => {
    expect(refused(answer)).toContain(words);
  });
});
