/** An object of the directory as the server sent it: bytes, since what they mean is the schema's to say. */
import type { Entry as LdaptsEntry } from "ldapts";

interface RawAttribute {
  /** As the server spelled it, without options such as `;range=0-1499`. */
  readonly name: string;
  readonly values: readonly Buffer[];
}

export interface Entry {
  readonly dn: string;
  /** By their names in small letters; those without a value are not here. */
  readonly attributes: ReadonlyMap<string, RawAttribute>;
  /** The attributes of which the server sent a part, with the number that the rest begins at. */
  readonly partial: readonly { readonly name: string; readonly from: number }[];
}

/**
 * For `explicitBufferAttributes`: every attribute comes as bytes. ldapts would guess from the bytes whether a value is
 * text, and lose a byte order mark that an id begins with.
 */
export const everythingAsBytes: string[] = Object.assign([], { includes: () => true });

export function readEntry({ dn, ...fields }: LdaptsEntry): Entry {
  const attributes = new Map<string, RawAttribute>();
  const partial: { name: string; from: number }[] = [];
  for (const description in fields) {
    const values = bytesOf(fields[description] ?? []);
    const end = description.indexOf(";");
    const name = end < 0 ? description : description.slice(0, end);
    const last = end < 0 ? undefined : /;range=\d+-(\d+)(?:;|$)/i.exec(description)?.[1];
    if (last !== undefined) partial.push({ name, from: Number(last) + 1 });
    if (values.length === 0) continue;
    const key = name.toLowerCase();
    const earlier = attributes.get(key);
    attributes.set(key, { name, values: earlier === undefined ? values : [...earlier.values, ...values] });
  }
  return { dn, attributes, partial };
}

function bytesOf(sent: LdaptsEntry[string]): readonly Buffer[] {
  if (Buffer.isBuffer(sent)) return [sent];
  if (typeof sent === "string") return [Buffer.from(sent)];
  return sent.map((value) => (typeof value === "string" ? Buffer.from(value) : value));
}

export function valuesOf(entry: Entry, name: string): readonly Buffer[] {
  return entry.attributes.get(name.toLowerCase())?.values ?? [];
}

export function textsOf(entry: Entry, name: string): readonly string[] {
  return valuesOf(entry, name).map((value) => value.toString("utf8"));
}

export function textOf(entry: Entry, name: string): string | undefined {
  return valuesOf(entry, name)[0]?.toString("utf8");
}
