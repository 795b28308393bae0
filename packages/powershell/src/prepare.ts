/** The requests that make a far end ready before its first command. */
import { IdleError, isIdleError } from "@idle/contract";
import { commandFailure } from "./command/command-failure.ts";
import { requestDocument } from "./command/request-document.ts";
import type { Answer } from "./protocol/answer.ts";

/** Asks one request and waits until the far end takes the next one. */
export type AskOne = (document: string, what: string) => Promise<Answer>;

/** Throws RemoteExecutionFailed for one that is not there, and what else importing it fails with. */
export async function importModules(modules: readonly string[], ask: AskOne): Promise<void> {
  for (const module of modules) {
    const document = requestDocument({ kind: "command", name: "Import-Module", parameters: { Name: module } });
    const { status, errors } = await ask(document, `Importing the module ${module}`);
    if (status !== "Failed") continue;
    const failure = commandFailure("Import-Module", errors);
    const message = `The module ${JSON.stringify(module)} could not be imported there. Install it, or take it out of modules. ${failure.message}`;
    throw new IdleError(failure.code, message, {
      cause: failure,
      transient: isIdleError(failure) && failure.transient,
    });
  }
}
