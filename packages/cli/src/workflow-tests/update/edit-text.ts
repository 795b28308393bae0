/**
 * Edits the text of a YAML file: what is not edited stays as it is, letter by letter. Each edit is made on its own, and the
 * text read again.
 */
import type { JsonValue } from "@idle/contract";
import { type Document, isCollection, isMap, isScalar, isSeq, parseDocument, type YAMLSeq } from "yaml";
import type { Edit, ListEntry } from "../compare/finding.ts";
import { inOrder } from "./apply-edits.ts";
import {
  colonAfter,
  columnOf,
  endOf,
  find,
  lineEnd,
  lineStart,
  type Place,
  rangeOf,
  withoutBreak,
} from "./find-place.ts";
import { behindColon, entryText, flowText, isLong } from "./write-yaml.ts";

/** Throws TypeError where the text is such that an edit has no place in it; whoever asked checks what came out. */
export function editText(text: string, edits: readonly Edit[]): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  return inOrder(edits).reduce((before, edit) => {
    const { start, end, replacement } = spliceFor(before, edit);
    return before.slice(0, start) + replacement.replaceAll("\n", newline) + before.slice(end);
  }, text);
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

function spliceFor(text: string, edit: Edit): Splice {
  const document: Document.Parsed = parseDocument(text, { version: "1.2", schema: "core", uniqueKeys: false });
  const place = find(document.contents, edit.path);
  switch (edit.kind) {
    case "set":
      return place.rest.length === 0
        ? replace(text, place, edit.value)
        : addKey(text, place, place.rest.reduceRight<JsonValue>(wrap, edit.value));
    case "remove":
      return place.rest.length === 0 ? removeKey(text, place) : { start: 0, end: 0, replacement: "" };
    case "arrange":
      return arrange(text, place, edit);
  }
}

/** The first key of what is missing is the one that is added. */
function wrap(value: JsonValue, key: string | number, index: number): JsonValue {
  return index === 0 ? value : { [key]: value };
}

function replace(text: string, { node, pair, isFlow }: Place, value: JsonValue): Splice {
  const [start] = rangeOf(node);
  const end = withoutBreak(text, endOf(node));
  const isOneLine = isFlow || isScalar(node) || (isCollection(node) && node.flow === true);
  const isEmptyNow = start >= end;
  if (isOneLine && !isEmptyNow && (isFlow || !isLong(value))) {
    return { start, end, replacement: flowText(value, node) };
  }
  if (pair === null) return { start, end: Math.max(start, end), replacement: entryText(value, columnOf(text, start)) };
  const colon = colonAfter(text, pair.key);
  return {
    start: colon,
    end: Math.max(colon, end),
    replacement: isFlow ? ` ${flowText(value)}` : behindColon(value, columnOf(text, rangeOf(pair.key)[0])),
  };
}

function addKey(text: string, { node, isFlow, rest, pair }: Place, value: JsonValue): Splice {
  const [key] = rest;
  if (!isMap(node)) {
    // `expect:` with nothing behind it.
    if (pair === null || !isScalar(node)) throw new TypeError("There is no object to put the key in.");
    return replace(text, { node, isFlow, pair, parent: null, rest: [] }, { [String(key)]: value });
  }
  const name = flowText(String(key));
  const last = node.items.at(-1);
  if (isFlow || node.flow === true) {
    const entry = `${name}: ${flowText(value)}`;
    const [start, end] = rangeOf(node);
    if (last === undefined) return { start, end, replacement: `{ ${entry} }` };
    const at = endOf(last.value ?? last.key);
    return { start: at, end: at, replacement: `, ${entry}` };
  }
  if (last === undefined) throw new TypeError("There is no place for a key.");
  const indent = columnOf(text, rangeOf(node.items[0]?.key)[0]);
  const line = `${" ".repeat(indent)}${name}:${behindColon(value, indent)}`;
  return insertLines(text, lineEnd(text, endOf(last.value ?? last.key)), line);
}

function insertLines(text: string, at: number, lines: string): Splice {
  const isOpen = at > 0 && text[at - 1] !== "\n";
  return { start: at, end: at, replacement: isOpen ? `\n${lines}` : `${lines}\n` };
}

function removeKey(text: string, { parent, pair, isFlow }: Place): Splice {
  if (!isMap(parent) || pair === null) throw new TypeError("Only a key can be removed.");
  const index = parent.items.indexOf(pair);
  const [start] = rangeOf(pair.key);
  const [before, after] = [parent.items[index - 1], parent.items[index + 1]];
  if (before === undefined && after === undefined) {
    const [from] = rangeOf(parent);
    return { start: from, end: withoutBreak(text, endOf(parent)), replacement: "{}" };
  }
  if (isFlow && before !== undefined) {
    return { start: endOf(before.value ?? before.key), end: endOf(pair.value ?? pair.key), replacement: "" };
  }
  // The first key stands behind the dash of a list, or behind the brace.
  if (before === undefined) return { start, end: rangeOf(after?.key)[0], replacement: "" };
  return { start: lineStart(text, start), end: lineEnd(text, endOf(pair.value ?? pair.key)), replacement: "" };
}

function arrange(text: string, place: Place, { entries }: { readonly entries: readonly ListEntry[] }): Splice {
  const { node, isFlow, rest } = place;
  const added = () => entries.flatMap((entry) => ("added" in entry ? [entry.added] : []));
  if (rest.length > 0) return addKey(text, place, rest.reduceRight<JsonValue>(wrap, added()));
  if (!isSeq(node)) throw new TypeError("There is no list.");
  const isAnew = entries.every((entry) => "added" in entry);
  if (isAnew) return replace(text, place, added());
  return isFlow || node.flow === true ? arrangeFlow(text, node, entries) : arrangeLines(text, node, entries);
}

/** Each entry takes along what stands between it and the next one, comments too. */
function arrangeFlow(text: string, list: YAMLSeq, entries: readonly ListEntry[]): Splice {
  const [start, end] = rangeOf(list);
  const starts = list.items.map((item) => rangeOf(item)[0]);
  const parts = entries.map((entry) => {
    if ("added" in entry) return `${flowText(entry.added)}, `;
    const item = list.items[entry.kept];
    const [from, to] = [rangeOf(item)[0], endOf(item)];
    const next = text.slice(to, starts[entry.kept + 1] ?? end - 1);
    return `${text.slice(from, to)},${next.includes("#") || next.includes("\n") ? next.replace(",", "") : " "}`;
  });
  const joined = parts.join("");
  const isPlain = !joined.includes("#") && !joined.includes("\n");
  const head = text.slice(start, starts[0] ?? start + 1);
  return { start, end, replacement: `${head}${isPlain ? joined.replace(/, $/, "") : joined}]` };
}

/** Each entry takes along the comments above it. */
function arrangeLines(text: string, list: YAMLSeq, entries: readonly ListEntry[]): Splice {
  const first = lineStart(text, rangeOf(list.items[0])[0]);
  const dash = /^( *)- /.exec(text.slice(first));
  if (dash === null) throw new TypeError("The list begins in the middle of a line.");
  const indent = dash[1]?.length ?? 0;
  const ends = list.items.map((item) => lineEnd(text, endOf(item)));
  const all = entries.map((entry) => {
    if ("added" in entry) return `${" ".repeat(indent)}- ${entryText(entry.added, indent + 2)}\n`;
    const chunk = text.slice(entry.kept === 0 ? first : ends[entry.kept - 1], ends[entry.kept]);
    return chunk.endsWith("\n") ? chunk.replaceAll("\r\n", "\n") : `${chunk}\n`;
  });
  const end = ends.at(-1) ?? first;
  const isOpen = end > 0 && text[end - 1] !== "\n";
  const joined = all.join("");
  return { start: first, end, replacement: isOpen ? joined.replace(/\n$/, "") : joined };
}
