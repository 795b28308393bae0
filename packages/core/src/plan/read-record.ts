/** What a preview read of a provider, answer by answer, so that the same look can be told from another one later. */
import type { JsonValue } from "@idle/contract";
import type { Redactor } from "../events/redactor.ts";
import { isIterable } from "../providers/async-iterable.ts";
import { sha256Of } from "./canonical-json.ts";

export interface Read {
  readonly method: string;
  readonly args: object;
  /** Of a method that lists, its items as far as they were asked for. */
  readonly answer: unknown;
  readonly isList: boolean;
}

export interface ReadRecord {
  /** The answer itself; what is listed is noted while it is gone through. */
  note(method: string, args: object, answer: unknown): unknown;
  readonly reads: readonly Read[];
}

export function createReadRecord(): ReadRecord {
  const reads: Read[] = [];
  return {
    reads,
    note(method, args, answer) {
      if (!isIterable(answer)) {
        reads.push({ method, args, answer, isList: false });
        return answer;
      }
      const items: unknown[] = [];
      reads.push({ method, args, answer: items, isList: true });
      return noting(answer, items);
    },
  };
}

async function* noting(list: AsyncIterable<unknown>, items: unknown[]): AsyncGenerator {
  for await (const item of list) {
    items.push(item);
    yield item;
  }
}

/** Of what was read without its secrets: a hash must not let anybody try passwords against it. Null for nothing. */
export function fingerprintOf(reads: readonly Read[], redactor: Pick<Redactor, "data">): string | null {
  if (reads.length === 0) return null;
  return sha256Of(
    reads.map(({ method, args, answer }) => [method, redactor.data(args), redactor.data(answer)] as JsonValue),
  );
}
