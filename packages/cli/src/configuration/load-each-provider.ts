import { dirname } from "node:path";
import type { AnyCapability, AnyProvider, AuthSessionBroker, Diagnostic } from "@idle/contract";
import type { SessionKeeper } from "../session-keeper.ts";
import type { Configuration, ProviderEntry } from "./configuration.ts";
import { makeProvider } from "./make-provider.ts";

const otherwise = " A package of step types belongs under steps.";

export interface LoadedProvider {
  readonly alias: string;
  readonly entry: ProviderEntry;
  /** null when it could not be made; then there is a problem. */
  readonly provider: AnyProvider | AuthSessionBroker | null;
  readonly capabilities: readonly AnyCapability[];
  readonly problems: readonly Diagnostic[];
}

/**
 * Makes every configured provider, each by itself; the keeper closes them, those of a configuration that is code as well.
 * From here on the working directory is the configuration's folder, so
 * that relative paths in options mean the same from wherever the command is called.
 */
export async function loadEachProvider(
  configuration: Configuration,
  keeper: Pick<SessionKeeper, "keepProvider">,
): Promise<readonly LoadedProvider[]> {
  process.chdir(dirname(configuration.path));
  const loaded: LoadedProvider[] = [];
  for (const [alias, entry] of configuration.providers) {
    const problems: Diagnostic[] = [];
    const { capabilities, made } =
      "live" in entry
        ? { capabilities: [], made: { provider: entry.live } }
        : await makeProvider(configuration, { alias, ...entry, otherwise, keeper }, problems);
    if ("live" in entry && isProvider(entry.live)) keeper.keepProvider(entry.live);
    loaded.push({ alias, entry, provider: made?.provider ?? null, capabilities, problems });
  }
  return loaded;
}

/** Whether it is a provider, and not the configuration's own broker. */
export function isProvider(value: AnyProvider | AuthSessionBroker): value is AnyProvider {
  return !("acquireAuthSession" in value) || "getCapabilities" in value;
}
