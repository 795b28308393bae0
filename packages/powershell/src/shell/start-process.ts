import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { IdleError } from "@idle/contract";
import { startArguments, startArgumentsApart } from "../protocol/start-line.ts";
import { type Channel, lastWordsMs } from "./channel.ts";
import { childEnvironment } from "./child-environment.ts";
import { findExecutable } from "./find-executable.ts";

export interface LocalProgram {
  /** A name that PATH has, or an absolute path. */
  readonly executable: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it works. Default: where the host does. */
  readonly workingFolder?: string;
  /** Arguments that stand before PowerShell's own: for another program in its place. */
  readonly leading?: readonly string[];
}

/** Where descriptors can be handed on, the conversation has two of its own. */
const isApart = process.platform !== "win32";

const running = new Set<ChildProcess>();

/**
 * Starts a PowerShell on this machine. It is the first of a process group and has no terminal: Ctrl-C is the host's to
 * handle, `ssh` cannot ask for a password there, and it can be ended together with whatever it started. Throws
 * RemoteExecutionFailed when the program is not there.
 */
export async function startProcess({
  executable,
  environment,
  workingFolder,
  leading = [],
}: LocalProgram): Promise<Channel> {
  const path = findExecutable(executable);
  if (path === null) throw notFound(executable);
  const child = spawn(path, [...leading, ...(isApart ? startArgumentsApart : startArguments)], {
    stdio: isApart ? ["ignore", "pipe", "pipe", "pipe", "pipe"] : "pipe",
    env: childEnvironment(environment),
    ...(workingFolder !== undefined && { cwd: workingFolder }),
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  track(child, exited);
  // Who writes to a process that is gone learns it from `ended`.
  const streams = child.stdio.filter((stream) => stream !== null && stream !== undefined);
  for (const stream of streams) stream.on("error", () => undefined);
  if (child.pid === undefined) {
    const reason = await exited;
    throw new IdleError("RemoteExecutionFailed", `${path} could not be started: ${reason}.`);
  }
  const [stdin, stdout, stderr, input, output] = child.stdio as readonly unknown[] as readonly [
    Writable,
    Readable,
    Readable,
    Writable,
    Readable,
  ];
  const closed = once(child, "close");
  return {
    ...(isApart ? { input, output, others: [stdout, stderr] } : { input: stdin, output: stdout, others: [stderr] }),
    // What it wrote last may still be on its way.
    ended: exited.then(async (reason) => {
      await Promise.race([closed, wait(lastWordsMs, undefined, { ref: false })]);
      return reason;
    }),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      killTree(child);
      await once(child, "exit");
    },
    hold(isHeld) {
      for (const part of [child, ...streams] as readonly Holding[]) {
        // One that is closed would keep the call until it is connected, which it never is.
        if (part.destroyed === true) continue;
        if (isHeld) part.ref?.();
        else part.unref?.();
      }
    },
  };
}

/** Pipes have these methods; their type does not say so. */
interface Holding {
  readonly destroyed?: boolean;
  ref?(): void;
  unref?(): void;
}

function notFound(executable: string): IdleError {
  const how = /[\\/]/.test(executable)
    ? "Name a program by its absolute path, or by a name that PATH has."
    : "Install PowerShell (https://learn.microsoft.com/powershell/scripting/install/installing-powershell), or name its program with executable.";
  return new IdleError(
    "RemoteExecutionFailed",
    `There is no program ${JSON.stringify(executable)} on this machine. ${how}`,
  );
}

/** Whatever way the host ends, its shells end with it; those that it leaves by being killed see their input end. */
function track(child: ChildProcess, exited: Promise<unknown>): void {
  if (running.size === 0) process.on("exit", killAll);
  running.add(child);
  void exited.then(() => {
    running.delete(child);
    // What it started and left behind; its group is nobody else's for as long as one of them is there.
    if (process.platform !== "win32") killTree(child);
    if (running.size === 0) process.off("exit", killAll);
  });
}

function killAll(): void {
  for (const child of running) killTree(child);
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is gone already.
  }
  child.kill("SIGKILL");
}
