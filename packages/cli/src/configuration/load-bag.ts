/** The provider bag of a configuration: its providers, and the broker of its sessions. */
import type { AnyCapability, ProviderBag } from "@idle/contract";
import type { Redactor } from "@idle/core";
import type { SessionKeeper } from "../session-keeper.ts";
import type { StatusLine } from "../status-line.ts";
import { setProcessTimer } from "../timer.ts";
import type { Configuration } from "./configuration.ts";
import { configurationFileName } from "./configuration-file-name.ts";
import { loadProviders } from "./load-plugins.ts";
import { loadSessions } from "./load-sessions.ts";

/** How a command wants its sessions. */
export interface SessionWish {
  readonly keeper: SessionKeeper;
  readonly allowCommandSecrets: boolean;
  /** Ends what looks up secrets. */
  readonly signal: AbortSignal;
  /** Says which session is waited for. */
  readonly statusLine: StatusLine;
}

export interface LoadedBag {
  /** Providers and sessions as configured; empty when there are none. */
  readonly bag: ProviderBag;
  /** Those that came with the providers. */
  readonly capabilities: readonly AnyCapability[];
  /** Whether no provider is configured. */
  readonly isOffline: boolean;
}

/** Providers and sessions are the keeper's from then on. Throws ConfigInvalid. */
export async function loadBag(
  configuration: Configuration | null,
  redactor: Redactor,
  sessions: SessionWish,
): Promise<LoadedBag> {
  const { bag, capabilities } = await loadProviders(configuration, sessions.keeper);
  return {
    bag: await addBroker(bag ?? {}, configuration, redactor, sessions),
    capabilities,
    isOffline: bag === undefined,
  };
}

async function addBroker(
  bag: ProviderBag,
  configuration: Configuration | null,
  redactor: Redactor,
  { keeper, allowCommandSecrets: allowCommands, signal, statusLine }: SessionWish,
): Promise<ProviderBag> {
  const waiting = { statusLine, setTimer: setProcessTimer };
  const broker =
    (await loadSessions(configuration, { allowCommands, redactor, signal, waiting })) ?? bag.AuthSessionBroker;
  if (broker === undefined) return bag;
  keeper.keep(broker);
  return { ...bag, AuthSessionBroker: broker };
}

/** The beginning of a sentence about it. */
export function whyNoProviders(configuration: Configuration | null): string {
  return configuration === null
    ? `There is no ${configurationFileName} here`
    : `${configuration.name} names no providers`;
}
