/** What a run says of itself while it goes on. */
import type { RunProgress } from "@idle/connector";
import { describe, expect, it } from "vitest";
import { startRunProgress } from "../../src/connector/run-progress.ts";
import { clearLine } from "../../src/status-line.ts";
import { fakeOutput } from "../fixtures/fake-output.ts";

const page = (objects: number): RunProgress => ({
  kind: "import",
  partition: null,
  pages: objects / 100,
  objects,
  total: null,
  errors: 0,
});

describe("the progress of a run", () => {
  it("is a line that is written over on a terminal, and gone at the end", () => {
    let now = 0;
    const output = fakeOutput(80);
    const live = startRunProgress(output, true, () => now);
    now = 2_000;
    live.tell(page(400));
    live.stop();
    const frames = output.written().split(clearLine);
    expect(frames).toEqual(["", "⠋ starting", "⠋ importing: 400 objects, 4 pages, 200 a second 2.0 s", ""]);
  });

  it("is a line every ten seconds in a pipe", () => {
    let now = 0;
    const output = fakeOutput();
    const live = startRunProgress(output, true, () => now);
    for (now = 1_000; now <= 25_000; now += 1_000) live.tell(page(now / 10));
    live.stop();
    expect(output.written()).toBe(
      "importing: 1,000 objects, 10 pages, 100 a second\nimporting: 2,000 objects, 20 pages, 100 a second\n",
    );
  });

  it("is nothing where a log tells", () => {
    const output = fakeOutput(80);
    const live = startRunProgress(output, false, () => 0);
    live.tell(page(100));
    live.stop();
    expect(output.written()).toBe("");
  });
});
