import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Guard } from "./guard.ts";

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly logFile: string;
  /** It is up when all of these take connections. */
  readonly listensOn: readonly { readonly host: string; readonly port: number }[];
}

export interface ServerProcess {
  readonly pid: number;
  /** `SIGTERM` and `SIGKILL` go to its whole process group; returns when it has ended. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Starts a server in a process group of its own and waits until it listens; throws with its log when it ends before. */
export async function startServerProcess(command: ServerCommand, guard: Guard): Promise<ServerProcess> {
  const log = openSync(command.logFile, "a");
  const child = spawn(command.program, command.args, { stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) {
    const [error] = await once(child, "error");
    throw error;
  }
  guard.watch(pid);
  child.once("exit", () => guard.watch(undefined));
  child.unref();
  const server: ServerProcess = {
    pid,
    async end(signal) {
      if (hasEnded(child)) return;
      child.ref();
      const ended = once(child, "exit");
      process.kill(-pid, signal);
      await ended;
    },
  };
  try {
    for (const { host, port } of command.listensOn) await listening(child, host, port);
  } catch (error) {
    await server.end("SIGKILL");
    throw new Error(`${command.program}: ${String(error)}\n${readFileSync(command.logFile, "utf8").slice(-2_000)}`);
  }
  return server;
}

async function listening(child: ChildProcess, host: string, port: number): Promise<void> {
  for (let tries = 0; tries < 1_500; tries += 1) {
    if (hasEnded(child)) throw new Error(`ended with ${child.exitCode ?? child.signalCode} before it listened.`);
    if (await accepts(host, port)) return;
    await wait(20);
  }
  throw new Error(`does not listen on ${host}:${port}.`);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const answer = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
