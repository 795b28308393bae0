import type { Account } from "../connection/accounts.ts";
import type { Settings } from "../options/read-options.ts";
import { expectBase, readServerFacts, type ServerFacts } from "./server-facts.ts";

export interface FactsReader {
  /** What is known already, for an account that was seen to be shown the directory. */
  known(account: Account): ServerFacts | null;
  read(account: Account): Promise<ServerFacts>;
}

/** Asks a server once what it is, and for each account whether it is shown the directory. */
export function createFactsReader(settings: Settings): FactsReader {
  let facts: ServerFacts | null = null;
  const isShown = new WeakSet<Account>();
  const reading = new WeakMap<Account, Promise<ServerFacts>>();
  return {
    known: (account) => (isShown.has(account) ? facts : null),
    read(account) {
      const earlier = reading.get(account);
      if (earlier !== undefined) return earlier;
      const begun = account
        .read(async (connection) => {
          const found = facts ?? (await readServerFacts(connection, settings));
          await expectBase(connection, settings, found.baseDn);
          facts = found;
          isShown.add(account);
          return found;
        })
        .finally(() => reading.delete(account));
      reading.set(account, begun);
      return begun;
    },
  };
}
