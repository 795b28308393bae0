import { escapeText } from "@idle/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { junitXml } from "../../src/workflow-tests/junit.ts";
import type { FileReport } from "../../src/workflow-tests/report.ts";
import { failedFile, hostileFile, invalidFile, testReport } from "../fixtures/test-reports.ts";

describe("the report in JUnit's XML", () => {
  it("has a suite for each file, a case for each test, and what differs as text", async () => {
    await expect(junitXml([failedFile, invalidFile])).toMatchFileSnapshot("../golden/tests.junit.xml");
  });

  it("escapes what files and systems say", async () => {
    await expect(junitXml([hostileFile])).toMatchFileSnapshot("../golden/tests.hostile.junit.xml");
  });

  it("is well-formed whatever a test is called, and keeps its name", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
          maxLength: 20,
        }),
        (name) => {
          const file: FileReport = { file: "a.test.yaml", problems: [], tests: [testReport(name)] };
          const xml = junitXml([file]);
          // XML 1.0, production 2: what a document may hold.
          expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
          const value = /<testcase name="([^"<]*)"/.exec(xml)?.[1] ?? "none";
          expect(value.replace(/&(amp|lt|gt|quot|apos);/g, "")).not.toContain("&");
          expect(read(value)).toBe(escapeText(name).replace(/[\ufffe\uffff]/g, "\ufffd"));
        },
      ),
    );
  });
});

function read(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&([^;]+);/g, (_, name: string) => named[name] ?? "none");
}
