/** Reads a test file: YAML in; a document of the right shape out, or every problem with its place. */
import { resolve } from "node:path";
import { compileWildcard, type Diagnostic, isIdleError, type JsonValue } from "@idle/contract";
import { appendToPointer, describeInputErrors, escapeText, readData } from "@idle/core";
import { isObject } from "../input/is-object.ts";
import { longestDocument, readBytes } from "../input/read-bytes.ts";
import type { Sources } from "../input/sources.ts";
import { testSchema } from "./generated/test-schema.ts";
import { validateTest } from "./generated/validate-test.ts";
import type { TestCode } from "./test-codes.ts";
import type { TestDocument } from "./test-document.ts";
import type { TestFile } from "./test-file.ts";

export type Reading = { readonly file: TestFile } | { readonly problems: readonly Diagnostic[] };

export async function readTestFile(name: string, workingFolder: string, sources: Sources): Promise<Reading> {
  const path = resolve(workingFolder, name);
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(path, longestDocument, name);
  } catch (error) {
    if (!isIdleError(error, "FileUnreadable")) throw error;
    const { code, message } = error;
    return { problems: [{ severity: "error", code, message, file: name, line: null, column: null }] };
  }
  return parseTestFile(bytes, path, name, sources);
}

function parseTestFile(bytes: Uint8Array, path: string, name: string, sources: Sources): Reading {
  const { data, diagnostics, text, locate } = readData({ text: bytes, file: name });
  sources.remember(name, text, "test");
  if (diagnostics.length > 0 || data === undefined) return { problems: diagnostics };
  const placeOf = (pointer: string, at: "key" | "value" = "value") => locate(pointer, at) ?? { line: 1, column: 1 };
  const problem = (code: string, pointer: string, message: string, at: "key" | "value" = "value"): Diagnostic => ({
    severity: "error",
    code,
    message: escapeText(message),
    file: name,
    pointer,
    ...placeOf(pointer, at),
  });
  const problems = [...shapeProblems(data, problem)];
  if (problems.length === 0) problems.push(...nameProblems(data, problem), ...patternProblems(data, "", problem));
  if (problems.length > 0) return { problems: problems.sort(byPlace) };
  // The schema has said so.
  const document = data as unknown as TestDocument;
  const hasMark = [0xef, 0xbb, 0xbf].every((byte, index) => bytes[index] === byte);
  return { file: { path, name, text, hasMark, document, locate: placeOf, problem } };
}

type MakeProblem = TestFile["problem"];

/** What is wrong with a document's shape; `root` is what its whole is called. */
export function shapeProblems(data: JsonValue, problem: MakeProblem, root = "The test file"): Diagnostic[] {
  if (validateTest(data)) return [];
  const errors = (validateTest.errors ?? []).filter(({ instancePath }) => !isInRequest(instancePath, data));
  return describeInputErrors(errors, data, testSchema, { root }).map(({ code, pointer, message, at, suggestion }) => ({
    ...problem(code, pointer, message, at),
    ...(suggestion !== undefined && { suggestion }),
  }));
}

/** What is wrong with a request that stands in the test is told with the request, and may be what the test expects. */
function isInRequest(pointer: string, data: JsonValue): boolean {
  const index = /^\/tests\/(\d+)\/request(\/|$)/.exec(pointer)?.[1];
  const tests = isObject(data) && Array.isArray(data.tests) ? data.tests : [];
  const test: JsonValue | undefined = index === undefined ? undefined : tests[Number(index)];
  return isObject(test) && isObject(test.request);
}

/** Reports and --name tell tests apart by their names. */
function nameProblems(data: JsonValue, problem: MakeProblem): Diagnostic[] {
  const tests = isObject(data) && Array.isArray(data.tests) ? data.tests : [];
  const names = tests.map((test: JsonValue) => (isObject(test) ? test.name : undefined));
  return names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return [];
    const message = `Another test of this file is called ${JSON.stringify(name)} already. Give each a name of its own.`;
    return [problem("TestNameTaken" satisfies TestCode, `/tests/${index}/name`, message)];
  });
}

/** Messages are wildcards wherever a test expects them. */
function patternProblems(data: JsonValue, pointer: string, problem: MakeProblem): Diagnostic[] {
  const tests = isObject(data) && Array.isArray(data.tests) ? data.tests : [];
  const wildcards = tests.flatMap((test: JsonValue, index) =>
    isObject(test) ? messagesIn(test.expect, `${pointer}/tests/${index}/expect`) : [],
  );
  return wildcards.flatMap(({ message, at }) => {
    const compiled = compileWildcard(message);
    return "problem" in compiled ? [problem("PatternInvalid", at, `This is a wildcard, and ${compiled.problem}.`)] : [];
  });
}

/** What stands under `message`, but not inside of data. */
function messagesIn(value: JsonValue | undefined, pointer: string): { message: string; at: string }[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue, index) => messagesIn(item, `${pointer}/${index}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (["data", "outputs", "attributes", "before", "after"].includes(key)) return [];
    const at = appendToPointer(pointer, key);
    return key === "message" && typeof item === "string" ? [{ message: item, at }] : messagesIn(item, at);
  });
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
