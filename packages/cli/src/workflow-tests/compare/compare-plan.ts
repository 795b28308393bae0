import type { Change, JsonObject, JsonValue, Plan, PlannedStep } from "@idle/contract";
import { conditionInWords } from "../../view/condition-in-words.ts";
import { showName } from "../../view/value.ts";
import { recordChange, recordChanges, recordPlannedStep } from "../record/record-plan.ts";
import type { ExpectedChange, ExpectedPlan, ExpectedPlannedStep, Match } from "../test-document.ts";
import { compareFields } from "./compare-fields.ts";
import { compareList } from "./compare-list.ts";
import { compareSteps } from "./compare-steps.ts";
import type { Collector, Path } from "./finding.ts";
import { isSameValue } from "./values.ts";

/** Steps, whether they apply, and what they would change. */
export function comparePlan(expected: ExpectedPlan, { plan }: Plan, collector: Collector): void {
  const { match = "partial" } = expected;
  for (const key of ["steps", "onFailureSteps"] as const) {
    const steps = expected[key];
    if (steps === undefined && !(match === "exact" && key === "steps")) continue;
    if (steps === undefined) {
      const unexpected = plan.steps.map(({ name }): JsonValue => name);
      collector.find({ path: ["plan"], about: "plan: steps", missing: [], unexpected });
      collector.edit({ kind: "set", path: ["plan", "steps"], value: plan.steps.map(recordPlannedStep) });
      continue;
    }
    compareSteps(
      {
        path: ["plan", key],
        about: key === "steps" ? "plan" : "plan, after a failure",
        expected: steps,
        actual: plan[key],
        isExact: match === "exact",
        compare: (each, step, path, about) => compareStep({ each, step, path, about, match }, collector),
        record: recordPlannedStep,
      },
      collector,
    );
  }
}

interface StepComparison {
  readonly each: ExpectedPlannedStep;
  readonly step: PlannedStep;
  readonly path: Path;
  readonly about: string;
  readonly match: Match;
}

function compareStep({ each, step, path, about, match: outer }: StepComparison, collector: Collector): void {
  const isExact = (each.match ?? outer) === "exact";
  const status = each.status ?? (isExact ? "Planned" : undefined);
  const isOther = status !== undefined && status !== step.status;
  if (isOther) {
    collector.find({
      path: each.status === undefined ? path : [...path, "status"],
      about: `${about}: status`,
      expected: status,
      actual: step.status,
      notes: reasonOf(step),
    });
    collector.edit({ kind: "set", path: [...path, "status"], value: step.status });
  }
  const changes = each.changes === undefined && isExact ? [] : each.changes;
  if (changes === undefined) return;
  // Whether a step applies says all about its changes.
  const quiet: Collector = isOther ? { find: () => undefined, edit: collector.edit } : collector;
  const place = [...path, "changes"];
  const isWritten = each.changes !== undefined;
  if (!isWritten || changes === null || step.changes === null) {
    if (changes === null ? step.changes === null : step.changes?.length === 0) return;
    const value = step.changes === null ? null : recordChanges(step.changes);
    const differs = { path: isWritten ? place : path, about: `${about}: changes` };
    if (changes === null || value === null) {
      const unknown = "not known before it runs";
      quiet.find({ ...differs, expected: changes?.map(asJson) ?? unknown, actual: value ?? unknown });
    } else quiet.find({ ...differs, missing: [], unexpected: value });
    quiet.edit({ kind: "set", path: place, value });
    return;
  }
  const all = step.changes;
  compareList(
    {
      path: place,
      about: `${about}: changes`,
      expected: changes,
      actual: all,
      isExact,
      fits: (a, b) => fields.every((field) => a[field] === undefined || isSameField(a, b, field)),
      nearness,
      compare: (a, b, at) => compareChange(a, b, at, about, quiet),
      replace: replaced,
      record: (change) => recordChange(change, all),
      showExpected: asJson,
    },
    quiet,
  );
}

/** The other change, as far as the expected one says what a change is. */
function replaced({ target, ...rest }: ExpectedChange, actual: Change): JsonValue | undefined {
  const isOther = rest.path !== actual.path || (rest.action !== undefined && rest.action !== actual.action);
  if (isOther) return undefined;
  const values = asObject({ action: actual.action, path: actual.path, before: actual.before, after: actual.after });
  const of = (said: object, from: JsonObject): JsonObject =>
    Object.fromEntries(Object.keys(asObject(said)).map((key) => [key, from[key] ?? null]));
  return {
    ...of(rest, values),
    ...(target !== undefined && { target: of(target, asObject(actual.target)) }),
  };
}

const fields = ["action", "path", "before", "after", "target"] as const;

/** A change without `before` is one from nothing. */
function isSameField(expected: ExpectedChange, actual: Change, field: (typeof fields)[number]): boolean {
  if (field !== "target") return isSameValue(expected[field], actual[field] ?? null);
  const { provider = actual.target.provider, identityKey = actual.target.identityKey } = expected.target ?? {};
  return provider === actual.target.provider && identityKey === actual.target.identityKey;
}

/** Changes of one path are meant for one another, the more so the more they have in common. */
function nearness(expected: ExpectedChange, actual: Change): number {
  if (expected.path !== actual.path) return 0;
  // One group granted in place of another is no change of a group.
  const isList = expected.path.startsWith("entitlements.");
  if (isList && expected.after !== undefined && !isSameField(expected, actual, "after")) return 0;
  if (isList && expected.before !== undefined && !isSameField(expected, actual, "before")) return 0;
  return fields.filter((field) => expected[field] !== undefined && isSameField(expected, actual, field)).length;
}

function compareChange(
  expected: ExpectedChange,
  actual: Change,
  path: Path,
  about: string,
  collector: Collector,
): void {
  const { target, ...rest } = expected;
  const where = `${about}, ${showName(expected.path)}`;
  const values = { action: actual.action, path: actual.path, before: actual.before, after: actual.after };
  compareFields(
    { path, about: where, expected: asObject(rest), actual: asObject(values), name: expected.path },
    collector,
  );
  if (target === undefined) return;
  compareFields(
    { path: [...path, "target"], about: where, expected: asObject(target), actual: actual.target },
    collector,
  );
}

function reasonOf({ status, condition }: PlannedStep): string[] {
  if (status === "Planned" || condition.expression === null) return [];
  return [`It does not apply, because this is false: ${conditionInWords(JSON.parse(condition.expression))}`];
}

function asJson(change: ExpectedChange): JsonValue {
  return asObject(change);
}

function asObject(fields: object): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
