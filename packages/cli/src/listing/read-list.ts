import type { Output } from "../output.ts";
import { UsageError } from "../usage-error.ts";
import { type ListWriter, pageSize } from "./list-writer.ts";

export interface Read {
  readonly count: number;
  /** Whether the limit left something out. */
  readonly more: boolean;
}

export interface Reading<T> {
  readonly limit: number;
  readonly writer: ListWriter<T>;
  readonly stdout: Output;
  /** For what does not look at it itself. */
  readonly signal?: AbortSignal;
}

/** Reads no further than to the one after the limit. Null when nobody reads the output any more. */
export async function readList<T>(
  items: Iterable<T> | AsyncIterable<T>,
  { limit, writer, stdout, signal }: Reading<T>,
): Promise<Read | null> {
  let count = 0;
  for await (const item of items) {
    if (count === limit) return { count, more: true };
    writer.add(item);
    count += 1;
    if (count % pageSize === 0) await pause(stdout);
    signal?.throwIfAborted();
    if (stdout.isClosed()) return null;
  }
  return { count, more: false };
}

/** What is written goes out before more is read, and an interrupt or a reader that went away gets its turn. */
export async function pause(stdout: Output): Promise<void> {
  await stdout.flush();
  await new Promise((resolve) => setImmediate(resolve));
}

/** `--limit`. */
export function readLimit(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError("--limit takes a whole number from 1 to 999999999.");
}
