/** Bytes that a log of what is sent does not show: ldapts writes such a log where `NODE_DEBUG` asks for it. */
export function hiddenBytes(bytes: Buffer): Buffer {
  return Object.defineProperty(bytes, "toJSON", { value: () => "[REDACTED]" });
}
