import { displayWidth } from "@idle/core";
import { describe, expect, it } from "vitest";
import { createStyle } from "../../src/view/style.ts";
import { testFileView, testFindingsView, testTotalsLine } from "../../src/view/test-view.ts";
import { totalsOf } from "../../src/workflow-tests/report.ts";
import { failedFile, hostileFile, invalidFile } from "../fixtures/test-reports.ts";

const style = (width: number | null, colour = false) => createStyle({ colour, width });

function whole(width: number | null, colour = false): string {
  const files = [failedFile, invalidFile];
  const look = style(width, colour);
  const heads = files.map((file) => testFileView(file, look)).join("");
  return `${heads}${testFindingsView(files, look)}\n${testTotalsLine(totalsOf(files), 1234, look)}`;
}

describe("the view of workflow tests", () => {
  it.each([60, 80, 200])("fits a terminal of %i columns", async (width) => {
    const text = whole(width);
    await expect(text).toMatchFileSnapshot(`../golden/tests.${width}.txt`);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it("neither wraps nor cuts in a pipe", async () => {
    await expect(whole(null)).toMatchFileSnapshot("../golden/tests.pipe.txt");
  });

  it("is coloured where colours are wanted", async () => {
    await expect(whole(80, true)).toMatchFileSnapshot("../golden/tests.80.colour.txt");
  });

  it("escapes what files and systems say", () => {
    const text = testFileView(hostileFile, style(null)) + testFindingsView([hostileFile], style(null));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
    expect(text).toContain("\\u202eevil]]>");
    expect(text).toContain('actual      "a\\nb\\u2028"');
  });

  it.each([
    [{ passed: 7, failed: 1, updated: 0, invalid: 0 }, "Tests: 7 passed, 1 failed, in 340 ms.\n"],
    [{ passed: 0, failed: 0, updated: 2, invalid: 0 }, "Tests: 0 passed, 2 updated, in 340 ms.\n"],
    [{ passed: 1, failed: 0, updated: 0, invalid: 1 }, "Tests: 1 passed; 1 file not run, in 340 ms.\n"],
  ])("counts %j", (totals, line) => {
    expect(testTotalsLine(totals, 340, style(null))).toBe(line);
  });
});
