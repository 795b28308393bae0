import { isUint8Array } from "node:util/types";
import { kindOf } from "../model/check-value.ts";
import type { AnchorAttribute, CSEntryChangeResult } from "../model/entry.ts";
import type { CsValue } from "../model/value.ts";
import { type AnswerContext, reading, wrongAnswer } from "./answer-context.ts";
import { readList, readName, readObject, readText, shown } from "./read-object.ts";

const expected =
  "Its author must return one object: {}, or { csEntryChangeResults: [{ identifier, errorCode, errorName, errorDetail, anchorAttributes }] } for entries that failed or got another anchor.";

const mostAnchors = 100;

export interface ExportResultRules {
  /** Of the entries that the script was given. */
  readonly identifiers: Iterable<string>;
}

/**
 * The results, each with its code; an entry without one went well. Values of anchors are of a kind that values have, and
 * not looked at beyond that. Throws PluginAnswerInvalid. The words are the script's own: take secrets out before anybody
 * sees them.
 */
export function checkExportResults(
  answer: unknown,
  context: AnswerContext,
  { identifiers }: ExportResultRules,
): readonly (CSEntryChangeResult & { readonly errorCode: string })[] {
  const expectation = { context, expected };
  const known = new Set(identifiers);
  return reading(context, expected, () => {
    const { csEntryChangeResults } = readObject(answer, { ...expectation, what: null, keys: ["csEntryChangeResults"] });
    if (csEntryChangeResults === undefined || csEntryChangeResults === null) return Object.freeze([]);
    if (!Array.isArray(csEntryChangeResults)) {
      throw wrongAnswer(context, `${kindOf(csEntryChangeResults)} as csEntryChangeResults`, expected);
    }
    const seen = new Set<string>();
    const results: (CSEntryChangeResult & { readonly errorCode: string })[] = [];
    for (const value of csEntryChangeResults) {
      const result = checkResult(value);
      if (seen.has(result.identifier)) {
        throw wrongAnswer(context, `two results for the entry ${shown(result.identifier)}`, "An entry has one result.");
      }
      seen.add(result.identifier);
      results.push(result);
    }
    return Object.freeze(results);
  });

  function checkResult(value: unknown): CSEntryChangeResult & { readonly errorCode: string } {
    const keys = ["identifier", "errorCode", "errorName", "errorDetail", "anchorAttributes"];
    const given = readObject(value, { ...expectation, what: "a result", keys });
    const identifier = readName(given.identifier, "identifier of a result", expectation);
    if (!known.has(identifier)) {
      throw wrongAnswer(
        context,
        `a result for the entry ${shown(identifier)}, which was not handed over`,
        "The identifier of a result is that of one of csEntries.",
      );
    }
    const errorCode = readName(given.errorCode ?? "Success", "errorCode of a result", expectation);
    const errorName = readText(given.errorName, "errorName of a result", expectation);
    const errorDetail = readText(given.errorDetail, "errorDetail of a result", expectation);
    const anchorAttributes = checkAnchors(given.anchorAttributes);
    return Object.freeze({
      identifier,
      errorCode,
      ...(errorName !== undefined && { errorName }),
      ...(errorDetail !== undefined && { errorDetail }),
      ...(anchorAttributes !== undefined && { anchorAttributes }),
    });
  }

  function checkAnchors(value: unknown): readonly AnchorAttribute[] | undefined {
    if (value === undefined || value === null) return undefined;
    const seen = new Set<string>();
    const anchors = readList(value, "anchorAttributes", mostAnchors, expectation).map((each) => {
      const given = readObject(each, { ...expectation, what: "an anchor attribute", keys: ["name", "value"] });
      const name = readName(given.name, "the name of an anchor attribute", expectation);
      if (seen.has(name.toLowerCase())) {
        throw wrongAnswer(context, `the anchor attribute ${shown(name)} twice`, "An anchor attribute has one value.");
      }
      seen.add(name.toLowerCase());
      return Object.freeze({ name, value: readValue(given.value, name) });
    });
    return Object.freeze(anchors);
  }

  function readValue(value: unknown, name: string): CsValue {
    switch (typeof value) {
      case "string":
      case "bigint":
      case "boolean":
        return value;
      case "number":
        if (Number.isFinite(value)) return value;
        break;
      default:
        // A copy: what the script does to its bytes later is its own affair.
        if (isUint8Array(value)) return new Uint8Array(value);
    }
    throw wrongAnswer(context, `${kindOf(value)} as the value of the anchor attribute ${shown(name)}`, expected);
  }
}
