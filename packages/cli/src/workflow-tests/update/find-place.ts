/** Where a path leads in a document, and where that stands in the text. */
import { isCollection, isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import type { Path } from "../compare/finding.ts";

/** How far a path leads. */
export interface Place {
  readonly node: Node;
  readonly parent: YAMLMap | YAMLSeq | null;
  /** Where the node is a value in a map. */
  readonly pair: Pair | null;
  /** Whether it stands inside of brackets or braces. */
  readonly isFlow: boolean;
  readonly rest: Path;
}

export function find(root: unknown, path: Path): Place {
  if (!isNode(root)) throw new TypeError("The file is empty.");
  let place: Place = { node: root, parent: null, pair: null, isFlow: false, rest: path };
  for (const [index, key] of path.entries()) {
    const { node } = place;
    const isFlow = place.isFlow || (isCollection(node) && node.flow === true);
    if (isMap(node)) {
      const pair = node.items.find((each) => isScalar(each.key) && each.key.value === key);
      if (pair === undefined) return place;
      const value = expectNode(pair.value);
      place = { node: value, parent: node, pair, isFlow, rest: path.slice(index + 1) };
    } else if (isSeq(node) && typeof key === "number") {
      place = { node: expectNode(node.items[key]), parent: node, pair: null, isFlow, rest: path.slice(index + 1) };
    } else return place;
  }
  return place;
}

function expectNode(value: unknown): Node {
  if (isNode(value)) return value;
  throw new TypeError("The place is not there.");
}

export function rangeOf(node: unknown): readonly [number, number] {
  const range = isNode(node) ? node.range : null;
  if (range == null) throw new TypeError("The node has no place in the text.");
  return [range[0], range[1]];
}

/** Where a node's last letter is: a list or object that has no brackets ends where its last entry does. */
export function endOf(node: unknown): number {
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1);
    if (last !== undefined) {
      const inner = isNode(last) ? last : (last as Pair).value;
      return endOf(inner ?? (last as Pair).key);
    }
  }
  return rangeOf(node)[1];
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind the line break; behind the text where there is none. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const at = text.indexOf("\n", offset);
  return at === -1 ? text.length : at + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function colonAfter(text: string, key: unknown): number {
  const colon = text.indexOf(":", rangeOf(key)[1]);
  if (colon === -1) throw new TypeError("The key has no colon.");
  return colon + 1;
}

/** Blocks of text end with a line break that is not theirs. */
export function withoutBreak(text: string, end: number): number {
  let at = end;
  while (at > 0 && (text[at - 1] === "\n" || text[at - 1] === "\r")) at--;
  return at;
}
