/** An update never makes a test check less: what it cannot write stays wrong, with the reason. */
import type { JsonValue } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/workflow-tests/compare/compare.ts";
import type { Observation } from "../../src/workflow-tests/observation.ts";
import { recordExpectation } from "../../src/workflow-tests/record/record-expectation.ts";
import type { Expectation } from "../../src/workflow-tests/test-document.ts";
import { applyEdits } from "../../src/workflow-tests/update/apply-edits.ts";
import { completedResult, plan, step, update } from "../fixtures/records.ts";
import { leavesOf, observation } from "./observations.ts";

const group = (id: string) => ({ kind: "Group", id });
const seen: Observation = {
  refusal: null,
  plan: plan([step("Create account", { changes: [update("Department", "HR", "IT")] }), step("Other", { changes: [] })]),
  result: { ...completedResult, notReached: [] },
  before: new Map(),
  after: new Map([
    ["Identity", [{ identityKey: "jdoe", enabled: true, attributes: {}, entitlements: [group("Staff2")] }]],
  ]),
  unusedFailures: [],
  secondRun: { steps: [] },
};
const held = (...entitlements: { kind: string; id: string }[]): Observation => ({
  ...seen,
  after: new Map([["Identity", [{ identityKey: "jdoe", enabled: true, attributes: {}, entitlements }]]]),
});
const expectsGroups = (...entitlements: { kind: string; id: string }[]): Expectation => ({
  directory: { identities: [{ identityKey: "jdoe", entitlements }] },
});

describe("what an update does not write", () => {
  it.each<[string, Expectation]>([
    ["a step that is not there", { plan: { steps: [{ step: "Create acount" }, { step: "Other" }] } }],
    ["the only step", { plan: { steps: [{ step: "Gone" }] } }],
    ["an identity that is not there", { directory: { identities: [{ identityKey: "jdo" }] } }],
    ["an identity that should be absent", { directory: { absent: ["jdoe"] } }],
    ["an event that does not happen", { events: [{ type: "Custom", message: "*never*" }] }],
  ])("%s", (_, expected) => {
    const { findings, edits } = compare(expected, seen);
    expect(findings.some(({ cannotUpdate }) => cannotUpdate !== undefined)).toBe(true);
    expect(edits).toEqual([]);
  });

  it("an entitlement with two that could stand for it, and it says what is there", () => {
    const { findings, edits } = compare(expectsGroups(group("Staff")), held(group("A"), group("B")));
    expect(findings).toMatchObject([
      { missing: [group("Staff")], present: [group("A"), group("B")], cannotUpdate: expect.any(String) },
    ]);
    expect(edits).toEqual([]);
  });
});

it("replaces a missing entitlement by the only one of its kind, in its place", () => {
  const expected = expectsGroups(group("Kept"), group("Staff"));
  const now = held(group("Staff2"), group("Kept"), { kind: "Licence", id: "E3" });
  const { edits } = compare(expected, now);
  expect(edits).toEqual([
    { kind: "set", path: ["directory", "identities", 0, "entitlements", 1], value: group("Staff2") },
  ]);
  const updated = applyEdits(expected as unknown as JsonValue, edits) as Expectation;
  expect(compare(updated, now)).toEqual({ findings: [], edits: [] });
  expect(compare(updated, held(group("Kept"))).findings).not.toEqual([]);
});

it("leaves as many assertions of a partial directory and plan as there were, or writes nothing", () => {
  fc.assert(
    fc.property(observation, observation, (before, now) => {
      fc.pre(before.refusal === null && now.refusal === null);
      const { plan: planned, directory } = recordExpectation(before) as Record<string, { [key: string]: JsonValue }>;
      const steps = planned?.steps;
      const whole: JsonValue = {
        plan: { steps: Array.isArray(steps) ? steps.map((each) => ({ step: (each as { step: string }).step })) : [] },
        ...(directory !== undefined && { directory: { ...directory, match: "partial" } }),
      };
      const { findings, edits } = compare(whole as unknown as Expectation, now);
      if (findings.some(({ cannotUpdate }) => cannotUpdate !== undefined)) return;
      const updated = applyEdits(whole, edits);
      const steps2 = (updated as { plan: { steps: JsonValue[] } }).plan.steps;
      expect(steps2).toHaveLength(Array.isArray(steps) ? steps.length : 0);
      expect(leavesOf(updated as Parameters<typeof leavesOf>[0]).length).toBeGreaterThan(0);
      expect(compare(updated as unknown as Expectation, now)).toEqual({ findings: [], edits: [] });
    }),
  );
});
