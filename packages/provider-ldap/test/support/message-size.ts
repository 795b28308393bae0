/** Of the element that begins there; null until its length has come (X.690, 8.1.3). */
export function messageSize(bytes: Buffer): number | null {
  const first = bytes[1];
  if (first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  return bytes.length < 2 + count ? null : 2 + count + bytes.readUIntBE(2, count);
}
