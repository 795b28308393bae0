/** From options to a session: where its shells are started, and what is made ready before the first command. */
import { hostname } from "node:os";
import { IdleError } from "@idle/contract";
import { requestDocument } from "./command/request-document.ts";
import { createCommandSession, type PowerShellSession } from "./command-session.ts";

export type { PowerShellSession } from "./command-session.ts";

import { type FarEnd, localFarEnd } from "./far-end.ts";
import type { PowerShellSessionOptions, RemotingSessionOptions, SshSessionOptions } from "./options/options.ts";
import { readOptions } from "./options/read-options.ts";
import { importModules } from "./prepare.ts";
import { newSessionParameters } from "./remoting/new-session-parameters.ts";
import { openRemoteFarEnd, type RemoteTarget } from "./remoting/remote-far-end.ts";
import type { Channel } from "./shell/channel.ts";
import { nodeHost, type PowerShellHost } from "./shell/host.ts";
import { createShellPool } from "./shell/pool.ts";
import { type Shell, startShell } from "./shell/shell.ts";

const mebibyte = 1024 * 1024;
const mostValues = 3_000_000;
const stopGraceMs = 5_000;
const defaults = { timeoutSeconds: 300, startTimeoutSeconds: 60, pool: 1, depth: 8, maxResultMiB: 256 } as const;

/**
 * A session of type `Command` in a PowerShell. Nothing is started before the first command. Close it when it is done with:
 * its shells end then, at the latest with the host. Throws InvalidInput for options it does not understand.
 */
export function createPowerShellSession(
  options: PowerShellSessionOptions,
  host: Partial<PowerShellHost> = {},
): PowerShellSession {
  const given = readOptions(options);
  const { setTimer, startProgram } = { ...nodeHost, ...host };
  const { timeoutSeconds, startTimeoutSeconds, pool, depth, maxResultMiB } = {
    ...defaults,
    ...withoutUndefined(given),
  };
  const startTimeoutMs = startTimeoutSeconds * 1000;

  const open = async (signal: AbortSignal): Promise<FarEnd> => {
    const name = shellName(given);
    const channel = await openChannel(given, startTimeoutMs, { setTimer, startProgram }, signal);
    const limits = { maxCharacters: maxResultMiB * mebibyte, maxValues: mostValues };
    const shell = await startShell(channel, { name, startTimeoutMs, stopGraceMs, ...limits }, { setTimer }, signal);
    return given.transport === "remoting"
      ? await openRemoteFarEnd(shell, remoteTarget(given, startTimeoutMs), signal)
      : await openLocalFarEnd(shell, given.modules ?? [], startTimeoutMs, signal);
  };
  return createCommandSession({
    targetId: given.targetId ?? serverName(given),
    pool: createShellPool(open, pool),
    allowedCommands: given.allowedCommands,
    timeoutMs: timeoutSeconds * 1000,
    depth,
    onWarning: given.onWarning,
  });
}

/** The server the commands run on: sessions of other transports to the same one have the same. */
function serverName(options: PowerShellSessionOptions): string {
  if (options.transport === "local") return hostname().toLowerCase();
  const name = options.transport === "ssh" ? options.hostName : (options.computerName ?? options.hostName ?? "");
  return (/^(?:localhost|127\.0\.0\.1|::1|\.)$/i.test(name) ? hostname() : name).toLowerCase();
}

function shellName(options: PowerShellSessionOptions): string {
  const { executable = "pwsh" } = options;
  return options.transport === "ssh" ? `${executable} on ${options.hostName}` : executable;
}

async function openLocalFarEnd(
  shell: Shell,
  modules: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<FarEnd> {
  try {
    await importModules(modules, async (document, what) => {
      const { answer, over } = shell.request(document, { what, timeoutMs, signal });
      const imported = await answer;
      await over;
      return imported;
    });
  } catch (error) {
    await shell.close();
    throw error;
  }
  return localFarEnd(shell);
}

function remoteTarget(options: RemotingSessionOptions, openTimeoutMs: number): RemoteTarget {
  return {
    name: options.computerName ?? options.hostName ?? "",
    openDocument: () => requestDocument({ kind: "open", parameters: newSessionParameters(options) }),
    modules: options.modules ?? [],
    openTimeoutMs,
  };
}

async function openChannel(
  options: PowerShellSessionOptions,
  timeoutMs: number,
  host: PowerShellHost,
  signal: AbortSignal,
): Promise<Channel> {
  if (options.transport !== "ssh") {
    const { executable = "pwsh", environment } = options;
    return await host.startProgram({ executable, ...(environment === undefined ? {} : { environment }) });
  }
  const limit = new AbortController();
  const onAbort = (): void => limit.abort(signal.reason);
  const cancel = host.setTimer(timeoutMs, () => limit.abort(connectTimeout(options, timeoutMs)));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (signal.aborted) onAbort();
    // The library is loaded by those who connect with it only.
    const { startOverSsh } = await import("./ssh/start-over-ssh.ts");
    return await startOverSsh(options, limit.signal);
  } finally {
    cancel();
    signal.removeEventListener("abort", onAbort);
  }
}

function connectTimeout({ hostName }: SshSessionOptions, timeoutMs: number): IdleError {
  const message = `${hostName} did not answer over SSH within ${timeoutMs / 1000} s (startTimeoutSeconds).`;
  return new IdleError("Timeout", message, { transient: true });
}

function withoutUndefined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
