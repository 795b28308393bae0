import type { StepResult } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/workflow-tests/compare/compare.ts";
import type { Observation } from "../../src/workflow-tests/observation.ts";
import type { Expectation } from "../../src/workflow-tests/test-document.ts";
import { completedResult, plan, step, update } from "../fixtures/records.ts";

const group = (id: string) => ({ kind: "Group", id });
const add = (id: string) => ({
  action: "add" as const,
  target: { provider: "Identity", identityKey: "jdoe" },
  path: "entitlements.Group",
  after: id,
});
const jdoe = {
  identityKey: "jdoe",
  enabled: true,
  attributes: { Department: "IT", Manager: "mm" },
  entitlements: [group("CN=A"), group("CN=B")],
};

const seen: Observation = {
  refusal: null,
  plan: plan([
    step("Create account", { changes: [update("Department", "HR", "IT"), add("CN=A"), add("CN=B")] }),
    step("Set title", {
      status: "NotApplicable",
      condition: { type: "when", expression: '{"exists":"Request.Intent.Title"}' },
    }),
    step("Not known", { changes: null }),
  ]),
  result: { ...completedResult, notReached: [] },
  before: new Map(),
  after: new Map([["Identity", [jdoe]]]),
  unusedFailures: [],
  secondRun: { steps: [] },
};

const abouts = (expected: Expectation, observed = seen) =>
  compare(expected, observed).findings.map(({ about }) => about);
const first = (expected: Expectation, observed = seen) => compare(expected, observed).findings[0];

describe("a plan that is expected in part", () => {
  const planned = (...steps: NonNullable<NonNullable<Expectation["plan"]>["steps"]>): Expectation => ({
    plan: { steps },
  });

  it("may have other steps and changes", () => {
    expect(abouts(planned({ step: "Create account", changes: [{ path: "Department" }] }))).toEqual([]);
    expect(
      abouts(planned({ step: "Set title", status: "NotApplicable" }, { step: "Not known", changes: null })),
    ).toEqual([]);
  });

  it("has no changes where an empty list is expected", () => {
    expect(first(planned({ step: "Create account", changes: [] }))).toMatchObject({
      path: ["plan", "steps", 0, "changes"],
      unexpected: [{ path: "Department" }, { after: "CN=A" }, { after: "CN=B" }],
    });
  });

  it("names the value that differs in a change of the same path, and a group that is not granted as a whole", () => {
    const found = compare(
      planned({
        step: "Create account",
        changes: [
          { path: "Department", after: "Sales" },
          { path: "entitlements.Group", after: "CN=C" },
        ],
      }),
      seen,
    );
    expect(found.findings).toMatchObject([
      { path: ["plan", "steps", 0, "changes", 0, "after"], expected: "Sales", actual: "IT" },
      { path: ["plan", "steps", 0, "changes", 1], missing: [{ after: "CN=C" }], unexpected: [] },
    ]);
  });

  it("says why a step does not apply, and what a step was probably called", () => {
    expect(first(planned({ step: "Set title", status: "Planned" }))?.notes).toEqual([
      "It does not apply, because this is false: Request.Intent.Title exists",
    ]);
    expect(first(planned({ step: "Set titel" }))).toMatchObject({ notes: ['Did you mean "Set title"?'] });
  });
});

describe("a plan that is expected exactly", () => {
  const exact = (...steps: NonNullable<NonNullable<Expectation["plan"]>["steps"]>): Expectation => ({
    plan: { match: "exact", steps },
  });
  const changes = [
    { path: "Department" },
    { path: "entitlements.Group", after: "CN=B" },
    { path: "entitlements.Group", after: "CN=A" },
  ];
  const rest = [
    { step: "Set title", status: "NotApplicable" },
    { step: "Not known", changes: null },
  ] as const;

  it("has these steps and these changes, in any order of the changes", () => {
    expect(abouts(exact({ step: "Create account", changes }, ...rest))).toEqual([]);
  });

  it("has no others, and the steps in their order", () => {
    expect(abouts(exact({ step: "Create account", changes: changes.slice(1) }, ...rest))).toEqual([
      'plan, step "Create account": changes',
    ]);
    expect(abouts(exact({ step: "Create account" }, ...rest))).toEqual(['plan, step "Create account": changes']);
    expect(abouts(exact({ step: "Create account", changes }, rest[0]))).toEqual(["plan: steps"]);
    expect(abouts(exact(rest[0], { step: "Create account", changes }, rest[1]))).toEqual([
      "plan: the order of the steps",
    ]);
  });

  it("can be left for one step", () => {
    expect(abouts(exact({ step: "Create account", match: "partial" }, ...rest))).toEqual([]);
  });
});

describe("an end state", () => {
  const state = (each: object, rest = {}): Expectation => ({
    directory: { identities: [{ identityKey: "jdoe", ...each }], ...rest },
  });

  it("is compared as far as it is written", () => {
    expect(abouts(state({ attributes: { Department: "IT", Title: null }, entitlements: [group("cn=a")] }))).toEqual([]);
    expect(first(state({ entitlements: [] }))?.unexpected).toEqual([group("CN=A"), group("CN=B")]);
    expect(first(state({ attributes: { Departmnt: "IT" } }))?.notes).toEqual([
      'There is no attribute "Departmnt". Did you mean "Department"?',
    ]);
  });

  it("compares a list of values as a whole", () => {
    const many = { ...seen, after: new Map([["Identity", [{ ...jdoe, attributes: { Mail: ["a", "b"] } }]]]) };
    expect(abouts(state({ attributes: { Mail: ["a", "b"] } }), many)).toEqual([]);
    expect(abouts(state({ attributes: { Mail: ["a"] } }), many)).toEqual(['directory, "jdoe": Mail']);
    expect(abouts(state({ attributes: { Mail: ["b", "a"] } }), many)).toEqual(['directory, "jdoe": Mail']);
  });

  it("has nothing else where it is exact", () => {
    const all = { match: "exact", enabled: true, attributes: jdoe.attributes, entitlements: jdoe.entitlements };
    expect(abouts(state(all))).toEqual([]);
    expect(first(state({ ...all, attributes: { Department: "IT" } }))?.unexpected).toEqual([{ Manager: "mm" }]);
    expect(first(state({ ...all, entitlements: [group("CN=A")] }))?.unexpected).toEqual([group("CN=B")]);
  });

  it("has whom it has, and not whom it has not", () => {
    expect(first({ directory: { identities: [{ identityKey: "jdo" }] } })).toMatchObject({
      missing: ["jdo"],
      notes: ['"jdo": Did you mean "jdoe"?'],
    });
    expect(first({ directory: { absent: ["asmith", "jdoe"] } })).toMatchObject({
      path: ["directory", "absent", 1],
      unexpected: ["jdoe"],
    });
  });
});

describe("a run", () => {
  const error = { code: "NotFound", message: "There is no jdoe." };
  const failing: StepResult = {
    id: "step-01",
    name: "Create account",
    type: "IdLE.Step.EmitEvent",
    status: "Failed",
    changed: false,
    attempts: 1,
    durationMs: 0,
    error,
  };
  const failed: Observation = { ...seen, result: { ...completedResult, status: "Failed", steps: [failing] } };
  const refused: Observation = { ...seen, refusal: error, plan: null, result: null, secondRun: null };

  it("must complete unless it is said otherwise", () => {
    for (const expected of [{ directory: {} }, { result: {} }, { events: [{ type: "RunStarted" }] }]) {
      expect(abouts(expected, failed)).toContain("result: status");
    }
    expect(abouts({ result: { status: "Failed" } }, failed)).toEqual([]);
    expect(
      abouts(
        { error: { code: "NotFound" }, result: { steps: [{ step: "Create account", status: "Failed" }] } },
        failed,
      ),
    ).toEqual([]);
  });

  it("is refused only where that is expected, and then there is nothing else", () => {
    expect(first({ plan: {} }, refused)).toMatchObject({
      about: "it was refused",
      notes: ["NotFound: There is no jdoe."],
    });
    expect(abouts({ error: { message: "*no jdoe*" } }, refused)).toEqual([]);
    expect(abouts({ error: { code: "NotFound" }, result: {}, plan: {} }, refused)).toEqual([
      "plan: there is none, because it was refused",
      "result: there is none, because it was refused",
    ]);
    expect(first({ error: { code: "NotFound" } })).toMatchObject({
      actual: null,
      notes: ["It was not refused: the run is Completed."],
    });
    expect(first({ error: { code: "NotFund" } }, refused)?.notes).toEqual([
      'Did you mean "NotFound"?',
      "NotFound: There is no jdoe.",
    ]);
  });

  it("is empty the second time, or not", () => {
    const left: Observation = {
      ...seen,
      secondRun: { steps: [{ step: "Create account", changes: [update("Department", "HR", "IT")] }] },
    };
    expect(abouts({ secondRun: "noChanges" })).toEqual([]);
    expect(first({ secondRun: "noChanges" }, left)?.unexpected).toEqual([
      { step: "Create account", action: "update", path: "Department", before: "HR", after: "IT" },
    ]);
    expect(abouts({ secondRun: "changes" }, left)).toEqual([]);
    expect(abouts({ secondRun: "changes" })).toEqual(["secondRun: nothing is left to change"]);
  });
});

describe("events", () => {
  const event = (type: string, message = type) => ({
    sequence: 1,
    type,
    timestamp: "",
    runId: "r",
    correlationId: "c",
    actor: null,
    stepId: null,
    stepName: null,
    message,
    data: { attempt: 2, more: true },
  });
  const told = {
    ...seen,
    result: {
      ...completedResult,
      events: [event("RunStarted"), event("Custom", "Welcome Jane"), event("Custom", "Done"), event("RunCompleted")],
    },
  };

  it("happen in this order, with others in between", () => {
    expect(abouts({ events: [{ type: "RunStarted" }, { message: "Done" }] }, told)).toEqual([]);
    expect(abouts({ events: [{ message: "Done" }, { type: "RunStarted" }] }, told)).toEqual(["events: in this order"]);
    expect(abouts({ events: [{ message: "welcome*", data: { attempt: 2 } }] }, told)).toEqual([]);
    expect(first({ events: [{ type: "Custom", message: "Welcome" }] }, told)).toMatchObject({
      path: ["events", 0, "message"],
      actual: "Welcome Jane",
    });
  });

  it("are no others where they are exact, and none where an empty list is expected", () => {
    const list = [{ type: "RunStarted" }, { message: "Welcome*" }, { message: "Done" }];
    expect(first({ events: { match: "exact", list } }, told)?.unexpected).toEqual([
      { type: "RunCompleted", message: "RunCompleted" },
    ]);
    expect(first({ events: [] }, told)?.unexpected).toHaveLength(4);
    expect(first({ events: [{ type: "Custm" }] }, told)).toMatchObject({
      missing: [{ type: "Custm" }],
      notes: ['Did you mean "Custom"?'],
    });
  });
});
