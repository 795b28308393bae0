import type { IdleEvent } from "@idle/contract";
import { expect, it } from "vitest";
import { createEventRecorder } from "../src/index.ts";

it("keeps events in order and finds them by type", () => {
  const recorder = createEventRecorder();
  const event = (sequence: number, type: string): IdleEvent => ({
    sequence,
    type,
    timestamp: "2025-01-01T00:00:00.000Z",
    runId: "run",
    correlationId: "c",
    actor: null,
    stepId: null,
    stepName: null,
    message: "",
    data: null,
  });
  for (const [index, type] of ["RunStarted", "Custom", "Custom"].entries()) recorder.writeEvent(event(index + 1, type));
  expect(recorder.types()).toEqual(["RunStarted", "Custom", "Custom"]);
  expect(recorder.ofType("Custom").map(({ sequence }) => sequence)).toEqual([2, 3]);
  expect(recorder.events).toHaveLength(3);
});
