import { describe, expect, it } from "vitest";
import { watchInterrupts } from "../src/interrupts.ts";
import { fakeOutput } from "./fixtures/fake-output.ts";

describe("an interrupt", () => {
  const message = "Interrupted: the running step is brought to a clean end, then the run stops.";

  it.each([
    [null, `${message}\n`],
    [40, "\r\u001b[2KInterrupted: the running step is brought\nto a clean end, then the run stops.\n"],
  ])("is answered within the width of the terminal (%s)", (width, expected) => {
    const stderr = fakeOutput(width);
    const interrupts = watchInterrupts(stderr, () => message);
    process.emit("SIGTERM", "SIGTERM");
    interrupts.dispose();
    expect(interrupts.signal.aborted).toBe(true);
    expect(stderr.written()).toBe(expected);
  });
});
