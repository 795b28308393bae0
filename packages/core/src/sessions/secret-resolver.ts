/** Looks secrets up where references say they are. Nothing is kept: each call looks again. */
import { resolve as resolvePath } from "node:path";
import { IdleError, isIdleError, Secret } from "@idle/contract";
import { quote } from "../diagnostics/quote.ts";
import { abortable } from "../providers/abortable.ts";
import { neverAborted, throwIfAborted } from "../providers/cancellation.ts";
import { completeSecretHost, type SecretHost } from "../secret-host.ts";
import { parseSecretReference, type SecretReference } from "./secret-reference.ts";

export interface SecretResolverOptions {
  /** Whether `command:` references may run a program. Default false. */
  readonly allowCommands?: boolean;
  /** What relative paths of `file:` start from, and where commands run. Default: the working directory at the time. */
  readonly baseFolder?: string;
  readonly host?: Partial<SecretHost>;
}

export interface ResolveOptions {
  readonly signal?: AbortSignal;
}

export interface SecretResolver {
  /**
   * The secret behind `env:NAME`, `file:path` or `command:["program","argument"]`. Files and answers of commands are UTF-8
   * of up to 64 KiB, without the line end behind them, if there is one; a command has 30 seconds. Throws SecretUnavailable,
   * which never shows a value, nor a reference that is malformed; Cancelled on abort.
   */
  resolve(reference: string, options?: ResolveOptions): Promise<Secret>;
  /** The same for what is no secret, such as a user name: nothing learns it as one. */
  resolveText(reference: string, options?: ResolveOptions): Promise<string>;
}

const mostBytes = 64 * 1024;
const commandLimitMs = 30_000;

export function createSecretResolver(options: SecretResolverOptions = {}): SecretResolver {
  const { allowCommands = false, baseFolder } = options;
  const host = completeSecretHost(options.host);
  const folder = () => baseFolder ?? process.cwd();

  function fromEnvironment(name: string): string {
    const value = host.env(name);
    const variable = `The environment variable ${quote(name)}`;
    if (value === undefined) throw unavailable(`${variable} is not set.`);
    if (value === "") throw unavailable(`${variable} is empty.`);
    return value;
  }

  async function fromFile(path: string): Promise<string> {
    const file = `The file ${quote(path)}`;
    let bytes: Uint8Array;
    try {
      bytes = await host.readFile(resolvePath(folder(), path), mostBytes + 1);
    } catch (error) {
      throw unavailable(`${file} cannot be read: ${fileReason(error)}.`);
    }
    if (bytes.length > mostBytes) throw unavailable(`${file} is larger than 64 KiB, which is no secret.`);
    return decode(bytes, file);
  }

  async function fromCommand(program: string, args: readonly string[], signal: AbortSignal): Promise<string> {
    if (!allowCommands) {
      throw unavailable(
        "References with command: are off. Whoever creates the resolver turns them on with allowCommands: true.",
      );
    }
    const limit = new AbortController();
    const cancel = host.setTimer(commandLimitMs, () => limit.abort());
    const command = `The command ${quote(program)}`;
    try {
      const either = AbortSignal.any([signal, limit.signal]);
      const run = host.runCommand({ program, args, folder: folder(), mostBytes, signal: either });
      const { exitCode, stdout, isTooLong } = await abortable(run, either);
      if (isTooLong) throw unavailable(`${command} answered with more than 64 KiB, which is no secret.`);
      if (exitCode === null) throw unavailable(`${command} was ended by a signal.`);
      if (exitCode !== 0) {
        throw unavailable(`${command} failed with exit code ${exitCode}. Run it by hand to see what it says.`);
      }
      return decode(stdout, `What ${command.replace("The", "the")} answered`);
    } catch (error) {
      if (isIdleError(error)) throw error;
      throwIfAborted(signal);
      if (limit.signal.aborted) throw unavailable(`${command} did not end within 30 seconds.`);
      throw unavailable(`${command} cannot be started: ${commandReason(error)}.`);
    } finally {
      cancel();
    }
  }

  async function resolveText(reference: string, { signal = neverAborted() }: ResolveOptions = {}): Promise<string> {
    throwIfAborted(signal);
    const parts = expectReference(reference);
    if (parts.scheme === "env") return fromEnvironment(parts.name);
    if (parts.scheme === "file") return fromFile(parts.path);
    return fromCommand(parts.program, parts.args, signal);
  }

  return {
    resolveText,
    resolve: async (reference, options) => new Secret(await resolveText(reference, options)),
  };
}

function expectReference(reference: unknown): SecretReference {
  const parts = typeof reference === "string" ? parseSecretReference(reference) : { problem: "This is no text." };
  if ("problem" in parts) throw unavailable(parts.problem);
  return parts;
}

/** The text without the one line end that editors and programs put behind it. */
function decode(bytes: Uint8Array, what: string): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unavailable(`${what} is no UTF-8 text.`);
  }
  const secret = text.replace(/\r?\n$/, "");
  if (secret === "") throw unavailable(`${what} is empty.`);
  return secret;
}

const fileReasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of the path is no folder",
  EISDIR: "it is a folder",
  NOFILE: "it is a pipe or a socket, and no file",
  EACCES: "you have no permission",
  EPERM: "you have no permission",
  ELOOP: "its symbolic links go in a circle",
  ENAMETOOLONG: "the name is too long",
};

function fileReason(error: unknown): string {
  return reasonIn(fileReasons, error);
}

const commandReasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such program",
  EACCES: "it is no program you may run",
  EINVAL: "the system does not run it without a shell",
  E2BIG: "it has too many arguments",
};

function commandReason(error: unknown): string {
  return reasonIn(commandReasons, error);
}

/** The code alone: the words of the system may repeat arguments. */
function reasonIn(reasons: Readonly<Record<string, string>>, error: unknown): string {
  const code: unknown = Reflect.get(Object(error), "code");
  if (typeof code !== "string") return "the system does not say why";
  return Object.hasOwn(reasons, code) ? String(reasons[code]) : code;
}

function unavailable(message: string): IdleError {
  return new IdleError("SecretUnavailable", message);
}
