/**
 * Bytes of a CSV file in, its records out, one after the other. Where a record ends can be told without looking into it: at
 * a line end that an even number of quotes stands before. So a file is read from any record on, and in flat memory.
 */
import { CsvError } from "./parse-record.ts";

/** Where a record begins. */
export interface Place {
  /** In bytes. */
  readonly offset: number;
  /** The first line is 1. */
  readonly line: number;
}

export interface RawRecord {
  /** Null for bytes that are no UTF-8. */
  readonly text: string | null;
  readonly line: number;
  /** Where the next one begins. */
  readonly next: Place;
}

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** Whatever is longer is a quote that was not closed. */
const longestRecord = 64 * 1024 * 1024;

/** Throws CsvError for a record that has no end. */
export async function* readRecords(chunks: AsyncIterable<Uint8Array>, from: Place): AsyncGenerator<RawRecord, void> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let { offset, line } = from;
  let first = line;
  let isQuoted = false;
  const record = (): RawRecord => {
    const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    const isStart = offset === 0;
    offset += length;
    const text = decode(withoutLineEnd(bytes));
    const done = { text: isStart && text !== null ? text.replace(/^\uFEFF/, "") : text, line: first };
    pieces = [];
    length = 0;
    first = line;
    return { ...done, next: { offset, line } };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === quote) isQuoted = !isQuoted;
      if (byte !== lineFeed) continue;
      line += 1;
      if (isQuoted) continue;
      pieces.push(chunk.subarray(start, at + 1));
      length += at + 1 - start;
      start = at + 1;
      yield record();
    }
    pieces.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > longestRecord)
      throw new CsvError(`from line ${first} on has no end within 64 MiB: a quote is not closed`);
  }
  if (length > 0) yield record();
}

function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== lineFeed) return bytes;
  return bytes.subarray(0, bytes.at(-2) === carriageReturn ? -2 : -1);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
