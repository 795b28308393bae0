/** By signal, who waits under it: one listener serves a whole run, which makes thousands of calls under one signal. */
const waiting = new WeakMap<AbortSignal, Set<(reason: unknown) => void>>();

/** Ends at once when the signal aborts; what comes later is nobody's. Not for a signal that has aborted. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const others = waiting.get(signal) ?? listen(signal);
  return new Promise((resolve, reject) => {
    others.add(reject);
    work.then(
      (value) => {
        others.delete(reject);
        resolve(value);
      },
      (error: unknown) => {
        others.delete(reject);
        reject(error);
      },
    );
  });
}

function listen(signal: AbortSignal): Set<(reason: unknown) => void> {
  const rejects = new Set<(reason: unknown) => void>();
  waiting.set(signal, rejects);
  const onAbort = () => {
    for (const reject of rejects) reject(signal.reason);
    rejects.clear();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return rejects;
}
