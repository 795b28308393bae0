/** What each operator says about a value. All compare as text and ignore case. */
import { compileWildcard, type JsonValue } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { quoteList } from "../diagnostics/quote.ts";
import type { Operator } from "./condition-node.ts";
import { isList } from "./path.ts";

/** True or false, or why the operator does not fit the value: a clause, and what to use instead. */
export type Decision =
  | boolean
  | { readonly wrong: "kind"; readonly what: string; readonly instead: string }
  | WrongOperand;
interface WrongOperand {
  readonly wrong: "operand";
  readonly what: string;
}

/** `value` is what stands at the path; an absent path does not come here. */
export function decideOperator(operator: Operator, value: JsonValue, operand: JsonValue | undefined): Decision {
  switch (operator) {
    case "exists":
      return value !== null;
    case "equals":
      return compareScalar(operator, value, [operand]);
    case "notEquals":
      return negate(compareScalar(operator, value, [operand]));
    case "in":
      return compareScalar(operator, value, operand !== undefined && isList(operand) ? operand : [operand]);
    case "contains":
      return findMember(operator, value, operand);
    case "notContains":
      return negate(findMember(operator, value, operand));
    case "like":
      return matchPattern(operator, value, operand);
    case "notLike":
      return negate(matchPattern(operator, value, operand));
  }
}

function compareScalar(operator: Operator, value: JsonValue, candidates: readonly (JsonValue | undefined)[]): Decision {
  if (isList(value)) {
    return wrongKind("is a list", operator, operator === "notEquals" ? "notContains" : "contains");
  }
  if (isObject(value)) return objectKind(operator, value);
  const text = foldedText(value);
  for (const candidate of candidates) {
    if (!isScalar(candidate)) return wrongOperand;
    if (foldedText(candidate) === text) return true;
  }
  return false;
}

function findMember(operator: Operator, value: JsonValue, operand: JsonValue | undefined): Decision {
  if (!isScalar(operand)) return wrongOperand;
  if (value === null) return false;
  if (isObject(value)) return objectKind(operator, value);
  if (!isList(value)) {
    return wrongKind("is a single value", operator, operator === "contains" ? "equals or in" : "notEquals");
  }
  const wanted = foldedText(operand);
  let found = false;
  for (const member of value) {
    if (!isScalar(member)) return memberKind(operator, member);
    found ||= foldedText(member) === wanted;
  }
  return found;
}

function matchPattern(operator: Operator, value: JsonValue, operand: JsonValue | undefined): Decision {
  if (typeof operand !== "string") return wrongOperand;
  const wildcard = compileWildcard(operand);
  if ("problem" in wildcard) return { wrong: "operand", what: `its pattern is malformed: ${wildcard.problem}` };
  if (value === null) return false;
  if (isObject(value)) return objectKind(operator, value);
  let found = false;
  for (const member of isList(value) ? value : [value]) {
    if (!isScalar(member)) return memberKind(operator, member);
    found ||= member !== null && wildcard.matches(String(member));
  }
  return found;
}

function negate(decision: Decision): Decision {
  return typeof decision === "boolean" ? !decision : decision;
}

const wrongOperand: WrongOperand = { wrong: "operand", what: "what it compares with is no single value" };

function wrongKind(what: string, operator: Operator, instead: string): Decision {
  return { wrong: "kind", what: `${what}, and ${needs[operator]}`, instead: `Use ${instead} instead` };
}

function objectKind(operator: Operator, value: JsonValue): Decision {
  const keys = isObject(value) ? Object.keys(value) : [];
  const further = keys.length === 0 ? "" : `, or go on to one of its keys: ${quoteList(keys)}`;
  return { wrong: "kind", what: `is an object, and ${needs[operator]}`, instead: `Use exists instead${further}` };
}

/** A guard over objects would silently hold or fail for every one of them. */
function memberKind(operator: Operator, member: JsonValue): Decision {
  const keys = isObject(member) ? Object.keys(member) : [];
  const further = keys.length === 0 ? "" : `: ${quoteList(keys)}`;
  return {
    wrong: "kind",
    what: `is a list of ${isList(member) ? "lists" : "objects"}, and ${operator} compares single values`,
    instead: `Go on to a key of its elements${further}`,
  };
}

const needs: Readonly<Record<Operator, string>> = {
  equals: "equals compares a single value",
  notEquals: "notEquals compares a single value",
  in: "in compares a single value",
  contains: "contains looks into a list",
  notContains: "notContains looks into a list",
  like: "like compares text or a list of texts",
  notLike: "notLike compares text or a list of texts",
  exists: "exists takes any value",
};

function isScalar(value: JsonValue | undefined): value is string | number | boolean | null {
  return value === null || (typeof value !== "object" && value !== undefined);
}

function foldedText(value: string | number | boolean | null): string {
  return value === null ? "" : String(value).toLowerCase();
}
