/**
 * The directory as one call of the provider sees it: searches and writes under the call's account and signal. What fails
 * leaves as an error of the contract, with what was asked in words.
 */
import type { Attribute, Change, Control, Filter, SearchResult } from "ldapts";
import { operationFailure } from "../failures/operation-failure.ts";
import { hasResultCode } from "../failures/result-codes.ts";
import type { Settings } from "../options/read-options.ts";
import type { ServerFacts } from "../server/server-facts.ts";
import type { Account } from "./accounts.ts";
import type { Connection } from "./connection.ts";
import { type Entry, everythingAsBytes, readEntry } from "./entry.ts";
import { untilAborted } from "./until-aborted.ts";
import { wholeEntries } from "./whole-entry.ts";

interface Query {
  readonly base: string;
  readonly scope: "base" | "one" | "sub";
  readonly filter?: Filter;
  /** Default: all that users can write. */
  readonly attributes?: readonly string[];
  /** Default: as many as there are, page by page. */
  readonly most?: number;
}

/** What an operation is about, for the message of its failure: `${what} could not be ${doing}`. */
export interface Purpose {
  readonly what: string;
  readonly doing: string;
}

export interface Directory {
  readonly settings: Settings;
  readonly signal: AbortSignal;
  facts(): Promise<ServerFacts>;
  /** All that fit, each whole, however many values it has. A base that is not there has none. */
  search(query: Query, purpose: Purpose): Promise<readonly Entry[]>;
  /** The same page by page, each asked for when it is wanted. */
  pages(query: Query, purpose: Purpose): AsyncGenerator<readonly Entry[]>;
  /**
   * Writes once. With `handles`, what the server answers is looked at first: whatever it returns but undefined is the
   * outcome.
   */
  write<T = undefined>(
    work: Write,
    purpose: Purpose,
    handles?: (error: unknown) => T | undefined,
  ): Promise<T | undefined>;
}

type Write =
  | { readonly add: string; readonly attributes: Attribute[] }
  | { readonly modify: string; readonly changes: Change[]; readonly control?: Control }
  | { readonly rename: string; readonly to: string; readonly control?: Control }
  | { readonly remove: string; readonly control?: Control }
  | { readonly extended: string; readonly value: Buffer };

export interface DirectoryParts {
  readonly settings: Settings;
  readonly account: Account;
  readonly signal: AbortSignal;
  readonly factsOf: (account: Account) => Promise<ServerFacts>;
}

export function openDirectory({ settings, account, signal, factsOf }: DirectoryParts): Directory {
  const failed = (error: unknown, { what, doing }: Purpose) => operationFailure(error, what, doing, settings);

  async function read<T>(work: (connection: Connection) => Promise<T>, purpose: Purpose): Promise<T> {
    signal.throwIfAborted();
    try {
      return await untilAborted(account.read(work), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw failed(error, purpose);
    }
  }

  const optionsOf = ({ scope, filter, attributes, most }: Query) => ({
    scope,
    ...(filter === undefined ? {} : { filter }),
    ...(attributes === undefined ? {} : { attributes: [...attributes] }),
    ...(most === undefined ? {} : { sizeLimit: most }),
    explicitBufferAttributes: everythingAsBytes,
  });

  /** The place in a list belongs to its connection: only the first page can be asked for anew. */
  async function* listPages(query: Query, purpose: Purpose): AsyncGenerator<readonly Entry[]> {
    const paged = { ...optionsOf(query), paged: { pageSize: settings.pageSize } };
    const [connection, listing, first] = await read(async (on) => {
      const pages = on.client.searchPaginated(query.base, paged);
      return [on, pages, await nextPage(on, pages)] as const;
    }, purpose);
    for (let page = first; page !== null; ) {
      yield page;
      signal.throwIfAborted();
      try {
        page = await untilAborted(
          connection.during(() => nextPage(connection, listing)),
          signal,
        );
      } catch (error) {
        signal.throwIfAborted();
        throw failed(error, purpose);
      }
    }
  }

  async function nextPage(connection: Connection, listing: AsyncGenerator<SearchResult>) {
    const { value, done } = await listing.next();
    return done === true ? null : wholeEntries(connection.client, value.searchEntries.map(readEntry), signal);
  }

  return {
    settings,
    signal,
    facts: () => read(() => factsOf(account), { what: "The directory", doing: "looked at" }),

    search: (query, purpose) =>
      read(async (connection) => {
        const { base, scope, most } = query;
        const isPaged = scope !== "base" && most === undefined;
        try {
          const { searchEntries } = await connection.client.search(base, {
            ...optionsOf(query),
            ...(isPaged ? { paged: { pageSize: settings.pageSize } } : {}),
          });
          return await wholeEntries(connection.client, searchEntries.map(readEntry), signal);
        } catch (error) {
          if (hasResultCode(error, "noSuchObject")) return [];
          throw error;
        }
      }, purpose),

    async *pages(query, purpose) {
      const release = account.hold();
      try {
        yield* listPages(query, purpose);
      } finally {
        release();
      }
    },

    async write(work, purpose, handles) {
      signal.throwIfAborted();
      try {
        // Once it is sent its answer is waited for, whatever the signal says: what it did is known then.
        await account.write(({ client }) => send(client, work));
        return undefined;
      } catch (error) {
        const outcome = handles?.(error);
        if (outcome !== undefined) return outcome;
        throw failed(error, purpose);
      }
    },
  };
}

async function send(client: Connection["client"], work: Write): Promise<void> {
  if ("add" in work) return client.add(work.add, work.attributes);
  if ("modify" in work) return client.modify(work.modify, work.changes, work.control);
  if ("rename" in work) return client.modifyDN(work.rename, work.to, work.control);
  if ("remove" in work) return client.del(work.remove, work.control);
  await client.exop(work.extended, work.value);
}
