/**
 * compare: what is expected and what became of the request in; what differs, and the edits that would make the expectation
 * true, out. Knows no file and no system.
 */
import type { ErrorData, JsonObject } from "@idle/contract";
import type { LeftOver, Observation } from "../observation.ts";
import { recordError } from "../record/record-error.ts";
import { recordExpectation } from "../record/record-expectation.ts";
import { recordChange } from "../record/record-plan.ts";
import type { Expectation } from "../test-document.ts";
import { compareDirectory } from "./compare-directory.ts";
import { compareError } from "./compare-error.ts";
import { compareEvents } from "./compare-events.ts";
import { comparePlan } from "./compare-plan.ts";
import { compareResult, compareStatus } from "./compare-result.ts";
import { saysOf } from "./error-words.ts";
import type { Collector, Comparison, Edit, Finding } from "./finding.ts";

const nothingExpected = "it does not say what is expected";
const howToExpect = "Write expect, or let it be written: idle test --update";

/** Without an expectation the whole is one finding, and the edit writes down everything. */
export function compare(expected: Expectation | undefined, observation: Observation): Comparison {
  const findings: Finding[] = [];
  const edits: Edit[] = [];
  const collector: Collector = { find: (finding) => findings.push(finding), edit: (edit) => edits.push(edit) };
  const record = (): Edit => ({ kind: "set", path: [], value: recordExpectation(observation) });
  if (expected === undefined) {
    return { findings: [{ path: [], about: nothingExpected, notes: [howToExpect] }], edits: [record()] };
  }
  compareRefusal(expected, observation, collector);
  const { plan, result, after } = observation;
  if (expected.plan !== undefined && plan !== null) comparePlan(expected.plan, plan, collector);
  if (result !== null) {
    // Who expects an error expects that the run does not complete.
    const status = expected.error === undefined ? "Completed" : result.status;
    if (expected.result !== undefined) compareResult({ status, ...expected.result }, result, collector);
    else if (expected.error === undefined && result.status !== "Completed") {
      compareStatus("Completed", result, [], collector);
    }
    if (expected.events !== undefined) compareEvents(expected.events, result.events, collector);
  }
  // Nothing happened where it was refused: saying so of each account would hide why.
  const isUnexpected = observation.refusal !== null && expected.error === undefined;
  const states: Collector = isUnexpected ? { ...collector, find: () => undefined } : collector;
  for (const [path, endState, alias] of endStates(expected)) {
    const identities = [...after].find(([each]) => each.toLowerCase() === alias.toLowerCase());
    compareDirectory(endState, identities?.[1] ?? [], path, states);
  }
  if (expected.secondRun !== undefined) compareSecondRun(expected.secondRun, observation, collector);
  // What is left of an expectation must still say something.
  const removed = new Set(edits.flatMap(({ kind, path }) => (kind === "remove" && path.length === 1 ? path : [])));
  const isEmptied = Object.keys(expected).every((key) => removed.has(key)) && !edits.some(({ kind }) => kind === "set");
  return { findings, edits: isEmptied ? [record()] : edits };
}

function endStates({ directory, directories = {} }: Expectation) {
  return [
    ...(directory === undefined ? [] : [[["directory"], directory, "Identity"] as const]),
    ...Object.entries(directories).map(([alias, each]) => [["directories", alias], each, alias] as const),
  ];
}

/** A refusal, or the error of the step that failed. */
function compareRefusal(expected: Expectation, { refusal, plan, result }: Observation, collector: Collector): void {
  const failed = result?.steps.find(({ error }) => error !== undefined)?.error;
  const actual: ErrorData | null = refusal ?? failed ?? null;
  if (expected.error !== undefined && actual !== null) {
    compareError({ expected: expected.error, actual, path: ["error"], about: "error" }, collector);
    if (refusal === null) return;
    for (const key of lostWith(expected, plan !== null)) {
      collector.find({ path: [key], about: `${key}: there is none, because it was refused`, notes: saysOf(refusal) });
      collector.edit({ kind: "remove", path: [key] });
    }
  } else if (expected.error !== undefined) {
    const what = result === null ? "it was planned" : `the run is ${result.status}`;
    collector.find({
      path: ["error"],
      about: "error",
      expected: { ...expected.error },
      actual: null,
      notes: [`It was not refused: ${what}.`],
    });
    collector.edit({ kind: "remove", path: ["error"] });
  } else if (refusal !== null) compareWithRefusal(expected, refusal, plan !== null, collector);
}

/** Nobody expected that it would be refused; what comes after it cannot be, then. */
function compareWithRefusal(expected: Expectation, refusal: ErrorData, isPlanned: boolean, collector: Collector): void {
  const about = isPlanned ? "the plan was refused" : "it was refused";
  collector.find({ path: [], about, notes: saysOf(refusal) });
  collector.edit({ kind: "set", path: ["error"], value: { ...recordError(refusal) } });
  for (const key of lostWith(expected, isPlanned)) collector.edit({ kind: "remove", path: [key] });
}

/** What is expected, and cannot be where there is no plan or no run. */
function lostWith(expected: Expectation, isPlanned: boolean): string[] {
  const lost = [...(isPlanned ? [] : ["plan"]), "result", "events", "secondRun"];
  return lost.filter((key) => Object.hasOwn(expected, key));
}

function compareSecondRun(
  expected: "noChanges" | "changes",
  { secondRun, refusal }: Observation,
  collector: Collector,
): void {
  const path = ["secondRun"];
  // That there was no first run has been said.
  if (secondRun === null || refusal !== null) return;
  if ("error" in secondRun) {
    collector.find({
      path,
      about: "secondRun: it could not be planned once more",
      notes: saysOf(secondRun.error),
      cannotUpdate: "there is no second plan",
    });
    return;
  }
  const actual = secondRun.steps.length === 0 ? "noChanges" : "changes";
  if (actual === expected) return;
  const about = expected === "noChanges" ? "secondRun: changes that are left" : "secondRun: nothing is left to change";
  collector.find({ path, about, missing: [], unexpected: secondRun.steps.flatMap(leftOvers) });
  collector.edit({ kind: "set", path, value: actual });
}

function leftOvers({ step, changes }: LeftOver): JsonObject[] {
  if (changes === null) return [{ step, changes: "not known before it runs" }];
  return changes.map((change) => ({ step, ...recordChange(change, changes) }));
}
