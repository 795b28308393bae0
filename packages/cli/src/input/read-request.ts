/** Requests, YAML or JSON, with the places of their problems. */
import { type Diagnostic, IdleError, isIdleError, type RequestInput } from "@idle/contract";
import { createRequest, findJsonProblem, readData } from "@idle/core";
import { findPlaceholders } from "./find-placeholders.ts";
import { longestDocument, readBytes } from "./read-bytes.ts";
import type { Sources } from "./sources.ts";

export interface RequestDocument {
  readonly request: ReturnType<typeof createRequest>;
  /** The error with the places of its problems, where they are in the request. */
  locate(error: unknown): unknown;
}

/**
 * `name` is what messages call it. `options` say where a correlation id comes from that the request does not bring. Throws
 * RequestInvalid with every problem, or FileUnreadable.
 */
export async function readRequest(
  path: string,
  name: string,
  sources: Sources,
  options: { readonly randomUUID?: () => string } = {},
): Promise<RequestDocument> {
  const bytes = await readBytes(path, longestDocument, name);
  const { data, diagnostics, text, locate } = readData({ text: bytes, file: name });
  sources.remember(name, text, "request");
  if (name.toLowerCase().endsWith(".json")) refuseWhatIsNotJson(text, name);
  if (diagnostics.length > 0 || data === undefined) throw invalidRequest(diagnostics);

  const withPlace = (diagnostic: Diagnostic): Diagnostic => {
    if (diagnostic.file !== null || diagnostic.line !== null || diagnostic.pointer === undefined) return diagnostic;
    const at = diagnostic.code === "UnknownKey" ? "key" : "value";
    return { ...diagnostic, file: name, ...(locate(diagnostic.pointer, at) ?? {}) };
  };
  const document = {
    locate(error: unknown): unknown {
      if (!isIdleError(error, "RequestInvalid")) return error;
      const { diagnostics: found } = (error.details ?? {}) as { diagnostics?: readonly Diagnostic[] };
      return found === undefined ? error : invalidRequest(found.map(withPlace));
    },
  };
  try {
    // What is missing or of a wrong type, createRequest says.
    const request = createRequest(data as unknown as RequestInput, options);
    const left = findPlaceholders(data);
    if (left.length > 0) throw invalidRequest(left);
    return { ...document, request };
  } catch (error) {
    throw document.locate(error);
  }
}

/** JSON is read as the YAML it is; a comment in it would become a part of the next key without a word. */
function refuseWhatIsNotJson(text: string, file: string): void {
  try {
    JSON.parse(text);
  } catch {
    // The parser's own words repeat a part of the text, which may hold a secret.
    const { line, column, expected } = findJsonProblem(text) ?? { line: 1, column: 1, expected: "something else" };
    const message = `This is not JSON, which has no comments and no trailing commas: here, ${expected} should stand. Write JSON, or call the file .yaml.`;
    throw invalidRequest([{ severity: "error", code: "SyntaxInvalid", message, file, line, column }]);
  }
}

function invalidRequest(diagnostics: readonly Diagnostic[]): IdleError {
  const list = diagnostics.map((diagnostic) => ({ ...diagnostic }));
  return new IdleError("RequestInvalid", "The request is not valid.", { details: { diagnostics: list } });
}
