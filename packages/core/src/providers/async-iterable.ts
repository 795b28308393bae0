/** Methods that list give an async iterable instead of a promise; these two let one path carry both. */
export function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/** The promise itself, which can also be iterated over: what it gives is awaited first. */
export function alsoIterable(promise: Promise<unknown>): Promise<unknown> {
  return Object.assign(promise, {
    async *[Symbol.asyncIterator]() {
      const iterable = await promise;
      if (isIterable(iterable)) yield* iterable;
    },
  });
}
