/** Where the commands of a session run: a shell itself, or the remote session that a shell keeps open. */
import type { Exchange, RequestOptions, Shell } from "./shell/shell.ts";

export interface FarEnd {
  readonly isUsable: boolean;
  /** One request at a time: the one before must be over. */
  ask(document: string, options: Omit<RequestOptions, "place">): Exchange;
  close(): Promise<void>;
}

export function localFarEnd(shell: Shell): FarEnd {
  return {
    get isUsable() {
      return shell.isUsable;
    },
    ask: (document, options) => shell.request(document, options),
    close: () => shell.close(),
  };
}
