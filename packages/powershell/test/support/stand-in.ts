/** Sessions over the stand-in of a far end, and clocks that are moved by hand. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { PowerShellSessionOptions } from "../../src/options/options.ts";
import { createPowerShellSession, type PowerShellSession } from "../../src/powershell-session.ts";
import { startProcess } from "../../src/shell/start-process.ts";

export interface Timers {
  setTimer(milliseconds: number, callback: () => void): () => void;
  /** Lets everything that waits for so long, or shorter, happen now. */
  elapse(milliseconds: number): void;
  readonly waiting: number;
}

export function createTimers(): Timers {
  const timers = new Set<{ readonly milliseconds: number; readonly callback: () => void }>();
  return {
    setTimer(milliseconds, callback) {
      const timer = { milliseconds, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    elapse(milliseconds) {
      for (const timer of [...timers].filter((each) => each.milliseconds <= milliseconds)) {
        timers.delete(timer);
        timer.callback();
      }
    },
    get waiting() {
      return timers.size;
    },
  };
}

export type StandIn = (
  options?: Partial<PowerShellSessionOptions>,
  more?: { readonly timers?: Timers; readonly environment?: Readonly<Record<string, string>> },
) => PowerShellSession;

/** Call in a describe: gives a function that makes sessions, which are closed after each test, or by whoever opens them. */
export function useStandIn({ isClosing = true } = {}): StandIn {
  const sessions: PowerShellSession[] = [];
  let folder: string;
  let script: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "idle-stand-in-"));
    script = join(folder, "stand-in.mjs");
    bundle("stand-in-shell.ts", script);
  });
  afterEach(async () => {
    if (isClosing) await Promise.all(sessions.splice(0).map((session) => session.close()));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (options = {}, { timers, environment = {} } = {}) => {
    const given = { transport: "local", ...options } as PowerShellSessionOptions;
    const session = createPowerShellSession(given, {
      ...(timers === undefined ? {} : { setTimer: timers.setTimer }),
      startProgram: (program) =>
        startProcess({
          ...program,
          executable: process.execPath,
          leading: [script],
          environment: { ...program.environment, ...environment },
        }),
    });
    sessions.push(session);
    return session;
  };
}

/** A script of this folder as one file that any Node runs. */
export function bundle(name: string, outfile: string): void {
  buildSync({
    entryPoints: [join(import.meta.dirname, name)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@idle/source"],
    external: ["*.node", "cpu-features"],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}

export async function failureOf(work: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await work;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("It did not fail.");
}
