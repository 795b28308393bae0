/**
 * As Windows PowerShell reads a script: by its byte order mark, else UTF-8. What is none of that was written on a Windows of
 * the West, where scripts without a mark are in Windows-1252.
 */
export function decodeScript(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(isMarked ? "utf-8" : "windows-1252").decode(bytes);
  }
}
