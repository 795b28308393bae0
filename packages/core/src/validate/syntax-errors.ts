import type { YAMLError } from "yaml";
import { createLineFinder } from "./locate.ts";
import type { TextProblem } from "./source-text.ts";

type Code = YAMLError["code"];

/** What the parser found, in words that say what to do. One problem for each line: the rest are its consequences. */
export function describeSyntaxErrors(
  errors: readonly YAMLError[],
  text: string,
  openQuotes: readonly number[],
): TextProblem[] {
  const problems = new Map<number, TextProblem>();
  const lineAt = createLineFinder(text);
  let quotes = 0;
  for (const error of errors) {
    // Tags and directives are refused by the words of `parseTokens`.
    if (error.code === "TAG_RESOLVE_FAILED" || error.code === "BAD_DIRECTIVE") continue;
    // The parser notices at the end of the text; people look where the quote opens.
    const opening = error.message.includes("Missing closing") ? openQuotes[quotes++] : undefined;
    const offset = Math.min(opening ?? error.pos[0], text.length);
    const { line, start, end } = lineAt(offset);
    if (!problems.has(line)) problems.set(line, describe(error, text, offset, start, end));
  }
  return [...problems.values()];
}

function describe(error: YAMLError, text: string, offset: number, lineStart: number, lineEnd: number): TextProblem {
  const indentation = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 1000))?.[0] ?? "";
  const tab = indentation.indexOf("\t");
  if (tab !== -1 && (error.code === "TAB_AS_INDENT" || offset <= lineStart + indentation.length + 1)) {
    const message = "The line is indented with a tab. Indent with spaces.";
    return { code: "TabIndentation", message, offset: lineStart + tab, length: 1 };
  }
  const length = Math.max(1, Math.min(error.pos[1], text.length) - offset);
  const found = text.slice(offset, lineEnd);
  return { code: "SyntaxInvalid", message: sentence(error, found), offset, length };
}

function sentence(error: YAMLError, found: string): string {
  if (error.message.startsWith("Nested mappings") && !/:\s/.test(found)) {
    return "The next line is indented further than this one allows. Line up its key with the keys above it.";
  }
  const known = phrases.find(([start]) => error.message.includes(start))?.[1] ?? sentences[error.code];
  if (known !== undefined) return known;
  if (found.startsWith(":")) return noBlank;
  if (found.startsWith("}") || found.startsWith("]")) return `There is a "${found[0]}" that closes nothing. Remove it.`;
  if (error.message.includes("at node end")) {
    return "There is text after the end of the value. Put the whole value in quotes, and write '' for a quote inside single quotes.";
  }
  return "This is not YAML here. Check the indentation and quotes above it, and put text with characters such as : # { } [ ] , & * ! | > % @ ` in quotes.";
}

const noBlank = 'There is no blank after the ":". Write "key: value".';

const sentences: Partial<Record<Code, string>> = {
  ALIAS_PROPS: "An alias cannot have an anchor. Remove one of the two.",
  BAD_ALIAS: "An anchor or alias needs a name directly after the & or *.",
  BAD_DQ_ESCAPE: 'There is no such escape in double quotes. Write "\\\\" for a backslash, or use single quotes.',
  BAD_INDENT: "The indentation does not fit the lines above. Keys of one object must start in the same column.",
  BAD_PROP_ORDER: "An anchor must stand after the - or ? and before the value.",
  BAD_SCALAR_START: "A text without quotes cannot start with this character. Put it in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "A list cannot be a key. Write the key as text.",
  BLOCK_IN_FLOW: "Inside { } and [ ], lists and objects must be written with brackets as well.",
  KEY_OVER_1024_CHARS: "A key is longer than 1024 characters. Shorten it.",
  MULTILINE_IMPLICIT_KEY:
    'A key must stand on one line. If this is text that goes on, a ":" or its indentation is wrong.',
  MULTIPLE_ANCHORS: "A value can have one anchor. Remove the others.",
  MULTIPLE_TAGS: "A value can have one tag, and tags are not allowed here. Remove them.",
  TAB_AS_INDENT: "The line is indented with a tab. Indent with spaces.",
};

/** What is more exact than the code, by words of the parser's message. */
const phrases: readonly (readonly [string, string])[] = [
  ["All sequence items", "All entries of a list must start in the same column. Line up the dashes."],
  [
    "Nested mappings",
    'There is a second ": " in this line. Put the text in quotes, or the inner object on lines of its own.',
  ],
  ["end with a", 'A "{" or "[" is not closed. Close it, and indent what is inside further than the key it belongs to.'],
  ['closing "quote', "A double quote is not closed."],
  ["closing 'quote", "A single quote is not closed."],
  ["Implicit map keys need", 'There is no ":" after this key. Write "key: value", with a blank after the colon.'],
  [
    "Implicit keys need",
    'A key must stand on one line. If this is text that goes on, a ":" or its indentation is wrong.',
  ],
  ["Comments must", "A comment needs a blank before the #."],
  ["Missing space after", noBlank],
  ["Missing , ", "A comma is missing between two entries."],
  ["Sequence item without", 'An entry of the list does not start with "- ".'],
  ["Tags and anchors must be separated", "An anchor needs a blank after its name."],
  ["Missing newline", "The list must start on a line of its own."],
  ["Block collection cannot start", 'Start the document on the line after "---".'],
  ["Missing directives-end", 'The file has a directive and no "---" after it. Remove the directive.'],
  [
    "lock scalar",
    "The text after | or > is not indented as it should be. Indent all its lines alike, further than its key.",
  ],
  ["Unexpected , in", "There is a comma without an entry before it. Remove it."],
  ["Unexpected empty item", "There is a comma without an entry before it. Remove it."],
];
