/** Values as YAML, so that they fit in where they are put: short ones on a line, long ones below each other. */
import type { JsonValue } from "@idle/contract";
import { Document, isCollection, isMap, isPair, isScalar, isSeq, Scalar, type ToStringOptions } from "yaml";

const options: ToStringOptions = { lineWidth: 0, blockQuote: false, indentSeq: true };
const reading = { version: "1.2", schema: "core", aliasDuplicateObjects: false } as const;
const longestLine = 100;

/** On one line. A text is quoted as `like` is, where that is a text. */
export function flowText(value: JsonValue, like?: unknown): string {
  const document = new Document([value], reading);
  if (isSeq(document.contents)) {
    document.contents.flow = true;
    const [item] = document.contents.items;
    const quoting = isScalar(like) ? quotingOf(like) : null;
    if (isScalar(item) && typeof item.value === "string" && quoting !== null) item.type = quoting;
  }
  const text = document.toString({ ...options, flowCollectionPadding: false }).trim();
  return typeof value === "object" && value !== null ? padded(value) : text.slice(1, -1);
}

function padded(value: JsonValue): string {
  const document = new Document(value, reading);
  if (isCollection(document.contents)) document.contents.flow = true;
  const text = document.toString(options).trim();
  return isSeq(document.contents) ? text.replace(/^\[ /, "[").replace(/ \]$/, "]") : text;
}

function quotingOf({ type, value }: Scalar): Scalar.Type | null {
  if (typeof value !== "string") return null;
  return type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE ? type : null;
}

/** Below each other, without the indent of the first line; `indent` is how far the others are from the edge. */
export function blockText(value: JsonValue, indent: number): string {
  const document = new Document(value, reading);
  const node = document.contents;
  if (!isCollection(node)) return flowText(value);
  shorten(node, false);
  node.flow = node.items.length === 0;
  const lines = document.toString(options).trimEnd().split("\n");
  return lines.join(`\n${" ".repeat(indent)}`);
}

/** Entries of lists that fit on a line stay on one. */
function shorten(node: unknown, isItem: boolean): void {
  if (!isCollection(node)) return;
  const children = node.items.map((item) => (isPair(item) ? item.value : item));
  for (const child of children) shorten(child, isSeq(node));
  const hasOnlyScalars = children.every(
    (child) => isScalar(child) || (isCollection(child) && child.items.length === 0),
  );
  const isShort = hasOnlyScalars && lengthOf(node.toJSON()) <= longestLine;
  node.flow = node.items.length === 0 || (isShort && (isItem || (isSeq(node) && !isMap(node))));
}

function lengthOf(value: JsonValue): number {
  return flowText(value).length;
}
