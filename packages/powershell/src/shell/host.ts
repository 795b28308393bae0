/** What the sessions need of the outside world, handed in so that tests need no real waits and no real PowerShell. */
import type { Channel } from "./channel.ts";
import { type LocalProgram, startProcess } from "./start-process.ts";

export interface PowerShellHost {
  /** Calls back once after a time, without keeping the process alive. Gives a function that cancels. */
  setTimer(milliseconds: number, callback: () => void): () => void;
  /** Starts the PowerShell of this machine that a session runs in, or goes through. */
  startProgram(program: LocalProgram): Promise<Channel>;
}

export const nodeHost: PowerShellHost = {
  setTimer(milliseconds, callback) {
    // What is waited for keeps the process alive by itself.
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
  startProgram: startProcess,
};
