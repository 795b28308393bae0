/** idle identities show: a key in; what a provider has of that identity, and what it holds, out. Changes nothing. */
import { type Identity, IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { type Directory, type DirectoryOptions, openDirectory } from "../identities/open-directory.ts";
import { watchInterrupts } from "../interrupts.ts";
import { jsonDocument } from "../record/json.ts";
import { createSessionKeeper } from "../session-keeper.ts";
import { createStatusLine } from "../status-line.ts";
import { UsageError } from "../usage-error.ts";
import { identityView, type ShownIdentity } from "../view/identity-view.ts";

export interface ShowIdentityOptions extends DirectoryOptions {
  readonly json?: boolean;
}

export async function showIdentity(
  identityKey: string,
  options: ShowIdentityOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, stderr } = context;
  if (identityKey === "") throw new UsageError("The key is empty.");
  const interrupts = watchInterrupts(stderr, () => "Interrupted: reading stops. Nothing was changed.");
  const keeper = createSessionKeeper(context);
  const statusLine = createStatusLine(stderr, !context.log.isOn);
  const allowCommandSecrets = options.allowCommandSecrets === true;
  const { signal } = interrupts;
  try {
    const sessions = { keeper, allowCommandSecrets, signal, statusLine };
    const directory = await openDirectory("IdLE.Identity.Read", options, context, sessions);
    const shown = await look(identityKey, directory);
    stdout.write(options.json === true ? jsonDocument(shown) : identityView(shown, stdout.style()));
    return exitCodes.done;
  } finally {
    await keeper.close();
    interrupts.dispose();
  }
}

/** Throws NotFound. */
async function look(identityKey: string, { entry, read }: Directory): Promise<ShownIdentity> {
  const { alias: provider, capabilities } = entry;
  if (!capabilities.has("IdLE.Entitlement.List")) {
    const reader = await read("IdLE.Identity.Read");
    return { provider, identity: known(await reader.getIdentity({ identityKey })), entitlements: null };
  }
  const reader = await read("IdLE.Identity.Read", "IdLE.Entitlement.List");
  const identity = known(await reader.getIdentity({ identityKey }));
  return { provider, identity, entitlements: await reader.listEntitlements({ identityKey }) };

  function known(found: Identity | null): Identity {
    if (found !== null) return found;
    const who = `${provider} (${escapeText(entry.provider.name)})`;
    throw new IdleError("NotFound", `There is no identity ${JSON.stringify(identityKey)} in ${who}.`);
  }
}
