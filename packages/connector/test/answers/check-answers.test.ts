/** What every check of an answer refuses: nothing, the wrong kind, two objects, and objects that throw. */

import { isIdleError } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerContext } from "../../src/answers/answer-context.ts";
import { checkCloseImport } from "../../src/answers/check-close-import.ts";
import { checkExportResults } from "../../src/answers/check-export-results.ts";
import { checkHierarchy } from "../../src/answers/check-hierarchy.ts";
import { checkOpenImport } from "../../src/answers/check-open-import.ts";
import { checkPage } from "../../src/answers/check-page.ts";
import { checkPartitions } from "../../src/answers/check-partitions.ts";
import { checkSchema } from "../../src/answers/check-schema.ts";
import { checkValidation } from "../../src/answers/check-validation.ts";
import type { SlotName } from "../../src/model/slots.ts";
import { contextOf, hostileObjects, refusal } from "./answer.ts";

type Check = (answer: unknown, context: AnswerContext) => unknown;
const schema: Check = (answer, context) => checkSchema(answer, context, { useDnAsAnchor: false });
const partitions: Check = (answer, context) => checkPartitions(answer, context, { style: "LDAP" });
const hierarchy: Check = (answer, context) => checkHierarchy(answer, context, { parent: { dn: "dc=org" } });
const results: Check = (answer, context) => checkExportResults(answer, context, { identifiers: ["1"] });

const checks: readonly (readonly [SlotName, Check])[] = [
  ["validation", checkValidation],
  ["schema", schema],
  ["partition", partitions],
  ["hierarchy", hierarchy],
  ["beginImport", checkOpenImport],
  ["importData", checkPage],
  ["endImport", checkCloseImport],
  ["exportData", results],
];
const single: readonly (readonly [SlotName, Check])[] = checks.filter(
  ([slot]) => !["partition", "hierarchy", "importData"].includes(slot),
);

describe.each(checks)("the answer of %s", (slot, check) => {
  it.each([
    [undefined, "returned nothing. Its author must"],
    [null, "returned nothing (null). Its author must"],
    ["Success", "returned a text"],
    [3, "returned a number"],
    [true, "returned true or false"],
    [new Uint8Array(2), "returned bytes"],
    [() => ({}), "returned a function"],
  ])("is refused when it is %s", (answer, words) => {
    expect(refusal(slot, () => check(answer, contextOf(slot)))).toContain(words);
  });

  it.each(hostileObjects)("is refused when it is %s, of which nothing is repeated", (_, answer) => {
    const read = () => check(answer, contextOf(slot));
    try {
      read();
    } catch {
      expect(refusal(slot, read)).not.toContain("secret");
    }
  });

  it("is refused or taken, whatever it is, and never fails otherwise", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withMap: true, withSparseArray: true }), (answer) => {
        try {
          check(answer, contextOf(slot));
        } catch (error) {
          expect(isIdleError(error, "PluginAnswerInvalid")).toBe(true);
        }
      }),
    );
  });
});

describe.each(single)("the one object of %s", (slot, check) => {
  it("is not a list, not even of one", () => {
    const message = (answer: unknown) => refusal(slot, () => check(answer, contextOf(slot)));
    expect(message([{}, {}])).toContain("returned a list of 2.");
    expect(message([{}])).toContain("returned a list with one element.");
    expect(message([])).toContain("returned an empty list.");
  });
});

it("an error that a getter throws is not taken for the host's own", () => {
  let borrowed: unknown;
  try {
    checkValidation(null, contextOf("validation"));
  } catch (error) {
    borrowed = Object.assign(Object.create(Object(error)), { message: "forged" });
  }
  const answer = {
    get code() {
      throw borrowed;
    },
  };
  expect(refusal("validation", () => checkValidation(answer, contextOf("validation")))).toContain("reading it throws");
});
