/** A test file with its expectations rewritten to what is. In: the text, and for each test the edits. Out: the new text. */
import { IdleError, type JsonObject, type JsonValue } from "@idle/contract";
import { escapeText, readData } from "@idle/core";
import { isObject } from "../../input/is-object.ts";
import type { Edit } from "../compare/finding.ts";
import { isSameValue } from "../compare/values.ts";
import { applyEdits } from "./apply-edits.ts";
import { editText } from "./edit-text.ts";

export interface TestEdits {
  /** Which test of the file. */
  readonly index: number;
  readonly edits: readonly Edit[];
}

/**
 * Only what the edits are about changes. What comes out is read again: where it does not say what it should, because an
 * alias stands in the way for example, this throws InvalidInput, and nothing is written.
 */
export function updateText(text: string, name: string, tests: readonly TestEdits[]): string {
  const { data } = readData({ text, file: null });
  const wanted = tests.reduce<JsonValue>((document, each) => withEdits(document, each), data ?? null);
  const edits = tests.flatMap(({ index, edits }) =>
    edits.map((edit): Edit => ({ ...edit, path: ["tests", index, "expect", ...edit.path] })),
  );
  try {
    const updated = editText(text, edits);
    const read = readData({ text: updated, file: null });
    if (read.diagnostics.length === 0 && isSameValue(read.data, wanted)) return updated;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new IdleError(
    "InvalidInput",
    `${escapeText(name)} cannot be updated without touching more than what differs. Write the expectations out, without anchors and aliases, or correct them by hand. Nothing was written.`,
  );
}

function withEdits(document: JsonValue, { index, edits }: TestEdits): JsonValue {
  if (!isObject(document) || !Array.isArray(document.tests)) return document;
  const tests = document.tests.map((test: JsonValue, at): JsonValue => {
    if (at !== index || !isObject(test)) return test;
    const { expect = {}, ...rest }: JsonObject = test;
    return { ...rest, expect: applyEdits(expect, edits) };
  });
  return { ...document, tests };
}
