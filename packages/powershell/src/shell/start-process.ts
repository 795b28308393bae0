import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { IdleError } from "@idle/contract";
import type { Channel } from "./channel.ts";
import { childEnvironment } from "./child-environment.ts";
import { findExecutable } from "./find-executable.ts";

export interface LocalProgram {
  /** A name that PATH has, or an absolute path. */
  readonly executable: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: those of every PowerShell here. */
  readonly arguments?: readonly string[];
}

/** What PowerShell is started with, here and over SSH: no argument ever holds a value. */
export const startArguments: readonly string[] = ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "-"];

const running = new Set<ChildProcessWithoutNullStreams>();

/**
 * Starts a PowerShell on this machine. It is the first of a process group and has no terminal: Ctrl-C is the host's to
 * handle, `ssh` cannot ask for a password there, and it can be ended together with whatever it started. Throws
 * RemoteExecutionFailed when the program is not there.
 */
export async function startProcess({
  executable,
  environment,
  arguments: given = startArguments,
}: LocalProgram): Promise<Channel> {
  const path = findExecutable(executable);
  if (path === null) throw notFound(executable);
  const child = spawn(path, given, {
    stdio: "pipe",
    env: childEnvironment(environment),
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const ended = new Promise<string | null>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  track(child, ended);
  // Who writes to a process that is gone learns it from `ended`.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", () => undefined);
  if (child.pid === undefined) {
    const reason = await ended;
    throw new IdleError("RemoteExecutionFailed", `${path} could not be started: ${reason}.`);
  }
  return {
    input: child.stdin,
    output: child.stdout,
    errors: child.stderr,
    ended,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      killTree(child);
      await once(child, "exit");
    },
    hold(isHeld) {
      for (const part of [child, child.stdin, child.stdout, child.stderr] as readonly Holding[]) {
        if (isHeld) part.ref?.();
        else part.unref?.();
      }
    },
  };
}

/** Pipes have these methods; their type does not say so. */
interface Holding {
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
function track(child: ChildProcessWithoutNullStreams, ended: Promise<unknown>): void {
  if (running.size === 0) process.on("exit", killAll);
  running.add(child);
  void ended.then(() => {
    running.delete(child);
    // What it started and left behind; its group is nobody else's for as long as one of them is there.
    if (process.platform !== "win32") killTree(child);
    if (running.size === 0) process.off("exit", killAll);
  });
}

function killAll(): void {
  for (const child of running) killTree(child);
}

function killTree(child: ChildProcessWithoutNullStreams): void {
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
