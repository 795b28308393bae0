/** A configuration in; the provider that is to be asked about identities, and a way to read it, out. */
import { type CapabilityId, IdleError, type ReadFacade } from "@idle/contract";
import { type BagEntry, createEngine, openBag } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { loadBag, type SessionWish, whyNoProviders } from "../configuration/load-bag.ts";
import { loadConfiguration } from "../configuration/load-configuration.ts";
import { distinctCapabilities } from "../configuration/load-plugins.ts";
import { chooseProvider } from "./choose-provider.ts";

/** What the commands about identities have in common. */
export interface DirectoryOptions {
  /** `--provider`: an alias. */
  readonly provider?: string;
  /** `--session`, as a step's `authSessionName`. */
  readonly session?: string;
  readonly allowCommandSecrets?: boolean;
}

export interface Directory {
  readonly entry: BagEntry;
  /** A reader of what the provider has. Asks for the session. */
  read<C extends CapabilityId>(...capabilities: C[]): Promise<ReadFacade<C>>;
}

/** Loads the providers and nothing else of what a configuration names. Throws ProviderMissing when there are none. */
export async function openDirectory(
  needed: CapabilityId,
  { provider, session }: DirectoryOptions,
  context: CommandContext,
  sessions: SessionWish,
): Promise<Directory> {
  const { redactor, log } = context;
  const configuration = await loadConfiguration(context.config, context.workingFolder, context.sources);
  const redactNames = configuration?.redactNames ?? [];
  redactor.addNames(redactNames);
  const { bag, capabilities, isOffline } = await loadBag(configuration, redactor, sessions);
  if (isOffline) {
    throw new IdleError("ProviderMissing", `${whyNoProviders(configuration)}: there is nobody to ask.`);
  }
  log.info({ configuration: configuration?.path, providers: Object.keys(bag) }, "Configuration read");
  const entry = chooseProvider(openBag(bag), needed, provider);
  const engine = createEngine({ steps: [], capabilities: distinctCapabilities(capabilities), redactNames, redactor });
  return {
    entry,
    read: (...wanted) =>
      engine.openReader({
        providers: bag,
        provider: entry.alias,
        capabilities: wanted,
        signal: sessions.signal,
        ...(session !== undefined && { authSessionName: session }),
        ...(configuration === null ? {} : { retryProfiles: {}, ...configuration.retry }),
      }),
  };
}
