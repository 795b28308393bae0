import type { Diagnostic, JsonValue } from "@idle/contract";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { escapeText } from "../diagnostics/escape.ts";
import type { ReadResult } from "./read-data.ts";

/** A problem at a place in the document. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly message: string;
  /** JSON Pointer. */
  readonly pointer: string;
  /** Whether the place is that of the value, or of the key it stands under. Default "value". */
  readonly at?: "key" | "value";
  /** Default "error". */
  readonly severity?: "error" | "warning";
  readonly suggestion?: string;
}

/** What a pass over the document reports to. */
export type Report = (finding: Finding) => void;

const maxDiagnostics = 2000;

/** The findings with their places, in the order of the file, beside those of the reading. */
export function toDiagnostics(findings: readonly Finding[], read: ReadResult, file: string | null): Diagnostic[] {
  const nameOfStep = stepNames(read.data);
  // What could not be read as it stands needs no second opinion.
  const taken = new Set(read.diagnostics.map(placeKey));
  // Nor does what is of the wrong type or form: the shape is reported before the meaning.
  const misshapen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const { at = "value", severity = "error", message, ...finding } of findings) {
    if (misshapen.has(finding.pointer)) continue;
    if (shapeCodes.has(finding.code)) misshapen.add(finding.pointer);
    const place = read.locate(finding.pointer, at);
    const step = nameOfStep(finding.pointer);
    const diagnostic: Diagnostic = {
      severity,
      code: finding.code,
      message: escapeText(message),
      file,
      line: place?.line ?? null,
      column: place?.column ?? null,
      ...(place === null ? {} : { length: place.length }),
      pointer: finding.pointer,
      ...(step === undefined ? {} : { step }),
      ...(finding.suggestion === undefined ? {} : { suggestion: finding.suggestion }),
    };
    const position = placeKey(diagnostic);
    const same = `${position} ${finding.code} ${message}`;
    if (taken.has(position) || taken.has(same)) continue;
    taken.add(same);
    diagnostics.push(diagnostic);
  }
  return cut([...read.diagnostics, ...diagnostics].sort(byPlace));
}

const shapeCodes: ReadonlySet<string> = new Set([
  "WrongType",
  "ValueNotAllowed",
  "FormatInvalid",
  "LengthOutOfRange",
  "NumberOutOfRange",
]);

function placeKey({ line, column }: Diagnostic): string {
  return `${line}:${column}`;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function cut(diagnostics: Diagnostic[]): Diagnostic[] {
  const [next, ...rest] = diagnostics.splice(maxDiagnostics);
  if (next) {
    const message = `There are ${rest.length + 1} more problems from here on. Correct those before it first.`;
    diagnostics.push({ ...next, severity: "error", code: "TooManyProblems", message });
  }
  return diagnostics;
}

/** The name of the step that a pointer leads into, where the step has one. */
function stepNames(data: JsonValue | undefined): (pointer: string) => string | undefined {
  return (pointer) => {
    const match = /^\/(steps|onFailureSteps)\/(\d+)(?:\/|$)/.exec(pointer);
    if (!match) return undefined;
    const name = childOf(childOf(childOf(data, match[1] ?? ""), match[2] ?? ""), "name");
    return typeof name === "string" ? name : undefined;
  };
}

/** An own property or an element; undefined for what has none. */
function childOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key) as JsonValue;
}
