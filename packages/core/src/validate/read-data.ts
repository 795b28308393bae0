import type { Diagnostic, JsonValue } from "@idle/contract";
import { Composer, type Document } from "yaml";
import type { Place } from "../diagnostics/place.ts";
import { composeData } from "./compose-data.ts";
import { findHiddenParts, type HiddenParts, type HiddenWish } from "./hidden-parts.ts";
import { createLocator, createPlaceFinder, isMissing } from "./locate.ts";
import { parseTokens } from "./parse-tokens.ts";
import { decodeSource, type SourceText, type TextProblem } from "./source-text.ts";
import { describeSyntaxErrors } from "./syntax-errors.ts";

const defaultMaxBytes = 1024 * 1024;
const maxDiagnostics = 1000;

export interface ReadResult {
  /** Deep-frozen; undefined when the text could not be read at all. Complete only when there are no diagnostics. */
  readonly data: JsonValue | undefined;
  readonly diagnostics: Diagnostic[];
  /** The decoded text, for showing lines of it. */
  readonly text: string;
  /**
   * Where the value at a JSON Pointer stands: the deepest node on the way that exists, through an alias the alias's
   * place. With `at` "key", the key it stands under. null when the text could not be read.
   */
  locate(pointer: string, at?: "key" | "value"): Place | null;
  /** Which lines must not be shown whole, because they may hold a secret. null when the text could not be read. */
  hiddenParts(wish: HiddenWish): HiddenParts | null;
}

/**
 * YAML or JSON text as plain data, read so that no value changes on the way: what YAML would convert, merge or drop
 * without a word is a diagnostic. Used for workflows, requests and configuration.
 */
export function readData(source: SourceText, options: { readonly maxBytes?: number } = {}): ReadResult {
  const { text, problem } = decodeSource(source.text, options.maxBytes ?? defaultMaxBytes);
  if (problem) return unreadable([problem], text, source.file);
  const { tokens, openQuotes, problems } = parseTokens(text);
  if (tokens === null) return unreadable(problems, text, source.file);
  const [document, ...others] = composeDocuments(tokens);
  if (!document) return unreadable([...problems, documentEmpty], text, source.file);
  const errors = [document, ...others].flatMap((each) => each.errors);
  const syntax = [
    ...problems,
    ...describeSyntaxErrors(errors, text, openQuotes),
    ...others.slice(0, 1).map(multipleDocuments),
  ];
  if (errors.length > 0 || others.length > 0) return unreadable(syntax, text, source.file);
  if (isMissing(document.contents)) return unreadable([...problems, documentEmpty], text, source.file);

  const composed = composeData(document.contents);
  const find = createLocator(document.contents);
  const findPlace = createPlaceFinder(text);
  return {
    data: composed.data,
    diagnostics: toDiagnostics([...problems, ...composed.problems], text, source.file),
    text,
    locate(pointer, at = "value") {
      const span = find(pointer, at);
      return span === null ? null : findPlace(span);
    },
    hiddenParts: (wish) => findHiddenParts(document.contents, text, wish),
  };
}

function unreadable(problems: readonly TextProblem[], text: string, file: string | null): ReadResult {
  const diagnostics = toDiagnostics(problems, text, file);
  return { data: undefined, diagnostics, text, locate: () => null, hiddenParts: () => null };
}

function toDiagnostics(problems: readonly TextProblem[], text: string, file: string | null): Diagnostic[] {
  const findPlace = createPlaceFinder(text);
  return inOrder(problems).map(({ code, message, offset, length }) => ({
    severity: "error",
    code,
    message,
    file,
    ...findPlace({ offset, length }),
  }));
}

function composeDocuments(tokens: Parameters<Composer["compose"]>[0]): Document.Parsed[] {
  // The library's own test for equal keys takes quadratic time; `composeData` has one.
  const composer = new Composer({ schema: "core", version: "1.2", merge: false, uniqueKeys: false });
  const documents: Document.Parsed[] = [];
  // It makes an error object of each problem, and hostile text has hundreds of thousands: their stacks would take seconds.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (const document of composer.compose(tokens, true, 0)) {
      documents.push(document);
      if (documents.length > 1) break;
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return documents;
}

const documentEmpty: TextProblem = {
  code: "DocumentEmpty",
  message: "The file is empty.",
  offset: 0,
  length: 1,
};

function multipleDocuments(second: Document.Parsed): TextProblem {
  const message = 'The file has a second document after "---". Put it in a file of its own.';
  return { code: "MultipleDocuments", message, offset: second.range[0], length: 1 };
}

function inOrder(problems: readonly TextProblem[]): TextProblem[] {
  const sorted = problems.toSorted((a, b) => a.offset - b.offset);
  const rest = sorted.splice(maxDiagnostics);
  const [next] = rest;
  if (next) {
    const message = `There are ${rest.length} more problems after this. Correct those before it first.`;
    sorted.push({ code: "TooManyProblems", message, offset: next.offset, length: 1 });
  }
  return sorted;
}
