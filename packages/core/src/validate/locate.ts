import { isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import { parsePointer } from "../data/pointer.ts";
import type { Place } from "../diagnostics/place.ts";

/** A stretch of a text, in UTF-16 code units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Turns offsets of a text into lines and columns; the lines are counted when first asked for. */
export function createPlaceFinder(text: string): (span: Span) => Place {
  const lineAt = createLineFinder(text);
  return ({ offset, length }) => {
    const { line, start, end } = lineAt(offset);
    const room = (text[end - 1] === "\r" ? end - 1 : end) - offset;
    return { line, column: offset - start + 1, length: Math.max(1, Math.min(length, room)) };
  };
}

/** The line an offset is in: its number from 1, where it starts, and where its line feed stands. */
export function createLineFinder(text: string): (offset: number) => { line: number; start: number; end: number } {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    const index = lastAtMost(starts, Math.min(offset, text.length));
    return { line: index + 1, start: starts[index] ?? 0, end: (starts[index + 1] ?? text.length + 1) - 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

/** The index of the last number that is not above the wanted one. */
function lastAtMost(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What to underline for a node: a scalar or alias whole, a list or object by how it begins. */
export function spanOf(node: unknown): Span {
  const range = isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? node.range : null;
  if (!range) return { offset: 0, length: 1 };
  const [offset, end] = range;
  const isBlock = (isMap(node) || isSeq(node)) && node.flow !== true;
  if (!isBlock) return { offset, length: Math.max(1, end - offset) };
  const first = isMap(node) ? node.items[0]?.key : undefined;
  return { offset, length: isScalar(first) && first.range?.[0] === offset ? spanOf(first).length : 1 };
}

/**
 * Finds the node a JSON Pointer leads to, or the deepest one on the way that exists. Through an alias, it is the alias.
 * With `at` "key", the place is that of the key the node stands under, if it stands under one.
 */
export function createLocator(root: unknown): (pointer: string, at: "key" | "value") => Span | null {
  const keys = new WeakMap<YAMLMap, Map<string, Pair>>();
  return (pointer, at) => {
    let key: unknown = null;
    let value: unknown = root;
    if (value === null || value === undefined) return null;
    for (const segment of parsePointer(pointer)) {
      if (isAlias(value)) return spanOf(value);
      const next = child(value, segment, keys);
      if (next === null) return spanOf(key ?? value);
      [key, value] = [next.key, next.value];
    }
    return at === "key" || isMissing(value) ? spanOf(key ?? value) : spanOf(value);
  };
}

/** A value left out, as in `key:` without anything behind it. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (isScalar(value) && value.source === "" && value.type === "PLAIN");
}

function child(
  node: unknown,
  segment: string,
  keys: WeakMap<YAMLMap, Map<string, Pair>>,
): { key: unknown; value: unknown } | null {
  if (isSeq(node)) {
    const item = /^\d+$/.test(segment) ? node.items[Number(segment)] : undefined;
    return item === undefined ? null : { key: null, value: item };
  }
  if (!isMap(node)) return null;
  let pairs = keys.get(node);
  if (!pairs) {
    pairs = new Map();
    for (const pair of node.items) {
      if (isScalar(pair.key) && typeof pair.key.value === "string" && !pairs.has(pair.key.value)) {
        pairs.set(pair.key.value, pair);
      }
    }
    keys.set(node, pairs);
  }
  return pairs.get(segment) ?? null;
}
