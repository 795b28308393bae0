/** What became of test files and their tests, for every way of showing it. */
import type { Diagnostic } from "@idle/contract";
import type { Finding } from "./compare/finding.ts";

export interface FileReport {
  /** As messages call it. */
  readonly file: string;
  /** What is wrong with the file, its workflow or what it names; then no test of it ran. */
  readonly problems: readonly Diagnostic[];
  readonly tests: readonly TestReport[];
}

export interface TestReport {
  readonly name: string;
  /** Of its name, from 1. */
  readonly line: number;
  readonly column: number;
  /** updated: what it expected was rewritten to what is. */
  readonly status: "passed" | "failed" | "updated";
  /** Real time, in milliseconds. */
  readonly durationMs: number;
  /** What differs, or did before the update. */
  readonly findings: readonly PlacedFinding[];
}

export type PlacedFinding = Finding & { readonly line: number; readonly column: number };

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly updated: number;
  /** Files. */
  readonly invalid: number;
}

export function totalsOf(files: readonly FileReport[]): Totals {
  const tests = files.flatMap((file) => file.tests);
  const count = (status: TestReport["status"]) => tests.filter((test) => test.status === status).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    updated: count("updated"),
    invalid: files.filter(({ problems }) => problems.length > 0).length,
  };
}
