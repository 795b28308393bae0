/**
 * idle connector password: sets or changes the password of one object in the connected system. The passwords come from where
 * references say they are, or are asked for; they are never arguments.
 */
import { Secret } from "@idle/contract";
import { askSecret } from "../ask-secret.ts";
import type { CommandContext } from "../command-context.ts";
import { findObject } from "../connector/object-name.ts";
import { type ConnectorOptions, useConnector } from "../connector/use-connector.ts";
import { whileWaiting } from "../connector/waiting.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readSecretOption } from "../input/read-secret-option.ts";
import { jsonDocument } from "../record/json.ts";
import { UsageError } from "../usage-error.ts";
import { sentence } from "../view/sentence.ts";
import { nameText } from "../view/short-text.ts";

export interface ConnectorPasswordOptions extends ConnectorOptions {
  readonly from?: string;
  readonly change?: boolean;
  readonly oldFrom?: string;
  readonly unlock?: boolean;
  readonly mustChange?: boolean;
}

export async function connectorPassword(
  file: string,
  name: string,
  options: ConnectorPasswordOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout } = context;
  checkOptions(options);
  return useConnector(file, options, context, async ({ connector, signal }) => {
    // Nobody is asked for the password of an object that is not there.
    const { name: object } = findObject(name, connector);
    const passwords = await readPasswords(options, signal, context);
    if (passwords === null) return exitCodes.error;
    const { unlock = false, mustChange = false, change } = options;
    await whileWaiting("Setting the password", context, () =>
      connector.setPassword({
        object,
        ...passwords,
        ...(change !== true && { options: { unlockAccount: unlock, forceChangeAtLogOn: mustChange } }),
        signal,
      }),
    );
    const done = change === true ? "changed" : "set";
    if (options.json === true) stdout.write(jsonDocument({ object: name, password: done }));
    else stdout.write(sentence(stdout.style(), `The password of ${nameText(name, stdout.style())} is ${done}.`));
    return exitCodes.done;
  });
}

function checkOptions({ change, oldFrom, unlock, mustChange }: ConnectorPasswordOptions): void {
  if (change !== true && oldFrom !== undefined) {
    throw new UsageError(
      "--old-from is for a password that is changed: add --change. One that is set needs no old one.",
    );
  }
  if (change === true && (unlock === true || mustChange === true)) {
    throw new UsageError("--unlock and --must-change are for a password that is set. Leave them or --change away.");
  }
}

interface Passwords {
  readonly newPassword: Secret;
  readonly oldPassword?: Secret;
}

/** Null when it was not typed, or not twice the same, which is said. */
async function readPasswords(
  { from, change, oldFrom }: ConnectorPasswordOptions,
  signal: AbortSignal,
  context: CommandContext,
): Promise<Passwords | null> {
  const { stderr, workingFolder } = context;
  const ask = (question: string) => {
    const onInterrupt = () => void process.emit("SIGINT", "SIGINT");
    return askSecret(question, { keys: process.stdin, stderr, signal, onInterrupt });
  };
  const say = (text: string) => stderr.write(sentence(stderr.style(), text));
  const get = async (reference: string | undefined, option: string, what: string, again: string | null) => {
    if (reference !== undefined) return readSecretOption(reference, workingFolder, { option, what: `the ${what}` });
    if (!context.isInputTerminal() || !stderr.isTerminal) {
      throw new UsageError(
        `There is no terminal to ask on. Say where the ${what} is: ${option} env:NAME or file:PATH.`,
      );
    }
    const typed = await ask(`${what[0]?.toUpperCase()}${what.slice(1)}: `);
    if (typed === null || typed === "") {
      say("Nothing was typed: the password stays as it was.");
      return null;
    }
    if (again === null || (await ask(again)) === typed) return new Secret(typed);
    if (!signal.aborted) say("Those were two different ones: the password stays as it was.");
    return null;
  };
  const oldPassword = change === true ? await get(oldFrom, "--old-from", "old password", null) : undefined;
  if (oldPassword === null) return null;
  const newPassword = await get(from, "--from", "new password", "Once more: ");
  if (newPassword === null) return null;
  return { newPassword, ...(oldPassword !== undefined && { oldPassword }) };
}
