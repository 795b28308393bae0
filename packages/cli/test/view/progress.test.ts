import type { IdleEvent } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { advance, initialProgress, progressLine } from "../../src/view/progress.ts";
import { createStyle } from "../../src/view/style.ts";
import { plan, step } from "../fixtures/records.ts";

const style = createStyle({ colour: false, width: 40 });
const ids = new Map([
  ["One", "step-01"],
  ["Two", "step-03"],
]);
const event = (type: string, stepName: string | null, message = ""): IdleEvent => ({
  sequence: 1,
  type,
  timestamp: "2026-11-22T10:00:00.000Z",
  runId: "r",
  correlationId: "c",
  actor: null,
  stepId: ids.get(stepName ?? "") ?? null,
  stepName,
  message,
  data: null,
});
const workflow = plan([
  step("One", { id: "step-01" }),
  step("Not this", { id: "step-02", status: "NotApplicable" }),
  step("Two", { id: "step-03" }),
]);

const lineAfter = (events: readonly IdleEvent[], now = 0) =>
  progressLine(
    events.reduce((state, each) => advance(state, each, 0), initialProgress(workflow, 0)),
    0,
    now,
    style,
  );

describe("the progress line", () => {
  it("numbers steps as plan and result do, those that do not apply too", () => {
    expect(lineAfter([])).toBe("⠋ starting");
    const before = initialProgress(workflow, 0);
    const waiting = 'Waiting for another run that writes to "bjones" …';
    expect(progressLine(before, 0, 0, style, waiting)).toBe("⠋ Waiting for another run that writes …");

    expect(lineAfter([event("RunStarted", null), event("StepStarted", "One")])).toBe("⠋ 1/3 One");
  });

  it("tells what a step last said, and for how long it has been running", () => {
    const events = [event("StepStarted", "One"), event("DirectorySyncPoll", "One", "Waiting for the cycle")];
    expect(lineAfter(events, 3400)).toBe("⠋ 1/3 One: Waiting for the cycle 3.0 s");
  });

  it("forgets what the step before said", () => {
    const events = [event("StepStarted", "One"), event("Custom", "One", "hello"), event("StepStarted", "Two")];
    expect(lineAfter(events)).toBe("⠋ 3/3 Two");
  });

  it("tells that a failure is being dealt with", () => {
    expect(lineAfter([event("StepStarted", "One"), event("OnFailureStepStarted", "Clean up")])).toBe(
      "⠋ 1/3 Clean up: after the failure",
    );
  });

  it("tells what is waited for before what the step said", () => {
    const said = [event("StepStarted", "One"), event("Custom", "One", "hello")];
    const state = said.reduce((before, each) => advance(before, each, 0), initialProgress(workflow, 0));
    expect(progressLine(state, 0, 0, style, "Waiting for session A (b) …")).toBe(
      "⠋ 1/3 One: Waiting for session A (b) …",
    );
  });

  it("is one line, whatever a step says, and no longer than the terminal is wide", () => {
    const line = lineAfter(
      [event("StepStarted", "One"), event("Custom", "One", `a\nb\u001b[2K${"x".repeat(99)}`)],
      2000,
    );
    expect(line).toBe("⠋ 1/3 One: a\\nb\\u001b[2Kxxxxxxxx… 2.0 s");
    expect(line.length).toBeLessThan(40);
  });
});
