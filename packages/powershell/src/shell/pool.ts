/** Shells for many callers: each is used by one at a time, in the order they came; a shell that is gone is replaced. */
import { IdleError } from "@idle/contract";

export interface PooledShell {
  /** False once it is gone; it is never used again then. */
  readonly isUsable: boolean;
  close(): Promise<void>;
}

export interface ShellPool<S extends PooledShell> {
  /**
   * Waits for a shell, has `work` begin with it, and gives what its answer does. Rejects with the signal's reason when it
   * aborts before; with what opening a shell rejects with; with ConnectionFailed when the pool is closed.
   */
  use<T>(
    work: (shell: S) => { readonly answer: Promise<T>; readonly over: Promise<void> },
    signal?: AbortSignal,
  ): Promise<T>;
  /** Ends all shells. Who waits, or is in the middle, is rejected. */
  close(): Promise<void>;
  readonly isClosed: boolean;
}

const longestTimer = 2 ** 31 - 1;

interface Waiting<S> {
  serve(shell: S): void;
  refuse(reason: unknown): void;
}

/** `open` is handed a signal that aborts when the pool is closed. */
export function createShellPool<S extends PooledShell>(
  open: (signal: AbortSignal) => Promise<S>,
  size: number,
): ShellPool<S> {
  const waiting = new Set<Waiting<S>>();
  const idle = new Set<S>();
  const all = new Set<S>();
  const opening = new Set<Promise<void>>();
  const closing = new AbortController();
  /** A further shell could not be opened: the others do until none is left. Refused logons, tried on, lock accounts. */
  let isHeldBack = false;

  const next = (): Waiting<S> | undefined => {
    const first = waiting.values().next().value;
    if (first !== undefined) waiting.delete(first);
    return first;
  };
  const offer = (shell: S): void => {
    if (!shell.isUsable) {
      all.delete(shell);
      serveWaiting();
      return;
    }
    const first = next();
    if (first === undefined) idle.add(shell);
    else first.serve(shell);
  };
  const serveWaiting = (): void => {
    for (const shell of idle) {
      if (waiting.size === 0) return;
      idle.delete(shell);
      offer(shell);
    }
    if (all.size === 0) isHeldBack = false;
    // One after the other: where one does not open, neither would the next.
    const most = isHeldBack ? all.size : size;
    if (waiting.size > 0 && opening.size === 0 && all.size < most) startOne();
  };
  const startOne = (): void => {
    const start = Promise.withResolvers<void>();
    opening.add(start.promise);
    open(closing.signal)
      .then(
        async (shell) => {
          opening.delete(start.promise);
          all.add(shell);
          if (closing.signal.aborted) {
            await shell.close();
            return;
          }
          offer(shell);
          serveWaiting();
        },
        (error: unknown) => {
          opening.delete(start.promise);
          // All who wait by now are told, unless another shell can still serve them; who comes later has a start of its own.
          isHeldBack = all.size > 0;
          if (all.size > 0) serveWaiting();
          else refuseAll(error);
        },
      )
      .finally(start.resolve);
  };
  const refuseAll = (reason: unknown): void => {
    for (let first = next(); first !== undefined; first = next()) first.refuse(reason);
  };

  return {
    get isClosed() {
      return closing.signal.aborted;
    },
    async use(work, signal) {
      signal?.throwIfAborted();
      if (closing.signal.aborted) throw closedFailure();
      const place = Promise.withResolvers<S>();
      const onAbort = (): void => {
        waiting.delete(mine);
        place.reject(signal?.reason);
      };
      const mine: Waiting<S> = { serve: place.resolve, refuse: place.reject };
      // A shell that stops what was given up keeps no host alive; who waits for it does.
      const presence = setInterval(() => undefined, longestTimer);
      signal?.addEventListener("abort", onAbort, { once: true });
      waiting.add(mine);
      serveWaiting();
      const shell = await place.promise.finally(() => {
        clearInterval(presence);
        signal?.removeEventListener("abort", onAbort);
      });
      let exchange: ReturnType<typeof work>;
      try {
        // It may have been closed while this caller was on its way.
        closing.signal.throwIfAborted();
        signal?.throwIfAborted();
        exchange = work(shell);
      } catch (error) {
        offer(shell);
        throw error;
      }
      void exchange.over.then(() => offer(shell));
      return await exchange.answer;
    },
    async close() {
      closing.abort(closedFailure());
      refuseAll(closedFailure());
      await Promise.all([...opening]);
      await Promise.all([...all].map((shell) => shell.close()));
      all.clear();
      idle.clear();
    },
  };
}

function closedFailure(): IdleError {
  return new IdleError("ConnectionFailed", "The PowerShell session is closed.");
}
