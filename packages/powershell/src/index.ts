/**
 * PowerShell as sessions of type `Command`. In: where it runs and as whom. Out: sessions that take commands as data. For
 * those who hold a conversation of their own with a PowerShell: how one is started and ended.
 */
import type { IdlePlugin } from "@idle/contract";
import type { PowerShellSessionOptions } from "./options/options.ts";
import { createPowerShellSession } from "./powershell-session.ts";

export type { PowerShellSession } from "./command-session.ts";
export type {
  LocalSessionOptions,
  PowerShellSessionOptions,
  RemotingAuthentication,
  RemotingSessionOptions,
  SessionCredential,
  SshSessionOptions,
} from "./options/options.ts";
export { createPowerShellSession } from "./powershell-session.ts";
export { startLineOf } from "./protocol/start-line.ts";
export type { Channel as PowerShellChannel } from "./shell/channel.ts";
export { createErrorTail } from "./shell/error-tail.ts";
export { type LocalProgram as PowerShellProgram, startProcess as startPowerShell } from "./shell/start-process.ts";

/** For the configuration of the command line: `{ use: "@idle/powershell", options: { transport: local } }`. */
export const idlePlugin = {
  contractVersion: 1,
  createSession: (options: unknown) => createPowerShellSession(options as PowerShellSessionOptions),
} as const satisfies IdlePlugin;
