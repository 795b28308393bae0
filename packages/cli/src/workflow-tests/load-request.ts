/** A test's request, inline or in a file. */
import { type Diagnostic, IdleError, isIdleError, type JsonObject, type RequestInput } from "@idle/contract";
import { createRequest } from "@idle/core";
import { type RequestDocument, readRequest } from "../input/read-request.ts";
import type { Sources } from "../input/sources.ts";
import { namedFrom } from "./named-file.ts";
import type { TestCode } from "./test-codes.ts";
import type { TestFile } from "./test-file.ts";

/** The same at each run, so that a test's outcome is, too. */
const randomUUID = () => "00000000-0000-4000-8000-000000000000";

/** `error` is what is wrong with the request as such: RequestInvalid, with places. */
export type LoadedRequest = RequestDocument | { readonly error: IdleError } | { readonly problem: Diagnostic };

export async function loadRequest(
  source: string | JsonObject,
  pointer: string,
  file: TestFile,
  sources: Sources,
): Promise<LoadedRequest> {
  try {
    if (typeof source !== "string") return inlineRequest(source, pointer, file);
    const { path, name } = namedFrom(file, source);
    return await readRequest(path, name, sources, { randomUUID });
  } catch (error) {
    if (isIdleError(error, "RequestInvalid")) return { error };
    if (!isIdleError(error, "FileUnreadable")) throw error;
    return { problem: file.problem("FileMissing" satisfies TestCode, pointer, error.message) };
  }
}

function inlineRequest(source: JsonObject, pointer: string, file: TestFile): RequestDocument {
  const locate = (error: unknown): unknown => {
    if (!isIdleError(error, "RequestInvalid")) return error;
    const { diagnostics } = (error.details ?? {}) as { readonly diagnostics?: readonly Diagnostic[] };
    const placed = (diagnostics ?? []).map((each): Diagnostic => {
      if (each.file !== null || each.pointer === undefined) return each;
      const at = `${pointer}${each.pointer}`;
      const place = file.locate(at, each.code === "UnknownKey" ? "key" : "value");
      return { ...each, file: file.name, pointer: at, line: place.line, column: place.column };
    });
    return new IdleError("RequestInvalid", error.message, { details: { diagnostics: placed } });
  };
  try {
    return { request: createRequest(source as unknown as RequestInput, { randomUUID }), locate };
  } catch (error) {
    throw locate(error);
  }
}
