/** JUnit XML, as Jenkins, GitLab and the reporters of GitHub read it: a suite for each file, a case for each test. */
import type { Diagnostic } from "@idle/contract";
import { escapeText, renderDiagnostic } from "@idle/core";
import { createStyle } from "../view/style.ts";
import { testFindingsView } from "../view/test-view.ts";
import type { FileReport, TestReport } from "./report.ts";

/** A file that could not be played is a suite with one case that is in error. */
export function junitXml(files: readonly FileReport[]): string {
  const suites = files.map(suiteOf);
  const head = { name: "idle test", ...numbersOf(files) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", head, suites.join(""), 0)}`;
}

function suiteOf(report: FileReport): string {
  const { problems, tests } = report;
  const file = slashed(report.file);
  const cases =
    problems.length > 0 ? errorCase(file, problems) : tests.map((test) => testCase(file, report, test)).join("");
  return element("testsuite", { name: file, file, ...numbersOf([report]) }, cases, 1);
}

function testCase(file: string, report: FileReport, test: TestReport): string {
  const { name, line, durationMs, status, findings } = test;
  const attributes = { name, classname: classOf(file), file, line, time: seconds(durationMs) };
  if (status !== "failed") return element("testcase", attributes, "", 2);
  const text = testFindingsView([{ ...report, file, tests: [test] }], createStyle({ colour: false, width: null }));
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
  const failure = { message: `${first?.about ?? "failed"}${more}`, type: "Expectation" };
  return element("testcase", attributes, textElement("failure", failure, text.trim(), 3), 2);
}

function errorCase(file: string, problems: readonly Diagnostic[]): string {
  const [first] = problems;
  const attributes = { name: file, classname: classOf(file), file, line: first?.line ?? 1, time: seconds(0) };
  const error = { message: first?.message ?? "", type: first?.code ?? "" };
  const text = problems.map((problem) => renderDiagnostic(problem)).join("\n");
  return element("testcase", attributes, textElement("error", error, text, 3), 2);
}

function numbersOf(files: readonly FileReport[]) {
  const tests = files.flatMap((file) => file.tests);
  const errors = files.filter(({ problems }) => problems.length > 0).length;
  return {
    tests: tests.length + errors,
    failures: tests.filter(({ status }) => status === "failed").length,
    errors,
    time: seconds(tests.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

/** Readers split class names at dots, and show the parts as folders. */
function classOf(file: string): string {
  return file.replace(/\.test\.ya?ml$/i, "").replaceAll("/", ".");
}

function slashed(file: string): string {
  return file.replaceAll("\\", "/");
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, content: string, level: number): string {
  const indent = "  ".repeat(level);
  const start = `${indent}<${name}${attributesText(attributes)}`;
  return content === "" ? `${start}/>\n` : `${start}>\n${content}${indent}</${name}>\n`;
}

function textElement(name: string, attributes: Attributes, text: string, level: number): string {
  return `${"  ".repeat(level)}<${name}${attributesText(attributes)}>${escapeXml(text)}</${name}>\n`;
}

/** What a terminal would act on is made visible, as everywhere. */
function attributesText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(escapeText(String(value)))}"`)
    .join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML 1.0 has no way to say becomes the replacement character. */
function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, "\ufffd")
      .replace(/[&<>"']/g, (character) => entities[character] ?? character)
  );
}
