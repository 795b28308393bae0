import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { IdleError } from "@idle/contract";
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from "ssh2";
import type { SshSessionOptions } from "../options/options.ts";
import { startArguments, startArgumentsApart } from "../protocol/start-line.ts";
import { type Channel, lastWordsMs } from "../shell/channel.ts";
import { type HostKeyCheck, readHostKeyCheck } from "./host-key.ts";

/** Without a sign of life for so long, the server's system is asked for one. */
const keepAliveMs = 15_000;

/**
 * Logs on to an SSH server and starts a PowerShell there, without a terminal. Throws PermissionDenied when the server
 * refuses the account, RemoteExecutionFailed when it is not the known one, ConnectionFailed (transient) when it cannot be
 * reached, and the signal's reason.
 */
export async function startOverSsh(options: SshSessionOptions, signal: AbortSignal): Promise<Channel> {
  const { hostName, port = 22, executable = "pwsh" } = options;
  const where = port === 22 ? hostName : `${hostName}:${port}`;
  const hostKey = await readHostKeyCheck(options);
  signal.throwIfAborted();
  // TCP's own: a timer of the library's would keep the host alive.
  const socket = connect({ host: hostName, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
  const client = new ssh2.Client();
  const onAbort = (): void => void socket.destroy();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (signal.aborted) onAbort();
    const about = listenForServer(socket);
    const refusal = await logOn(client, socket, options, hostKey);
    if (refusal !== null) throw notKnown(where, refusal);
    const stream = await startThere(client, commandLine(executable, about.isWindows()));
    return channelOf(client, socket, stream);
  } catch (error) {
    client.destroy();
    socket.destroy();
    signal.throwIfAborted();
    throw error instanceof IdleError ? error : connectFailure(where, error);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Resolves with what is wrong with the server's key, in words; null when it is there and logged on. */
async function logOn(
  client: Client,
  socket: Socket,
  options: SshSessionOptions,
  { algorithms, complaint }: HostKeyCheck,
): Promise<string | null> {
  let refusal: string | null = null;
  const { userName, password, privateKey, passphrase, agent } = options;
  const agentPath = agent === true ? process.env.SSH_AUTH_SOCK : agent === false ? undefined : agent;
  if (agent === true && agentPath === undefined) {
    throw new IdleError(
      "SecretUnavailable",
      "The session uses the SSH agent, and SSH_AUTH_SOCK names none. Start ssh-agent and add the key.",
    );
  }
  const config: ConnectConfig = {
    sock: socket,
    username: userName,
    // The time limit is the caller's.
    readyTimeout: 0,
    hostVerifier: (key: Buffer) => {
      refusal = complaint(key);
      return refusal === null;
    },
    ...(algorithms === undefined
      ? {}
      : {
          algorithms: {
            serverHostKey: algorithms as NonNullable<ConnectConfig["algorithms"]>["serverHostKey"] & object,
          },
        }),
    ...(password === undefined ? {} : { password: password.reveal() }),
    ...(privateKey === undefined ? {} : { privateKey: privateKey.reveal() }),
    ...(passphrase === undefined ? {} : { passphrase: passphrase.reveal() }),
    ...(agentPath === undefined ? {} : { agent: agentPath }),
  };
  const ready = new Promise<void>((resolve, reject) => {
    client.once("ready", resolve);
    client.on("error", reject);
    client.once("close", () => reject(new Error("The server closed the connection.")));
  });
  try {
    client.connect(config);
  } catch (error) {
    throw new IdleError("InvalidInput", `The private key cannot be used: ${messageOf(error)}`, { cause: error });
  }
  try {
    await ready;
  } catch (error) {
    if (refusal === null) throw error;
  }
  return refusal;
}

async function startThere(client: Client, command: string): Promise<ClientChannel> {
  return await new Promise((resolve, reject) => {
    client.once("close", () => reject(new Error("The server closed the connection.")));
    client.exec(command, (error, stream) => (error === undefined ? resolve(stream) : reject(error)));
  });
}

/**
 * The far side's shell reads this line: `executable` has no sign that means anything to it but blanks. Where there is an
 * `sh`, it moves the conversation to descriptors of its own, as for a PowerShell of this machine.
 */
function commandLine(executable: string, isWindows: boolean): string {
  const program = /[ ()]/.test(executable) ? `"${executable}"` : executable;
  if (isWindows) return [program, ...startArguments].join(" ");
  const given = startArgumentsApart.map((argument) => (/^[\w-]+$/.test(argument) ? argument : `'${argument}'`));
  return [`sh -c 'exec 3<&0 4>&1 </dev/null >&2; exec "$0" "$@"'`, program, ...given].join(" ");
}

/** What the server says of itself before anything else (RFC 4253, 4.2): `SSH-2.0-OpenSSH_for_Windows_9.5`. */
function listenForServer(socket: Socket): { isWindows(): boolean } {
  let said = "";
  const listen = (chunk: Uint8Array): void => {
    said += Buffer.from(chunk).toString("latin1");
    if (said.length > 65_536 || /^SSH-.*\n/m.test(said)) socket.off("data", listen);
  };
  // The library reads the socket once it is connected: nothing flows before.
  socket.pause();
  socket.on("data", listen);
  return { isWindows: () => /^SSH-.*win(?:dows|sshd)/im.test(said) };
}

function channelOf(client: Client, socket: Socket, stream: ClientChannel): Channel {
  const ended = new Promise<string | null>((resolve) => {
    let exit: string | null = null;
    stream.on("exit", (code: number | null, signalName?: string) => {
      exit = code === null ? `signal ${signalName ?? "unknown"}` : `exit code ${code}`;
      // The channel closes when nothing has it open any more; what PowerShell started and left behind may have.
      void wait(lastWordsMs, exit, { ref: false }).then(resolve);
    });
    stream.on("close", () => resolve(exit));
    client.on("error", (error) => resolve(error.message));
    client.on("close", () => resolve(exit ?? "the connection closed"));
  });
  for (const each of [stream, stream.stderr]) each.on("error", () => undefined);
  return {
    input: stream,
    output: stream,
    others: [stream.stderr],
    ended,
    async kill() {
      // The far PowerShell sees its input end, and ends with what it runs.
      if (socket.destroyed) return;
      const isClosed = once(socket, "close");
      client.destroy();
      socket.destroy();
      await isClosed;
    },
    hold(isHeld) {
      if (isHeld) socket.ref();
      else socket.unref();
    },
  };
}

function notKnown(where: string, complaint: string): IdleError {
  return new IdleError(
    "RemoteExecutionFailed",
    `${where} is not the server that is known under this name: ${complaint}. Ask the server's owner, then put the right key into known_hosts, or into hostKey.`,
  );
}

function connectFailure(where: string, error: unknown): IdleError {
  const message = messageOf(error);
  if (/no matching host key format/i.test(message)) {
    return notKnown(where, "it has no key of the kinds that are known of it");
  }
  if (Object(error).level === "agent") {
    return new IdleError(
      "SecretUnavailable",
      `The SSH agent cannot be used: ${message}. Start ssh-agent, add the key, and name its socket.`,
      { cause: error },
    );
  }
  if (Object(error).level === "client-authentication") {
    return new IdleError(
      "PermissionDenied",
      `${where} refused the account: ${message}. Check userName and the key, agent or password.`,
      {
        cause: error,
      },
    );
  }
  return new IdleError("ConnectionFailed", `No connection to ${where}: ${message}`, { cause: error, transient: true });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
