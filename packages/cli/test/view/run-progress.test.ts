import type { RunProgress } from "@idle/connector";
import { displayWidth } from "@idle/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advanceRun,
  initialRun,
  type RunState,
  runProgressLine,
  runProgressText,
} from "../../src/view/run-progress.ts";
import { createStyle } from "../../src/view/style.ts";

const page = (more: Partial<RunProgress> = {}): RunProgress => ({
  kind: "import",
  partition: null,
  pages: 1,
  objects: 500,
  total: null,
  errors: 0,
  ...more,
});
const after = (...pages: readonly [RunProgress, number][]): RunState =>
  pages.reduce((state, [progress, now]) => advanceRun(state, progress, now), initialRun(0));

describe("the progress of a connector's run", () => {
  it("says that it starts before there is anything to say", () => {
    expect(runProgressText(initialRun(0), 5_000)).toBe("starting");
    expect(runProgressLine(initialRun(0), 0, 5_000, createStyle({ colour: false, width: 80 }))).toBe(
      "⠋ starting 5.0 s",
    );
  });

  it.each([
    [page(), 500, "importing: 500 objects, 1 page"],
    [page({ objects: 1, errors: 1 }), 500, "importing: 1 object, 1 page, 1 error"],
    [
      page({ objects: 12_000, pages: 12, errors: 1_234, partition: "DC=nord" }),
      4_000,
      "importing DC=nord: 12,000 objects, 12 pages, 3,000 a second, 1,234 errors",
    ],
    [page({ kind: "export", objects: 20, total: 340 }), 2_000, "exporting: 20 of 340 objects, 1 page, 10 a second"],
    [page({ kind: "fullObjects" }), 0, "asking for whole objects: 500 objects, 1 page"],
    [page({ partition: "a\u202eb\n" }), 0, "importing a\\u202eb\\n: 500 objects, 1 page"],
  ])("is told in words: %j", (progress, now, text) => {
    expect(runProgressText(after([progress, now]), now)).toBe(text);
  });

  it("counts the rate of each partition anew", () => {
    const north = page({ partition: "DC=nord", objects: 10_000 });
    const south = page({ partition: "DC=sued", objects: 100 });
    const state = after([north, 10_000], [south, 10_000], [{ ...south, objects: 2_000, pages: 2 }, 12_000]);
    expect(runProgressText(state, 12_000)).toBe("importing DC=sued: 2,000 objects, 2 pages, 1,000 a second");
  });

  it("fits the terminal whatever a partition is called, and keeps the numbers", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 60, max: 200 }), (partition, width) => {
        const state = after([page({ partition, objects: 12_000, errors: 2 }), 3_000]);
        const line = runProgressLine(state, 3, 3_000, createStyle({ colour: false, width }));
        expect(displayWidth(line)).toBeLessThan(width);
        if (/^[ -~]*$/.test(partition) && width >= 80) expect(line).toContain("12,000 objects");
      }),
    );
  });
});
