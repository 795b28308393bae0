import type { Diagnostic } from "@idle/contract";
import type { TestDocument } from "./test-document.ts";

/** A test file as it was read: its shape is right, what it names is not looked at yet. */
export interface TestFile {
  /** Absolute. */
  readonly path: string;
  /** How messages call it. */
  readonly name: string;
  readonly text: string;
  /** Whether the file begins with a byte-order mark, which is no part of the text. */
  readonly hasMark: boolean;
  readonly document: TestDocument;
  /** Where the value at a JSON Pointer stands, or with "key" the key it stands under: the deepest on the way that is there. */
  locate(pointer: string, at?: "key" | "value"): { readonly line: number; readonly column: number };
  /** A problem at a place of the file. */
  problem(code: string, pointer: string, message: string, at?: "key" | "value"): Diagnostic;
}

/** Names of files are relative to the file they stand in; messages call them as people reach them from where they are. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}
