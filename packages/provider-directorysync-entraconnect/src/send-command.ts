import type { CommandSession } from "@idle/contract";
import { remoteFailure } from "./remote-failure.ts";

/**
 * Sends one command and waits for its answer. Nothing is sent under an aborted signal; a call that does not heed the
 * signal is left behind. Rejects with the signal's reason when it aborts, else with an `IdleError`.
 */
export async function sendCommand(
  session: CommandSession,
  commandName: string,
  parameters: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  signal?.throwIfAborted();
  const answer = invoke(session, commandName, parameters, signal).catch((error: unknown) => {
    throw remoteFailure(error, commandName);
  });
  if (signal === undefined) return await answer;
  return await new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    // The session may have aborted the signal while it was called.
    if (signal.aborted) abort();
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** What a session throws at once is an answer like any other. */
async function invoke(
  session: CommandSession,
  commandName: string,
  parameters: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  return await session.invokeCommand(commandName, parameters, signal === undefined ? {} : { signal });
}
