/** Entries with all values of attributes that a server sends in parts (range retrieval, MS-ADTS 3.1.1.3.1.3.3). */
import { IdleError } from "@idle/contract";
import type { Client, Entry as LdaptsEntry } from "ldapts";
import { type Entry, everythingAsBytes, readEntry } from "./entry.ts";

export async function wholeEntries(
  client: Client,
  entries: readonly Entry[],
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  if (entries.every(({ partial }) => partial.length === 0)) return entries;
  const complete: Entry[] = [];
  for (const entry of entries) complete.push(await wholeEntry(client, entry, signal));
  return complete;
}

/** Throws `RemoteExecutionFailed` where the rest never comes: what is left would be taken for all there is. */
async function wholeEntry(client: Client, entry: Entry, signal: AbortSignal): Promise<Entry> {
  const attributes = new Map(entry.attributes);
  for (const { name, from } of entry.partial) {
    const key = name.toLowerCase();
    const values = [...(attributes.get(key)?.values ?? [])];
    for (let next: number | null = from; next !== null; ) {
      signal.throwIfAborted();
      const { searchEntries } = await client.search(entry.dn, {
        scope: "base",
        attributes: [`${name};range=${next}-*`],
        explicitBufferAttributes: everythingAsBytes,
      });
      const [sent] = searchEntries;
      const more = sent === undefined ? undefined : readEntry(sent);
      const further = more?.attributes.get(key)?.values ?? [];
      const following: number | null = more?.partial[0]?.from ?? null;
      const isStuck = following !== null && (following <= next || further.length === 0);
      if (sent === undefined || more === undefined || isStuck || !beginsAt(sent, key, next)) {
        throw new IdleError(
          "RemoteExecutionFailed",
          `The server sends ${values.length} values of ${name} of ${JSON.stringify(entry.dn)} and says that there are more, which it does not send.`,
          { details: { attribute: name } },
        );
      }
      values.push(...further);
      next = following;
    }
    attributes.set(key, { name, values });
  }
  return { ...entry, attributes, partial: [] };
}

/** Whether what came of an attribute is what was asked for: with other parts values would be missing, or there twice. */
function beginsAt(sent: LdaptsEntry, key: string, from: number): boolean {
  return Object.entries(sent).every(([description, values]) => {
    const name = description.toLowerCase();
    const isOfAttribute = name === key || name.startsWith(`${key};`);
    return !isOfAttribute || values.length === 0 || name.startsWith(`${key};range=${from}-`);
  });
}
