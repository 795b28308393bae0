/** Which entries of `authSessions` providers would be given, and what they want of them, as far as that is known beforehand. */
import type { SessionType } from "@idle/contract";
import type { BagOverview, ProviderOverview } from "../catalogue/provider-overview.ts";
import type { SessionEntrySource } from "../configuration/configuration.ts";

/**
 * The commands that the providers run that would be given a session of this entry, each once. Only those that need a
 * session of this type: another one is of no use to them.
 */
export function commandsWanted(
  entry: SessionEntrySource,
  type: SessionType | null,
  { providers }: BagOverview,
): readonly string[] {
  const users = providers.filter(
    (provider) => provider.session?.type === type && entriesFor(provider).some((each) => each === entry),
  );
  return [...new Set(users.flatMap(({ session }) => session?.commands ?? []))];
}

/** Those that a provider would be given for the names that steps ask for by default, to plan or to run. */
export function entriesFor({ session }: ProviderOverview): readonly SessionEntrySource[] {
  const routes = (session?.served ?? []).flatMap((each) => each.routes);
  return [...new Set(routes.flatMap(({ entry }) => (entry === null ? [] : [entry])))];
}
