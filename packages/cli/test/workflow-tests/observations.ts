/** Observations of every kind, for properties of comparing and updating. */
import type {
  Change,
  ErrorData,
  IdleEvent,
  JsonObject,
  JsonValue,
  Plan,
  PlannedStep,
  Result,
  StepResult,
} from "@idle/contract";
import type { MockIdentity } from "@idle/provider-mock";
import fc from "fast-check";
import type { LeftOver, Observation } from "../../src/workflow-tests/observation.ts";
import { plan as planOf, step as stepOf } from "../fixtures/records.ts";

/** Texts that YAML would take for something else, and such that need quotes. */
const odd = [
  "true",
  "null",
  "00123",
  "1e3",
  "- a",
  "a: b",
  "#x",
  "[x",
  "*a",
  "`",
  "?",
  "",
  " x ",
  "ä🎉",
  "a\nb",
  "'\"",
  "{{x}}",
  "CN=A,OU=B",
  "~",
  "2026-01-15",
  "\u0007bell",
  "\u202eevil",
  "a\u2028b",
  "\u0085",
  "tab\there",
];
const text: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...odd), fc.string({ maxLength: 12 }));
const name = fc.oneof(
  fc.constantFrom("Department", "Title", "a b", "x-1", "Größe"),
  fc.stringMatching(/^[A-Za-z]{1,8}$/),
);
const scalar: fc.Arbitrary<JsonValue> = fc.oneof(text, fc.boolean(), fc.integer({ min: -999, max: 999 }));
const key = fc.constantFrom("jdoe", "asmith", "O'Neill");

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ path: name, before: fc.oneof(scalar, fc.constant(null)), after: scalar, key }).map(
    ({ path, before, after, key }): Change => ({
      action: "update",
      target: { provider: "Identity", identityKey: key },
      path,
      before,
      after,
    }),
  ),
  fc.record({ id: text, key }).map(
    ({ id, key }): Change => ({
      action: "add",
      target: { provider: "Identity", identityKey: key },
      path: "entitlements.Group",
      after: id,
    }),
  ),
  fc.record({ id: text, key }).map(
    ({ id, key }): Change => ({
      action: "remove",
      target: { provider: "Identity", identityKey: key },
      path: "entitlements.Group",
      before: id,
    }),
  ),
  fc.record({ attributes: fc.dictionary(name, scalar, { maxKeys: 4, noNullPrototype: true }), key }).map(
    ({ attributes, key }): Change => ({
      action: "create",
      target: { provider: "Identity", identityKey: key },
      path: "identity",
      after: { enabled: false, attributes },
    }),
  ),
  fc.constant<Change>({
    action: "invoke",
    target: { provider: "Identity", identityKey: "jdoe" },
    path: "sessions",
    before: "Idle",
  }),
);

const plannedStep = (stepName: string): fc.Arbitrary<PlannedStep> =>
  fc.oneof(
    fc.constant(
      stepOf(stepName, {
        status: "NotApplicable",
        condition: { type: "when", expression: '{"exists":"Request.Intent.X"}' },
      }),
    ),
    fc.option(fc.array(change, { maxLength: 4 }), { nil: null }).map((changes) => stepOf(stepName, { changes })),
  );

const error: fc.Arbitrary<ErrorData> = fc.record({
  code: fc.constantFrom("NotFound", "Busy"),
  message: text.filter((each) => each !== ""),
});

const stepResult = (stepName: string): fc.Arbitrary<StepResult> =>
  fc
    .record({ status: fc.constantFrom("Completed", "NotApplicable", "Failed"), changed: fc.boolean(), error })
    .map(({ status, changed, error }) => ({
      id: "step-01",
      name: stepName,
      type: "IdLE.Step.EmitEvent",
      status,
      changed,
      attempts: 1,
      durationMs: 0,
      ...(status === "Failed" && { error }),
    }));

const identity = (identityKey: string): fc.Arbitrary<MockIdentity> =>
  fc.record({
    identityKey: fc.constant(identityKey),
    enabled: fc.boolean(),
    attributes: fc.dictionary(name, scalar, { maxKeys: 4, noNullPrototype: true }) as fc.Arbitrary<
      Record<string, string>
    >,
    entitlements: fc.uniqueArray(fc.record({ kind: fc.constantFrom("Group", "Licence"), id: text }), {
      maxLength: 4,
      selector: ({ kind, id }) => `${kind} ${id.toLowerCase()}`,
    }),
  });

const event: fc.Arbitrary<IdleEvent> = fc
  .record({ type: fc.constantFrom("Custom", "StepCompleted"), message: text.filter((each) => each !== "") })
  .map(({ type, message }) => ({
    sequence: 1,
    type,
    timestamp: "2025-01-01T00:00:00.000Z",
    runId: "r",
    correlationId: "c",
    actor: null,
    stepId: null,
    stepName: "One",
    message,
    data: null,
  }));

export const observation: fc.Arbitrary<Observation> = fc
  .uniqueArray(fc.constantFrom("One", "Two", "Create account", "Set: title", "#4"), { minLength: 1, maxLength: 4 })
  .chain((names) =>
    fc.record({
      steps: fc.tuple(...names.map(plannedStep)),
      results: fc.tuple(...names.map(stepResult)),
      before: fc.uniqueArray(key, { maxLength: 3 }).chain((keys) => fc.tuple(...keys.map(identity))),
      after: fc.uniqueArray(key, { maxLength: 3 }).chain((keys) => fc.tuple(...keys.map(identity))),
      events: fc.array(event, { maxLength: 4 }),
      left: fc.option(change, { nil: null }),
      refusal: fc.option(fc.record({ error, isPlanned: fc.boolean() }), { nil: null, freq: 4 }),
    }),
  )
  .map(({ steps, results, before, after, events, left, refusal }): Observation => {
    const leftOver: LeftOver[] = left === null ? [] : [{ step: "One", changes: [left] }];
    if (refusal !== null) {
      return {
        refusal: refusal.error,
        plan: refusal.isPlanned ? planOf(steps) : null,
        result: null,
        before: new Map([["Identity", before]]),
        after: new Map([["Identity", before]]),
        unusedFailures: [],
        secondRun: null,
      };
    }
    return {
      refusal: null,
      plan: planOf(steps) satisfies Plan,
      result: resultOf(results, events),
      before: new Map([["Identity", before]]),
      after: new Map([["Identity", after]]),
      unusedFailures: [],
      secondRun: { steps: leftOver },
    };
  });

function resultOf(steps: readonly StepResult[], events: readonly IdleEvent[]): Result {
  const failed = steps.some(({ status }) => status === "Failed");
  return {
    runId: "r",
    status: failed ? "Failed" : "Completed",
    planId: "p",
    correlationId: "c",
    actor: null,
    steps,
    notReached: [],
    onFailure: { status: "NotRun", steps: [] },
    events,
    eventsDropped: 0,
    sinkError: null,
    startedAt: "2025-01-01T00:00:00.000Z",
    finishedAt: "2025-01-01T00:00:01.000Z",
  };
}

/** Every scalar of a value that says something, with the way to it. */
export function leavesOf(
  value: JsonValue,
  path: readonly (string | number)[] = [],
): { path: readonly (string | number)[]; value: JsonValue }[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue, index) => leavesOf(item, [...path, index]));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value as JsonObject).flatMap(([name, item]) =>
      name === "match" || name === "target" ? [] : leavesOf(item, [...path, name]),
    );
  }
  return [{ path, value }];
}

export function withValue(whole: JsonValue, path: readonly (string | number)[], value: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((item: JsonValue, index) => (index === key ? withValue(item, rest, value) : item));
  return Object.fromEntries(
    Object.entries(whole as JsonObject).map(([name, item]) => [
      name,
      name === key ? withValue(item, rest, value) : item,
    ]),
  );
}
