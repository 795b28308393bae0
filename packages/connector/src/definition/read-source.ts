import { resolve } from "node:path";
import type { Diagnostic, JsonValue } from "@idle/contract";
import { readData } from "@idle/core";
import { copyData } from "./copy-data.ts";
import type { Definition } from "./definition.ts";
import { readDefinitionFile } from "./read-definition-file.ts";

/** A definition as data, and where it comes from. */
export interface DefinitionSource extends Pick<Definition, "path" | "file" | "problem"> {
  /** Undefined when it could not be read. */
  readonly data: JsonValue | undefined;
  /** What is wrong before anybody looks at what the data means. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file, or takes what code hands over. Throws FileUnreadable. */
export async function readSource(source: string | object, workingFolder: string): Promise<DefinitionSource> {
  return typeof source === "string" ? await fromFile(source, resolve(workingFolder, source)) : fromCode(source);
}

async function fromFile(file: string, path: string): Promise<DefinitionSource> {
  const text = await readDefinitionFile(path, file);
  const { data, diagnostics, locate } = readData({ text, file });
  const problem: Definition["problem"] = (code, pointer, message, at = "value") => ({
    severity: "error",
    code,
    message,
    file,
    pointer,
    ...(locate(pointer, at) ?? { line: null, column: null }),
  });
  return { data, diagnostics, path, file, problem };
}

function fromCode(source: object): DefinitionSource {
  const problem: Definition["problem"] = (code, pointer, message) => ({
    severity: "error",
    code,
    message,
    file: null,
    pointer,
    line: null,
    column: null,
  });
  const { data, problems } = copyData(source);
  const diagnostics = problems.map(({ code, pointer, message }) => problem(code, pointer, message));
  return { data, diagnostics, path: null, file: "the definition", problem };
}
