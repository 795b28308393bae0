/** What is there before: inline or in files; identities by alias out, or problems with their places. */
import { type Diagnostic, isIdleError, type JsonValue } from "@idle/contract";
import { readData } from "@idle/core";
import { createMockProvider, type MockIdentity } from "@idle/provider-mock";
import { longestDocument, readBytes } from "../input/read-bytes.ts";
import type { Sources } from "../input/sources.ts";
import { namedFrom } from "./named-file.ts";
import { shapeProblems } from "./read-test-file.ts";
import type { TestCode } from "./test-codes.ts";
import type { DirectorySource } from "./test-document.ts";
import type { TestFile } from "./test-file.ts";

/** Reads each file once, however many tests begin with it. */
export interface DirectoryReader {
  /** null when something is wrong; `problems` then has more. */
  read(source: DirectorySource, pointer: string, problems: Diagnostic[]): Promise<readonly MockIdentity[] | null>;
}

export function createDirectoryReader(file: TestFile, sources: Sources): DirectoryReader {
  const known = new Map<string, readonly MockIdentity[] | null>();
  return {
    async read(source, pointer, problems) {
      const key = typeof source === "string" ? namedFrom(file, source).path : pointer;
      const before = known.get(key);
      if (before !== undefined) return before;
      const identities =
        typeof source === "string"
          ? await readFile(source, pointer, problems)
          : checked(source.identities, problems, (message) => file.problem(invalid, `${pointer}/identities`, message));
      known.set(key, identities);
      return identities;
    },
  };

  async function readFile(
    reference: string,
    pointer: string,
    problems: Diagnostic[],
  ): Promise<readonly MockIdentity[] | null> {
    const { path, name } = namedFrom(file, reference);
    let bytes: Uint8Array;
    try {
      bytes = await readBytes(path, longestDocument, name);
    } catch (error) {
      if (!isIdleError(error, "FileUnreadable")) throw error;
      problems.push(file.problem("FileMissing" satisfies TestCode, pointer, error.message));
      return null;
    }
    const { data, diagnostics, text, locate } = readData({ text: bytes, file: name });
    sources.remember(name, text, "test");
    if (diagnostics.length > 0 || data === undefined) {
      problems.push(...diagnostics);
      return null;
    }
    const problem: TestFile["problem"] = (code, at, message, part = "value") => {
      const inside = at.replace(/^\/directory/, "");
      const place = locate(inside, part) ?? { line: null, column: null };
      return { severity: "error", code, message, file: name, pointer: inside, ...place };
    };
    const found = shapeProblems(asDocument(data), problem, "The directory");
    if (found.length > 0) {
      problems.push(...found);
      return null;
    }
    const { identities } = data as unknown as { readonly identities: readonly MockIdentity[] };
    return checked(identities, problems, (message) => problem(invalid, "/identities", message));
  }
}

const invalid: TestCode = "DirectoryInvalid";

/** A directory is checked as if it stood in a test file. */
function asDocument(directory: JsonValue): JsonValue {
  // A text would be taken for the name of a file.
  const content = typeof directory === "string" ? [directory] : directory;
  return { directory: content, tests: [{ name: "any", request: {} }] };
}

/** The mock has the last word on what it takes. */
function checked(
  identities: readonly MockIdentity[],
  problems: Diagnostic[],
  problem: (message: string) => Diagnostic,
): readonly MockIdentity[] | null {
  try {
    createMockProvider({ identities });
    return identities;
  } catch (error) {
    if (!isIdleError(error)) throw error;
    const why = error.message.replace("The mock provider cannot be made: ", "");
    problems.push(problem(`This is no directory: ${why}`));
    return null;
  }
}
