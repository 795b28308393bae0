/** A provider method that only reads. `Args` come in one object; `Result` is what its promise gives, or an async iterable. */
export interface Read<Args extends object, Result> {
  readonly kind: "read";
  readonly args: Args;
  readonly result: Result;
}

/** A provider method that may change the target system. */
export interface Write<Args extends object, Result> {
  readonly kind: "write";
  readonly args: Args;
  readonly result: Result;
}
