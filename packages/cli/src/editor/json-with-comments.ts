/**
 * Files such as VS Code's settings: JSON with comments, to which something is added while everything else stays as it is, to
 * the last blank. The library's own way to change them would lay the lines around a change out anew.
 */
import { IdleError, type JsonValue } from "@idle/contract";
import { escapeText } from "@idle/core";
import { createScanner, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

export interface JsonWithComments {
  /** What stands at a key of the top, null as well; `otherwise` when the key is not there. */
  get(key: string, otherwise?: JsonValue): unknown;
  /** Adds to the object at a key of the top, which is made when it is not there. */
  addTo(key: string, name: string, value: JsonValue): void;
  /** Adds to the list at a key of the top, which is made when it is not there. */
  push(key: string, value: JsonValue): void;
  /** Refuses the file because of what stands at a key. Throws FileUnreadable. */
  refuse(key: string, why: string): never;
  readonly text: string;
}

/** `text` is null for a file that is not there. Throws FileUnreadable, with the place, for what is no such file. */
export function readJsonWithComments(text: string | null, name: string): JsonWithComments {
  // What holds nothing but blanks is an empty object to VS Code, too.
  let current = (text ?? "").replace("\ufeff", "").trim() === "" ? "{}\n" : (text ?? "");
  const bom = current.startsWith("\ufeff") ? "\ufeff" : "";
  current = current.slice(bom.length);
  const refuseAt = (offset: number, why: string): never => {
    const before = current.slice(0, offset).split("\n");
    const place = `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    throw new IdleError("FileUnreadable", `${escapeText(name)}:${place} ${why} Correct it; nothing was written.`, {
      details: { file: name },
    });
  };
  const parse = (): Node => {
    const errors: ParseError[] = [];
    const root = parseTree(current, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (error !== undefined) return refuseAt(error.offset, `is no JSON with comments: ${inWords(error)}.`);
    return root?.type === "object" ? root : refuseAt(root?.offset ?? 0, "is no object.");
  };
  const find = (key: string): Node | undefined => {
    const [property, again] = (parse().children ?? []).filter(({ children }) => children?.[0]?.value === key);
    if (again !== undefined) refuseAt(again.offset, `has ${JSON.stringify(key)} a second time.`);
    return property?.children?.[1];
  };
  const add = (key: string, value: JsonValue, empty: "{}" | "[]", member: string) => {
    if (find(key) === undefined) current = append(current, parse(), `${JSON.stringify(key)}: ${empty}`, null);
    current = append(current, find(key) ?? parse(), member, value);
  };
  parse();
  return {
    get(key, otherwise) {
      const value = find(key);
      return value === undefined ? otherwise : getNodeValue(value);
    },
    addTo: (key, name, value) => add(key, value, "{}", `${JSON.stringify(name)}: `),
    push: (key, value) => add(key, value, "[]", ""),
    refuse: (key, why) => refuseAt(find(key)?.offset ?? 0, why),
    get text() {
      return `${bom}${current}`;
    },
  };
}

/** The text with one more member at the end of a list or object, on lines of its own. */
function append(text: string, container: Node, start: string, value: JsonValue): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const last = container.children?.at(-1);
  const close = container.offset + container.length - 1;
  const outer = indentAt(text, container.offset);
  const inner =
    last !== undefined && startsLine(text, last.offset) ? indentAt(text, last.offset) : outer + unitOf(text);
  const lines = value === null ? [] : JSON.stringify(value, null, unitOf(text)).split("\n");
  const member = `${start}${lines.join(`${eol}${inner}`)}`;
  const before = text.slice(0, close).trimEnd();
  const hasComma = last === undefined || hasTrailingComma(text, last.offset + last.length, close);
  const end = last === undefined ? before.length : last.offset + last.length;
  const upTo = `${before.slice(0, end)}${hasComma ? "" : ","}${before.slice(end)}`;
  const comma = hasComma && last !== undefined ? "," : "";
  return `${upTo}${eol}${inner}${member}${comma}${eol}${outer}${text.slice(close)}`;
}

function hasTrailingComma(text: string, from: number, to: number): boolean {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  scanner.scan();
  return scanner.getTokenOffset() < to && text[scanner.getTokenOffset()] === ",";
}

/** The blanks at the beginning of a place's line. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function startsLine(text: string, offset: number): boolean {
  return /(?:^|\n)[ \t]*$/.test(text.slice(0, offset));
}

/** As the file is indented so far; two blanks for want of anything else. */
function unitOf(text: string): string {
  return /^([ \t]+)["}\]]/m.exec(text)?.[1] ?? "  ";
}

/** "CommaExpected" becomes "comma expected". */
function inWords({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
}
