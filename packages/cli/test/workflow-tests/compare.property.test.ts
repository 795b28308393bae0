import type { JsonObject, JsonValue } from "@idle/contract";
import { readData } from "@idle/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { compare } from "../../src/workflow-tests/compare/compare.ts";
import type { Observation } from "../../src/workflow-tests/observation.ts";
import { recordEvent } from "../../src/workflow-tests/record/record-event.ts";
import { recordExpectation } from "../../src/workflow-tests/record/record-expectation.ts";
import type { Expectation } from "../../src/workflow-tests/test-document.ts";
import { applyEdits } from "../../src/workflow-tests/update/apply-edits.ts";
import { updateText } from "../../src/workflow-tests/update/update-text.ts";
import { leavesOf, observation, withValue } from "./observations.ts";

/** What --update would write, and the events as well. */
function recorded(seen: Observation): JsonObject {
  return { ...recordExpectation(seen), ...(seen.result !== null && { events: seen.result.events.map(recordEvent) }) };
}

const asExpectation = (value: JsonValue) => value as Expectation;

/** What still differs, without what no update writes. */
function writable(expected: JsonValue, seen: Observation) {
  const { findings, edits } = compare(asExpectation(expected), seen);
  return { findings: findings.filter(({ cannotUpdate }) => cannotUpdate === undefined), edits };
}

/** Another value of the same kind; a status becomes another status. */
function other(value: JsonValue): JsonValue {
  const statuses: Readonly<Record<string, string>> = {
    Planned: "NotApplicable",
    NotApplicable: "Planned",
    Completed: "Failed",
    Failed: "Completed",
    noChanges: "changes",
    changes: "noChanges",
  };
  if (typeof value === "string") return statuses[value] ?? `${value}x`;
  if (typeof value === "number") return value + 1;
  return typeof value === "boolean" ? !value : "x";
}

const mutated = observation.chain((seen) => {
  const whole = recorded(seen);
  return fc.constantFrom(...leavesOf(whole).filter(({ path }) => !path.includes("absent"))).map(({ path, value }) => ({
    seen,
    path,
    whole: withValue(whole, path, path.at(-1) === "changes" ? [] : other(value)),
  }));
});

describe("comparing", () => {
  it("finds nothing in what was recorded", () => {
    fc.assert(
      fc.property(observation, (seen) => {
        expect(compare(asExpectation(recorded(seen)), seen)).toEqual({ findings: [], edits: [] });
      }),
    );
  });

  it("finds any value that is changed, and names its place", () => {
    fc.assert(
      fc.property(mutated, ({ seen, path, whole }) => {
        const { findings } = compare(asExpectation(whole), seen);
        const places = findings.map((finding) => finding.path);
        const isNear = (place: readonly (string | number)[]) =>
          place.every((part, index) => index >= path.length || part === path[index]);
        expect(places.filter((place) => place.length > 0 && isNear(place))).not.toEqual([]);
      }),
    );
  });

  it("makes the expectation true by its edits, and has none then", () => {
    fc.assert(
      fc.property(mutated, ({ seen, whole }) => {
        const { edits } = compare(asExpectation(whole), seen);
        const updated = applyEdits(whole, edits);
        expect(writable(updated, seen)).toEqual({ findings: [], edits: [] });
      }),
    );
  });

  it("makes the expectation of one run true for another", () => {
    fc.assert(
      fc.property(observation, observation, fc.constantFrom("exact", "partial"), (seen, now, match) => {
        const before = recorded(seen);
        const whole =
          before.plan === undefined ? before : { ...before, plan: { ...(before.plan as JsonObject), match } };
        const updated = applyEdits(whole, compare(asExpectation(whole), now).edits);
        expect(writable(updated, now)).toEqual({ findings: [], edits: [] });
      }),
    );
  });
});

describe("updating a file", () => {
  const file = (whole: JsonValue, style: Style) =>
    `# At the top\ntests:\n  - name: First   # stays\n    request: { lifecycleEvent:  Joiner }\n    expect:${
      style.flow
        ? ` ${JSON.stringify(whole)}`
        : `\n${indent(stringify(whole, { lineWidth: 0, aliasDuplicateObjects: false, indentSeq: style.indentSeq, defaultStringType: style.quotes }), 6)}`
    }\n\n  # Between\n  - name: 'Second'\n    request:  other.yaml # too\n`.replaceAll("\n", style.newline);
  const style = fc.record({
    flow: fc.boolean(),
    indentSeq: fc.boolean(),
    quotes: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"),
    newline: fc.constantFrom("\n", "\r\n"),
  });
  type Style = {
    flow: boolean;
    indentSeq: boolean;
    quotes: "PLAIN" | "QUOTE_DOUBLE" | "QUOTE_SINGLE";
    newline: string;
  };

  it("writes the edits of one run's expectation for another, and touches nothing else", () => {
    fc.assert(
      fc.property(observation, observation, style, (seen, now, look) => {
        const whole = recorded(seen);
        const { edits } = compare(asExpectation(whole), now);
        const text = file(whole, look);
        const updated = updateText(text, "a.test.yaml", [{ index: 0, edits }]);
        const [head = "", tail = ""] = text.split(/expect:[\s\S]*(?=\r?\n\r?\n {2}# Between)/);
        expect(updated.startsWith(head)).toBe(true);
        expect(updated.endsWith(tail)).toBe(true);
        const expectation = expectationIn(updated);
        expect(writable(expectation, now).findings).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  function expectationIn(text: string): JsonValue {
    const { data, diagnostics } = readData({ text, file: null });
    expect(diagnostics).toEqual([]);
    return (data as { tests: { expect: JsonValue }[] }).tests[0]?.expect ?? null;
  }
});

function indent(text: string, by: number): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? line : " ".repeat(by) + line))
    .join("\n");
}
