/** A request to the far end as the lines that carry it; see docs/shell-protocol.md. */

/** In UTF-16 units, so that a line stays below 64 KiB of base64 however its text is encoded. */
const pieceLength = 12 * 1024;

/**
 * Where a request is for: the PowerShell itself, or the remote session it holds. `wrapped` is for one that allows scripts:
 * what a command writes is made text there.
 */
export type RequestPlace = "local" | "remote" | "wrapped";

export function* requestLines(id: number, place: RequestPlace, document: string): Generator<string> {
  let offset = 0;
  while (document.length - offset > pieceLength) {
    const end = pieceEnd(document, offset);
    yield `part ${id} ${encode(document.slice(offset, end))}\n`;
    offset = end;
  }
  yield `${place} ${id} ${encode(document.slice(offset))}\n`;
}

/** Each piece is text by itself: no pair of surrogates is torn. */
function pieceEnd(document: string, offset: number): number {
  const end = offset + pieceLength;
  const last = document.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

function encode(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
