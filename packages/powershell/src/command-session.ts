/** A session of type `Command` over shells. Commands and parameters in; what the command wrote, as data, out. */
import type { CommandSession, SessionReport } from "@idle/contract";
import { IdleError } from "@idle/contract";
import { commandFailure } from "./command/command-failure.ts";
import { expectCommand } from "./command/command-name.ts";
import { type CommandRequest, requestDocument } from "./command/request-document.ts";
import type { FarEnd } from "./far-end.ts";
import type { Answer } from "./protocol/answer.ts";
import type { ShellPool } from "./shell/pool.ts";

export interface CommandSessionParts {
  readonly targetId: string;
  readonly pool: ShellPool<FarEnd>;
  readonly allowedCommands: readonly string[] | undefined;
  readonly timeoutMs: number;
  readonly depth: number;
  readonly onWarning: ((message: string, commandName: string) => void) | undefined;
}

export interface PowerShellSession extends CommandSession {
  readonly type: "Command";
  readonly targetId: string;
  /**
   * Runs one command and gives what it wrote: null for nothing, the value for one, a list for several. Rejects with the
   * signal's reason at once when it aborts, and has the command stopped; with InvalidInput and PermissionDenied before
   * anything is sent; with Timeout and ConnectionFailed when it is not known whether it took effect; else with what the
   * command failed with. An error that did not end the command fails it all the same.
   */
  invokeCommand(
    commandName: string,
    parameters?: Readonly<Record<string, unknown>>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<unknown>;
  check(wanted: { readonly commands: readonly string[]; readonly signal?: AbortSignal }): Promise<SessionReport>;
  isExpired(): boolean;
  /** Ends its shells, and with them what still runs. Resolves when they are gone. */
  close(): Promise<void>;
}

export function createCommandSession(parts: CommandSessionParts): PowerShellSession {
  const { targetId, pool, allowedCommands, timeoutMs, depth, onWarning } = parts;

  const ask = async (request: CommandRequest, what: string, signal: AbortSignal | undefined): Promise<Answer> => {
    const document = requestDocument(request);
    return await pool.use((farEnd) => farEnd.ask(document, { what, timeoutMs, signal }), signal);
  };
  /** What goes wrong while a host writes a warning down is no failure of the command. */
  const tell = (warning: string, name: string): void => {
    void (async () => onWarning?.(warning, name))().catch(() => undefined);
  };
  return Object.freeze({
    type: "Command" as const,
    targetId,
    async invokeCommand(commandName, parameters = {}, options = {}) {
      const name = expectCommand(commandName, allowedCommands);
      const { status, items, errors, warnings } = await ask(
        { kind: "command", name, parameters, depth },
        name,
        options?.signal,
      );
      for (const warning of warnings) tell(warning, name);
      if (status === "Failed") throw commandFailure(name, errors);
      if (status !== "Done") throw notRun(name, status);
      return items.length > 1 ? items : (items[0] ?? null);
    },
    async check({ commands, signal }) {
      const { items } = await ask({ kind: "about" }, "The look at the session", signal);
      const found: { readonly name: string; readonly isAvailable: boolean }[] = [];
      for (const name of new Set(commands)) {
        expectCommand(name, undefined);
        const answer = await ask({ kind: "exists", name }, `The look for ${name}`, signal);
        found.push({ name, isAvailable: answer.items[0] === true });
      }
      return { ...report(items[0]), commands: found };
    },
    isExpired: () => pool.isClosed,
    close: () => pool.close(),
  } satisfies PowerShellSession);
}

function report(about: unknown): Pick<SessionReport, "account" | "target"> {
  const { account, isElevated, machine, version } = Object(about) as Readonly<Record<string, unknown>>;
  const elevated = isElevated === true ? ", elevated" : "";
  return {
    account: typeof account === "string" ? `${account}${elevated}` : null,
    target: typeof machine === "string" ? `${machine}, PowerShell ${String(version)}` : null,
  };
}

function notRun(name: string, status: Answer["status"]): IdleError {
  if (status === "Closed") {
    return new IdleError("ConnectionFailed", `The remote session broke before ${name} was sent.`, { transient: true });
  }
  return new IdleError("ConnectionFailed", `${name} was stopped over there; whether it took effect is not known.`, {
    transient: true,
  });
}
