/** Looked at only when a file turned out not to be what a command wanted: whether it is something else that IdLE knows. */
import { type Diagnostic, IdleError, type IdleErrorCode } from "@idle/contract";
import { escapeText } from "@idle/core";
import { fileKindInWords } from "./file-kind-in-words.ts";
import type { InputCode } from "./input-codes.ts";
import { standardInputName } from "./read-bytes.ts";
import { type FileKind, outermostKeys, recogniseFile } from "./recognise-file.ts";

type Wanted = "workflow" | "request" | "plan" | "connector";

/** What could as well be the beginning of what is wanted, or has a better message of its own, is not told apart. */
const telling: ReadonlySet<FileKind> = new Set([
  "plan",
  "result",
  "events",
  "workflow",
  "request",
  "configuration",
  "workflow test",
  "connector",
  "directory",
  "schema",
  "problems",
  "key",
]);

/** Null for what is of the wanted kind, or of none that is known for sure. */
export function kindInPlaceOf(wanted: Wanted, content: Uint8Array | string): FileKind | null {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const kind = recogniseFile(bytes);
  if (kind === null || kind === wanted || !telling.has(kind)) return null;
  // A workflow that is just begun has a lifecycleEvent and no steps, too.
  return kind === "request" && wanted === "workflow" && !hasRequestParts(bytes) ? null : kind;
}

/** One diagnostic in place of all that are wrong with a file of another kind; null when it is none. */
export function fileOfAnotherKind(wanted: Wanted, content: Uint8Array | string, file: string): Diagnostic | null {
  const kind = kindInPlaceOf(wanted, content);
  return kind === null ? null : anotherKind(`${escapeText(file)} ${fileKindInWords(kind, nameInCommands(file))}`, file);
}

/** As `fileOfAnotherKind`, for a workflow and a request of which at least one is wrong: they may have been swapped. */
export function filesOfAnotherKind(
  workflow: { readonly file: string; readonly content: Uint8Array | string },
  request: { readonly file: string; readonly content: Uint8Array | string },
): Diagnostic[] {
  const isSwapped =
    kindInPlaceOf("workflow", workflow.content) === "request" &&
    kindInPlaceOf("request", request.content) === "workflow";
  if (isSwapped) {
    const [first, second] = [workflow.file, request.file].map(escapeText);
    const [asRequest, asWorkflow] = [workflow.file, request.file].map(nameInCommands);
    const message = `${first} is a request, and ${second} is a workflow: they are swapped. Write -w ${asWorkflow} -r ${asRequest}.`;
    return [anotherKind(message, workflow.file)];
  }
  const wrong = [
    fileOfAnotherKind("workflow", workflow.content, workflow.file),
    fileOfAnotherKind("request", request.content, request.file),
  ];
  return wrong.filter((each) => each !== null);
}

/** The error for diagnostics of this kind. */
export function wrongFile(code: IdleErrorCode, diagnostics: readonly Diagnostic[]): IdleError {
  const list = diagnostics.map((diagnostic) => ({ ...diagnostic }));
  return new IdleError(code, diagnostics[0]?.message ?? "", { details: { diagnostics: list } });
}

function hasRequestParts(bytes: Uint8Array): boolean {
  const keys = outermostKeys(bytes);
  const isAny = (names: readonly string[]) => names.some((name) => keys.has(name));
  return isAny(["identityKeys", "intent"]) && !isAny(["name", "inputs", "steps", "contextResolvers"]);
}

function anotherKind(message: string, file: string): Diagnostic {
  return {
    severity: "error",
    code: "FileOfAnotherKind" satisfies InputCode,
    message,
    file,
    line: null,
    column: null,
  };
}

function nameInCommands(file: string): string {
  return file === standardInputName ? "FILE" : escapeText(file);
}
