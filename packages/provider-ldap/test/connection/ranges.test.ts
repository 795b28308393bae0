/**
 * Attributes with more values than a server sends at once. Samba sends all of them, so that what stands here in the place
 * of Active Directory is a client that answers as it does (MS-ADTS 3.1.1.3.1.3.3).
 */
import type { Client } from "ldapts";
import { expect, it } from "vitest";
import type { Account } from "../../src/connection/accounts.ts";
import type { Connection } from "../../src/connection/connection.ts";
import { openDirectory } from "../../src/connection/directory.ts";
import { textsOf } from "../../src/connection/entry.ts";
import { readOptions } from "../../src/options/read-options.ts";

const values = Array.from({ length: 3_700 }, (_, index) => `value ${index}`);
const dn = "CN=a,DC=example,DC=com";

/** Answers as a server whose ranges are `size` values long. */
function directoryOf(size: number, asked: string[]) {
  const range = (from: number) => {
    const part = values.slice(from, from + size);
    const isLast = from + part.length >= values.length;
    return {
      [`memberOf;range=${from}-${isLast ? "*" : from + part.length - 1}`]: part.map((each) => Buffer.from(each)),
    };
  };
  const search = async (_base: string, { attributes = [] }: { attributes?: string[] }) => {
    const [wanted = ""] = attributes;
    asked.push(wanted);
    const from = /;range=(\d+)-\*$/.exec(wanted)?.[1];
    const found = from === undefined ? { memberOf: [], ...range(0) } : range(Number(from));
    return { searchEntries: [{ dn, ...found }], searchReferences: [] };
  };
  const connection = { client: { search } as unknown as Client, during: (work: () => unknown) => work() } as Connection;
  const account = { read: (work) => work(connection), write: (work) => work(connection) } as Account;
  const settings = readOptions({ flavour: "activeDirectory", url: "ldaps://dc.example.com" });
  const signal = new AbortController().signal;
  return openDirectory({ settings, account, signal, factsOf: () => Promise.reject(new Error("Nobody asks.")) });
}

it.each([1_500, 5_000, 1])("reads all values in their order when a server sends %i at once", async (size) => {
  const asked: string[] = [];
  const directory = directoryOf(size, asked);
  const [entry] = await directory.search(
    { base: dn, scope: "base", attributes: ["memberOf"] },
    { what: "It", doing: "read" },
  );
  expect(entry && textsOf(entry, "memberOf")).toEqual(values);
  if (size === 1_500) expect(asked).toEqual(["memberOf", "memberOf;range=1500-*", "memberOf;range=3000-*"]);
});
