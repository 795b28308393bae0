/**
 * Ids of Active Directory between bytes and text. A GUID has its first three fields in little-endian order
 * (MS-DTYP 2.3.4), a SID is a revision, a count, an authority and that many sub-authorities (MS-DTYP 2.4.2).
 */

const dashed = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i;

/** The sixteen bytes of a GUID as the directory keeps them; null for what is no GUID. */
export function guidToBytes(text: string): Buffer | null {
  const match = dashed.exec(text);
  if (match === null) return null;
  const [first = "", second = "", third = "", ...rest] = match.slice(1);
  const reversed = [first, second, third].map((field) => Buffer.from(field, "hex").reverse());
  return Buffer.concat([...reversed, Buffer.from(rest.join(""), "hex")]);
}

/** Null for bytes that are no GUID. */
export function guidToText(bytes: Uint8Array): string | null {
  if (bytes.length !== 16) return null;
  const field = (from: number, to: number, reverse: boolean) => {
    const part = Buffer.from(bytes.slice(from, to));
    return (reverse ? part.reverse() : part).toString("hex");
  };
  return [field(0, 4, true), field(4, 6, true), field(6, 8, true), field(8, 10, false), field(10, 16, false)].join("-");
}

/** `S-1-5-21-…`; null for bytes that are no SID. */
export function sidToText(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes);
  const count = buffer[1] ?? 0;
  if (buffer.length < 8 || buffer.length !== 8 + count * 4) return null;
  const number = buffer.readUIntBE(2, 6);
  // Large ones are written as hexadecimal numbers (MS-DTYP 2.4.2.1).
  const authority = number < 2 ** 32 ? number : `0x${number.toString(16).padStart(12, "0")}`;
  const subAuthorities = Array.from({ length: count }, (_, index) => buffer.readUInt32LE(8 + index * 4));
  return ["S", buffer[0], authority, ...subAuthorities].join("-");
}

/** The SID beside another one in its domain, with another last number: that of a group, say. Null for what is no SID. */
export function siblingSid(bytes: Uint8Array, relativeId: number): Buffer | null {
  if (sidToText(bytes) === null || (bytes[1] ?? 0) === 0) return null;
  const sibling = Buffer.from(bytes);
  sibling.writeUInt32LE(relativeId >>> 0, sibling.length - 4);
  return sibling;
}
