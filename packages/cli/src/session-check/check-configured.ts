/** The sessions of a configuration: made, contacted and closed again. What became of each entry of `authSessions` goes out. */
import { sessionTypeOf } from "@idle/contract";
import type { BagOverview, ProviderOverview } from "../catalogue/provider-overview.ts";
import type { CommandContext } from "../command-context.ts";
import type { Configuration, SessionEntrySource } from "../configuration/configuration.ts";
import { loadSession, sessionInWords } from "../configuration/load-sessions.ts";
import { watchFaults } from "../faults.ts";
import { watchInterrupts } from "../interrupts.ts";
import { createSessionKeeper } from "../session-keeper.ts";
import { createStatusLine } from "../status-line.ts";
import { setProcessTimer } from "../timer.ts";
import { checkSessions, type SessionCheck } from "./check-sessions.ts";
import { commandsWanted, entriesFor } from "./commands-wanted.ts";

export interface CheckedSessions {
  /** In the order of the configuration. */
  readonly checks: ReadonlyMap<SessionEntrySource, SessionCheck>;
  /** Whether nothing failed, no command is missing, and nothing went wrong beside. */
  readonly isFine: boolean;
  readonly isInterrupted: boolean;
}

export interface Configured {
  readonly configuration: Configuration;
  readonly overview: BagOverview;
  /** Then only those entries that this one would be given. */
  readonly chosen: ProviderOverview | undefined;
}

export async function checkConfigured(
  { configuration, overview, chosen }: Configured,
  allowCommands: boolean,
  context: CommandContext,
): Promise<CheckedSessions> {
  const { stderr, log, redactor } = context;
  const wanted = chosen === undefined ? null : entriesFor(chosen);
  const entries = configuration.sessions.filter((entry) => wanted?.includes(entry) ?? true);
  const interrupts = watchInterrupts(stderr, () => "Interrupted: the sessions are closed.");
  const keeper = createSessionKeeper({ stderr, redactor });
  const { signal } = interrupts;
  const waiting = { statusLine: createStatusLine(stderr, !log.isOn), setTimer: setProcessTimer };
  const options = { allowCommands, redactor, signal, waiting };
  const faults = watchFaults(context, "This happened outside of any session's check.");
  try {
    const checks = await checkSessions(
      entries.map((entry) => ({
        entry,
        name: sessionInWords(entry),
        async open() {
          const broker = await loadSession(entry, configuration, options);
          keeper.keep(broker);
          return broker;
        },
        commandsFor: (session) => commandsWanted(entry, sessionTypeOf(session), overview),
      })),
      options,
    );
    const isFine = [...checks.values()].every(({ state }) => state === "Works" || state === "NotContacted");
    return { checks, isFine: isFine && !faults.any, isInterrupted: signal.aborted };
  } finally {
    faults.dispose();
    await keeper.close();
    interrupts.dispose();
  }
}
