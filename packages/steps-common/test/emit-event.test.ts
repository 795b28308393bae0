import { previewStep, runStep } from "@idle/testkit";
import { expect, it } from "vitest";
import { emitEvent } from "../src/emit-event.ts";

it("emits one event of type Custom and changes nothing", async () => {
  const run = await runStep(emitEvent, { with: { message: "Hello", data: { a: [1] } } });
  expect(run).toEqual({
    changes: [],
    warnings: [],
    outcome: { changed: false },
    events: [{ type: "Custom", message: "Hello", data: { a: [1] } }],
  });
});

it("takes no inputs at all", async () => {
  const { events } = await runStep(emitEvent);
  expect(events).toEqual([{ type: "Custom", message: "Custom event" }]);
  expect(await previewStep(emitEvent)).toEqual({ changes: [], warnings: [] });
});

it("tells among the failure steps what failed, whatever its own data says", async () => {
  const failure = { stepName: "Create", code: "Busy", message: "Not now." };
  const { events } = await runStep(emitEvent, { with: { data: { queue: "it", failure: "mine" } }, failure });
  expect(events[0]?.data).toEqual({ queue: "it", failure });
});
