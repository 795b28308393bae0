import { dirname } from "node:path";
import type { AnyCapability, AnyProvider, AuthSessionBroker, Diagnostic } from "@idle/contract";
import { providerComplaint } from "./check-provider.ts";
import type { Configuration, ProviderEntry } from "./configuration.ts";
import { loadPlugin, messageOf } from "./load-plugin.ts";

export interface LoadedProvider {
  readonly alias: string;
  readonly entry: ProviderEntry;
  /** null when it could not be made; then there is a problem. */
  readonly provider: AnyProvider | AuthSessionBroker | null;
  readonly capabilities: readonly AnyCapability[];
  readonly problems: readonly Diagnostic[];
}

/**
 * Makes every configured provider, each by itself. From here on the working directory is the configuration's folder, so
 * that relative paths in options mean the same from wherever the command is called.
 */
export async function loadEachProvider(configuration: Configuration): Promise<readonly LoadedProvider[]> {
  process.chdir(dirname(configuration.path));
  const loaded: LoadedProvider[] = [];
  for (const [alias, entry] of configuration.providers) {
    const problems: Diagnostic[] = [];
    const made = "live" in entry ? { provider: entry.live } : await make(alias, entry, configuration, problems);
    loaded.push({ alias, entry, provider: null, capabilities: [], ...made, problems });
  }
  return loaded;
}

async function make(
  alias: string,
  { use, options }: Extract<ProviderEntry, { readonly use: string }>,
  configuration: Configuration,
  problems: Diagnostic[],
): Promise<Partial<LoadedProvider>> {
  const plugin = await loadPlugin(configuration, use, `/providers/${alias}/use`, problems);
  if (plugin === null) return {};
  const { capabilities = [] } = plugin;
  const who = `The package ${JSON.stringify(use)}`;
  try {
    const provider = await plugin.createProvider?.(options);
    const wrong =
      plugin.createProvider === undefined
        ? "makes no provider. A package of step types belongs under steps."
        : providerComplaint(provider, capabilities);
    if (wrong === null && provider !== undefined) return { provider, capabilities };
    problems.push(configuration.problem("PluginInvalid", `/providers/${alias}/use`, `${who} ${wrong}`));
  } catch (error) {
    const message = `${who} made no provider of these options: ${messageOf(error)}`;
    problems.push(configuration.problem("PluginFailed", `/providers/${alias}/options`, message));
  }
  return { capabilities };
}
