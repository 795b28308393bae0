import { setImmediate as turn } from "node:timers/promises";
import { isPromise } from "node:util/types";
import type { TimeOfCall } from "./time-of-call.ts";

/** So many entries without a wait, and timers and interrupts get their turn. */
const withoutPause = 1_000;

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/**
 * The entries of an answer, one by one, within the time of the call. What the script's own list throws goes through
 * `mapped`; when the time is over, or nobody reads on, the list is told to end and not waited for.
 *
 * No generator: that would look into the entries for a `then`, and an entry may throw when it is looked into.
 */
export function readEntries(
  list: Iterable<unknown> | AsyncIterable<unknown>,
  time: TimeOfCall,
  mapped: (thrown: unknown) => unknown,
): AsyncIterableIterator<unknown> {
  let iterator: AnyIterator | null = null;
  let isAtEnd = false;
  let count = 0;

  const end = (): IteratorReturnResult<undefined> => {
    isAtEnd = true;
    return { done: true, value: undefined };
  };
  const abandon = () => {
    if (!isAtEnd && iterator !== null) letGo(iterator);
    return end();
  };
  const expectTime = () => {
    try {
      time.expect();
    } catch (over) {
      abandon();
      throw over;
    }
  };
  const step = async (): Promise<IteratorResult<unknown, undefined>> => {
    iterator ??= iteratorOf(list);
    const given: unknown = iterator.next();
    const result = isPending(given) ? await time.within(given) : given;
    if (typeof result !== "object" || result === null) throw new TypeError("The iterator gives no object.");
    if (Reflect.get(result, "done")) return end();
    const value: unknown = Reflect.get(result, "value");
    return { done: false, value: isPromise(value) ? await time.within(value) : value };
  };

  return {
    async next() {
      if (isAtEnd) return end();
      count += 1;
      if (count % withoutPause === 0) await turn();
      expectTime();
      try {
        return await step();
      } catch (error) {
        expectTime();
        end();
        throw mapped(error);
      }
    },
    async return() {
      return abandon();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function iteratorOf(list: Iterable<unknown> | AsyncIterable<unknown>): AnyIterator {
  return Symbol.asyncIterator in list ? list[Symbol.asyncIterator]() : list[Symbol.iterator]();
}

function isPending(result: unknown): result is PromiseLike<unknown> {
  return typeof result === "object" && result !== null && typeof Reflect.get(result, "then") === "function";
}

/** A generator that hangs would never say that it has ended. */
function letGo(iterator: AnyIterator): void {
  try {
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  } catch {
    // It is left behind either way.
  }
}
