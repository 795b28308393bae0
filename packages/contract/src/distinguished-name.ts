/**
 * Distinguished names (RFC 4514) as the names of containers, groups and people, in whatever spelling. In: text of a
 * workflow or a system. Out: its parts, or a key that is the same for all spellings of one name.
 */

interface NamePart {
  readonly type: string;
  readonly value: string;
}

/** One step of a name; most have one part, `cn=a+uid=b` has two. */
export type Rdn = readonly NamePart[];

const attributeType = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/;

/** The steps from the object to the root; null for what is no distinguished name. The empty text is the root. */
export function parseDn(text: string): readonly Rdn[] | null {
  if (text.trim() === "") return [];
  const rdns: Rdn[] = [];
  for (const step of splitAt(text, ",")) {
    const parts: NamePart[] = [];
    for (const part of splitAt(step, "+")) {
      const equals = part.indexOf("=");
      const type = part.slice(0, Math.max(equals, 0)).trim();
      const value = unescapeValue(trimUnescaped(part.slice(equals + 1)));
      if (!attributeType.test(type) || value === null || value === "") return null;
      parts.push({ type, value });
    }
    rdns.push(parts);
  }
  return rdns;
}

/** The same text for every spelling of one name; null for what is no distinguished name. */
export function dnKey(text: string): string | null {
  const rdns = parseDn(text);
  return rdns === null ? null : keyOfRdns(rdns);
}

/**
 * The same text for all spellings of what a system calls something: a distinguished name by its parts, any other name
 * without case. Made for comparing, not for reading.
 */
export function nameKey(text: string): string {
  const rdns = text.includes("=") ? parseDn(text) : null;
  return rdns === null || rdns.length === 0 ? text.toLowerCase() : keyOfRdns(rdns);
}

/** Case and the number of blanks do not count, the order of parts of one step neither. */
function keyOfRdns(rdns: readonly Rdn[]): string {
  return JSON.stringify(
    rdns.map((parts) => parts.map(({ type, value }) => `${keyOfType(type)}=${foldText(value)}`).toSorted()),
  );
}

/** Directories take a type by any of its names and by its number: whoever writes another one names the same object. */
function keyOfType(type: string): string {
  const name = type.toLowerCase();
  return shortNames.get(name) ?? name;
}

/** The types that names are made of (RFC 4514, 3, and RFC 4519, 2), and those of people (RFC 4524, RFC 2798). */
const shortNames: ReadonlyMap<string, string> = new Map([
  ["commonname", "cn"],
  ["2.5.4.3", "cn"],
  ["surname", "sn"],
  ["2.5.4.4", "sn"],
  ["countryname", "c"],
  ["2.5.4.6", "c"],
  ["localityname", "l"],
  ["2.5.4.7", "l"],
  ["stateorprovincename", "st"],
  ["2.5.4.8", "st"],
  ["streetaddress", "street"],
  ["2.5.4.9", "street"],
  ["organizationname", "o"],
  ["2.5.4.10", "o"],
  ["organizationalunitname", "ou"],
  ["2.5.4.11", "ou"],
  ["gn", "givenname"],
  ["2.5.4.42", "givenname"],
  ["userid", "uid"],
  ["0.9.2342.19200300.100.1.1", "uid"],
  ["rfc822mailbox", "mail"],
  ["0.9.2342.19200300.100.1.3", "mail"],
  ["domaincomponent", "dc"],
  ["0.9.2342.19200300.100.1.25", "dc"],
  ["2.16.840.1.113730.3.1.3", "employeenumber"],
]);

/** Text as the rules that ignore case compare it: composed, small, without blanks around it, with single ones within. */
export function foldText(text: string): string {
  // Most names are ASCII without a blank: nothing to compose there.
  if (/^[!-~]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFKC").toLowerCase().replace(/ +/g, " ").replace(/^ | $/g, "");
}

/** Splits where a sign stands that no backslash goes before. */
function splitAt(text: string, sign: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === sign) {
      pieces.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...pieces, text.slice(start)];
}

/**
 * Blanks around a value are no part of it, but for one that a backslash stands before. Servers hold tabs and ends of lines
 * for blanks there; what is white beyond ASCII is the value's own.
 */
function trimUnescaped(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start += 1;
  while (start < end && isBlank(text[end - 1])) end -= 1;
  let backslashes = 0;
  while (end - backslashes > start && text[end - backslashes - 1] === "\\") backslashes += 1;
  return text.slice(start, backslashes % 2 === 1 && end < text.length ? end + 1 : end);
}

function isBlank(character = ""): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}

/** Null for a value that is not well-formed. `#…` stays as it is: whatever it encodes, it names the same object. */
function unescapeValue(text: string): string | null {
  if (/(?:^|[^\\])(?:\\\\)*[";<>\0]/.test(text)) return null;
  if (!text.includes("\\")) return text;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let index = 0; index < text.length; ) {
    const pair = /^\\([0-9A-Fa-f]{2})/.exec(text.slice(index, index + 3));
    if (pair !== null) {
      bytes.push(Number.parseInt(pair[1] ?? "", 16));
      index += 3;
      continue;
    }
    if (text[index] === "\\") index += 1;
    const [character] = text.slice(index, index + 2);
    if (character === undefined) return null;
    bytes.push(...encoder.encode(character));
    index += character.length;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch {
    return null;
  }
}
