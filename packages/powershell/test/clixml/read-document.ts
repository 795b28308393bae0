import { createClixmlReader } from "../../src/clixml/read-clixml.ts";

/** A document with `body`. */
export function documentOf(body: string): string {
  return `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${body}</Objs>`;
}

/** What the reader makes of a document that arrives in these pieces. */
export function readDocument(
  pieces: string | readonly string[],
  limits?: Parameters<typeof createClixmlReader>[0],
): unknown {
  const reader = createClixmlReader(limits);
  for (const piece of typeof pieces === "string" ? [pieces] : pieces) reader.write(piece);
  return reader.end();
}
