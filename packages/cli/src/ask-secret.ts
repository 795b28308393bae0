import { StringDecoder } from "node:string_decoder";
import type { Output } from "./output.ts";

/** Where keys come from: standard input, as long as it is a terminal. */
export interface KeySource {
  setRawMode(isRaw: boolean): unknown;
  resume(): unknown;
  pause(): unknown;
  on(event: "data" | "end", listener: (bytes: Buffer) => void): unknown;
  off(event: "data" | "end", listener: (bytes: Buffer) => void): unknown;
}

const enter = /[\r\n]/;
const interrupt = "\u0003";
const endOfInput = "\u0004";
const erase = new Set(["\b", "\u007f"]);
const eraseAll = "\u0015";

/**
 * Asks for what must not be seen: nothing that is typed is shown. Null for the end of input and for an interrupt, which
 * `onInterrupt` hears of: without echo a terminal sends none itself.
 */
export async function askSecret(
  question: string,
  {
    keys,
    stderr,
    signal,
    onInterrupt,
  }: { readonly keys: KeySource; readonly stderr: Output; readonly signal: AbortSignal; onInterrupt(): void },
): Promise<string | null> {
  if (signal.aborted) return null;
  const decoder = new StringDecoder("utf8");
  const typed: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const onEnd = () => resolve(null);
  const onData = (bytes: Buffer) => {
    for (const key of decoder.write(bytes)) {
      if (enter.test(key)) return resolve(typed.join(""));
      if (key === interrupt) {
        onInterrupt();
        return resolve(null);
      }
      if (key === endOfInput && typed.length === 0) return resolve(null);
      if (erase.has(key)) typed.pop();
      else if (key === eraseAll) typed.length = 0;
      else if (key >= " ") typed.push(key);
    }
  };
  signal.addEventListener("abort", onEnd, { once: true });
  // First: what is typed as soon as the question is there must not be shown either.
  keys.setRawMode(true);
  stderr.write(question);
  keys.on("data", onData);
  keys.on("end", onEnd);
  keys.resume();
  try {
    return await promise;
  } finally {
    keys.off("data", onData);
    keys.off("end", onEnd);
    keys.pause();
    keys.setRawMode(false);
    signal.removeEventListener("abort", onEnd);
    stderr.write("\n");
  }
}
