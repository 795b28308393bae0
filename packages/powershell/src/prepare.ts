/** The requests that make a far end ready before its first command. */
import { IdleError, type IdleErrorCode } from "@idle/contract";
import { commandFailure } from "./command/command-failure.ts";
import { requestDocument } from "./command/request-document.ts";
import type { Answer } from "./protocol/answer.ts";

/** Asks one request and waits until the far end takes the next one. */
export type AskOne = (document: string, what: string) => Promise<Answer>;

/** Throws RemoteExecutionFailed for one that is not there or cannot be loaded, and what keeps the session from coming up. */
export async function importModules(modules: readonly string[], ask: AskOne): Promise<void> {
  for (const module of modules) {
    const document = requestDocument({ kind: "command", name: "Import-Module", parameters: { Name: module } });
    const { status, errors } = await ask(document, `Importing the module ${module}`);
    if (status !== "Failed") continue;
    const failure = commandFailure("Import-Module", errors);
    const message = `The module ${JSON.stringify(module)} could not be imported there. Install it, or take it out of modules. ${failure.message}`;
    throw new IdleError(codeOfOpening(failure.code), message, { cause: failure, transient: failure.transient });
  }
}

const ofOpening: ReadonlySet<IdleErrorCode> = new Set([
  "PermissionDenied",
  "ElevationRequired",
  "ConnectionFailed",
  "Timeout",
  "Throttled",
  "Busy",
]);

/**
 * What a session fails with that does not come up. A file that is not there then is no identity that is not there: such
 * codes are for what a command says of its system.
 */
export function codeOfOpening(code: IdleErrorCode): IdleErrorCode {
  return ofOpening.has(code) ? code : "RemoteExecutionFailed";
}
