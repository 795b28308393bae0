/** The file of a connector's definition, as it was named on the command line. */
import { dirname, resolve } from "node:path";
import { type Diagnostic, IdleError, isIdleError } from "@idle/contract";
import type { CommandContext } from "../command-context.ts";
import { longestDocument, readBytes } from "../input/read-bytes.ts";
import { UsageError } from "../usage-error.ts";

export interface DefinitionFile {
  /** As it was given. */
  readonly name: string;
  readonly path: string;
  readonly text: Uint8Array;
}

/**
 * Reads it, so that its lines can be shown. From here on the working folder is that of the definition: what scripts are given
 * relative names for is there. Throws FileUnreadable, UsageError.
 */
export async function readDefinitionFile(
  name: string,
  { workingFolder, sources }: Pick<CommandContext, "workingFolder" | "sources">,
): Promise<DefinitionFile> {
  if (name === "-") {
    throw new UsageError(
      "The definition is a file, and never standard input: what it names is looked for from its folder.",
    );
  }
  const path = resolve(workingFolder, name);
  const text = await readBytes(path, longestDocument, name);
  sources.remember(name, text, "connector");
  process.chdir(dirname(path));
  return { name, path, text };
}

/**
 * What was thrown about a definition: diagnostics name the file as it was given, which is how its lines are found. Of a file
 * of another kind it is said what it is.
 */
export async function asNamed(error: unknown, { name, path, text }: DefinitionFile): Promise<unknown> {
  if (!isIdleError(error, "ConnectorInvalid")) return error;
  const { diagnostics: given, ...rest } = (error.details ?? {}) as { readonly diagnostics?: readonly Diagnostic[] };
  if (given === undefined) return error;
  const { fileOfAnotherKind } = await import("../input/file-of-another-kind.ts");
  const other = fileOfAnotherKind("connector", text, name);
  const diagnostics =
    other === null
      ? given.map((each) => (each.file !== null && resolve(each.file) === path ? { ...each, file: name } : { ...each }))
      : [{ ...other }];
  return new IdleError(error.code, error.message, { details: { ...rest, diagnostics }, cause: error.cause });
}
