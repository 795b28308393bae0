/** What secrets are looked up with, handed in so that tests and hosts decide. This file has the Node default. */
import { spawn } from "node:child_process";
import { open, stat } from "node:fs/promises";

export interface CommandRequest {
  readonly program: string;
  readonly args: readonly string[];
  /** The folder it runs in. */
  readonly folder: string;
  /** More bytes than this of standard output are an error. */
  readonly mostBytes: number;
  /** Ends the program when it aborts. */
  readonly signal: AbortSignal;
}

export interface CommandAnswer {
  /** null when a signal ended the program. */
  readonly exitCode: number | null;
  readonly stdout: Uint8Array;
  /** Whether there was more than `mostBytes`; the program was then ended. */
  readonly isTooLong: boolean;
}

export interface SecretHost {
  /** An environment variable. */
  env(name: string): string | undefined;
  /** A file's bytes, but no more than `mostBytes`. */
  readFile(path: string, mostBytes: number): Promise<Uint8Array>;
  /** Runs a program without a shell and without input. Rejects when it cannot be started, and on abort. */
  runCommand(request: CommandRequest): Promise<CommandAnswer>;
  /** Calls back once after a time; gives a function that cancels. */
  setTimer(milliseconds: number, callback: () => void): () => void;
}

const nodeHost: SecretHost = {
  env: (name) => process.env[name],
  readFile: readBeginning,
  runCommand,
  setTimer: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The host's own functions over the Node default. */
export function completeSecretHost(host: Partial<SecretHost> = {}): SecretHost {
  return {
    env: host.env?.bind(host) ?? nodeHost.env,
    readFile: host.readFile?.bind(host) ?? nodeHost.readFile,
    runCommand: host.runCommand?.bind(host) ?? nodeHost.runCommand,
    setTimer: host.setTimer?.bind(host) ?? nodeHost.setTimer,
  };
}

/** A device or a pipe may have no end. */
async function readBeginning(path: string, mostBytes: number): Promise<Uint8Array> {
  // Opening a named pipe that nobody writes to never comes back, and keeps the process from ending.
  const kind = await stat(path);
  if (kind.isFIFO() || kind.isSocket()) throw Object.assign(new Error("no file"), { code: "NOFILE" });
  const file = await open(path, "r");
  try {
    const bytes = Buffer.alloc(mostBytes);
    let length = 0;
    for (let read = -1; read !== 0 && length < mostBytes; length += read) {
      ({ bytesRead: read } = await file.read(bytes, length, mostBytes - length, null));
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

function runCommand({ program, args, folder, mostBytes, signal }: CommandRequest): Promise<CommandAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const child = spawn(program, args, {
      cwd: folder,
      shell: false,
      windowsHide: true,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = () => {
      child.kill("SIGKILL");
      // What the program itself started may keep the pipe open.
      child.stdout.destroy();
    };
    const settle = (act: () => void) => {
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const onAbort = () => {
      stop();
      settle(() => reject(signal.reason));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= mostBytes) return;
      stop();
      settle(() => resolve({ exitCode: null, stdout: new Uint8Array(), isTooLong: true }));
    });
    child.once("error", (error) => settle(() => reject(error)));
    child.once("close", (exitCode) =>
      settle(() => resolve({ exitCode, stdout: Buffer.concat(chunks), isTooLong: false })),
    );
  });
}
