/**
 * A connector.yaml. In: its path, or what would stand in it. Out: a checked definition with its defaults, or every problem
 * with its place. No script is loaded and no secret looked up.
 */
import { dirname, resolve } from "node:path";
import { type Diagnostic, IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import { definitionProblems } from "./check-definition.ts";
import type { Definition } from "./definition.ts";
import { readSource } from "./read-source.ts";
import { toDefinition } from "./to-definition.ts";

export interface ReadDefinitionOptions {
  /** What relative paths of the arguments start from, and those of a definition that is no file. Default: the process's. */
  readonly workingFolder?: string;
  /** Where the connector space stands, in place of what the definition says. */
  readonly folder?: string;
}

/**
 * Reads YAML or JSON of up to 1 MiB, or takes the data itself, which alone may name neither a package nor scripts. Throws
 * ConnectorInvalid with every problem in `details.diagnostics`, FileUnreadable.
 */
export async function readDefinition(
  source: string | object,
  { workingFolder = process.cwd(), folder }: ReadDefinitionOptions = {},
): Promise<Definition> {
  const { data, diagnostics, path, file, problem } = await readSource(source, workingFolder);
  if (diagnostics.length > 0 || data === undefined) throw invalid(file, diagnostics);
  const found = definitionProblems(data, path !== null).map(
    ({ code, pointer, message, at, suggestion }): Diagnostic => ({
      ...problem(code, pointer, message, at),
      ...(suggestion !== undefined && { suggestion }),
    }),
  );
  if (found.length > 0) throw invalid(file, found.toSorted(byPlace));
  return toDefinition(data, {
    path,
    file,
    problem,
    baseFolder: path === null ? resolve(workingFolder) : dirname(path),
    folder: folder === undefined ? null : resolve(workingFolder, folder),
  });
}

function invalid(file: string, diagnostics: readonly Diagnostic[]): IdleError {
  const which = file === "the definition" ? "that was handed over" : escapeText(file);
  const [first, ...others] = diagnostics;
  const more = others.length === 0 ? "" : ` There are ${others.length} more problems, each with its place.`;
  return new IdleError(
    "ConnectorInvalid",
    `The connector's definition ${which} is not valid. ${first?.message ?? ""}${more}`,
    {
      details: { diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic })) },
    },
  );
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
