import type { CommandSession } from "@idle/contract";
import { createEntraConnectDirectorySyncProvider } from "../src/index.ts";

const provider = createEntraConnectDirectorySyncProvider();

/** The provider over a session that answers as told, and what was sent. */
export function over(answer: () => unknown) {
  const sent: unknown[] = [];
  const session: CommandSession = {
    type: "Command",
    targetId: "adsync-01",
    async invokeCommand(commandName, parameters) {
      sent.push([commandName, parameters]);
      return await answer();
    },
  };
  const call = { session, signal: new AbortController().signal };
  return {
    sent,
    call,
    start: async (policyType: unknown = "Delta") =>
      await provider.startSyncCycle({ policyType: policyType as "Delta", ...call }),
    state: async () => await provider.getSyncCycleState(call),
  };
}

/** The state read from an answer. */
export async function stateOf(answer: unknown) {
  return await over(() => answer).state();
}

/** What a start fails with when the session throws. */
export async function failureFrom(thrown: unknown): Promise<unknown> {
  return await over(() => {
    throw thrown;
  })
    .start()
    .then(
      () => "no failure",
      (error: unknown) => error,
    );
}
