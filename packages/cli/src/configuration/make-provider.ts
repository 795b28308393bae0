import { dirname } from "node:path";
import type { AnyCapability, AnyProvider, Diagnostic, JsonObject } from "@idle/contract";
import type { SessionKeeper } from "../session-keeper.ts";
import { providerComplaint } from "./check-provider.ts";
import type { ConfigurationCode } from "./configuration.ts";
import { loadPlugin, type NamingFile } from "./load-plugin.ts";
import { thrownText } from "./plugin-failure.ts";

/** What a file says under `/providers/<alias>`. */
export interface ProviderUse {
  readonly alias: string;
  readonly use: string;
  readonly options: JsonObject;
  /** What somebody does with a package that makes no provider, as a sentence with a space before it. */
  readonly otherwise?: string;
  /** Told of each provider that is made: whoever makes one closes it. */
  readonly keeper: Pick<SessionKeeper, "keepProvider">;
}

interface MadeProvider {
  readonly provider: AnyProvider;
  /** Makes another one of the same options. */
  again(): Promise<AnyProvider>;
}

export interface ProviderPackage {
  readonly capabilities: readonly AnyCapability[];
  /** null when it could not be made. */
  readonly made: MadeProvider | null;
}

/**
 * Loads a package that the file names and makes its provider, with the file's folder as the working directory, so that
 * relative paths in options mean the same everywhere. Where that fails, `problems` has one more.
 */
export async function makeProvider(
  file: NamingFile,
  { alias, use, options, otherwise = "", keeper }: ProviderUse,
  problems: Diagnostic[],
): Promise<ProviderPackage> {
  const plugin = await loadPlugin(file, use, `/providers/${alias}/use`, problems);
  if (plugin === null) return { capabilities: [], made: null };
  const { capabilities = [] } = plugin;
  const refuse = (code: ConfigurationCode, at: "use" | "options", why: string): ProviderPackage => {
    problems.push(file.problem(code, `/providers/${alias}/${at}`, `The package ${JSON.stringify(use)} ${why}`));
    return { capabilities, made: null };
  };
  const create = plugin.createProvider;
  if (create === undefined) return refuse("PluginInvalid", "use", `makes no provider.${otherwise}`);
  const again = async () => {
    process.chdir(dirname(file.path));
    const provider = await create.call(plugin, options);
    if (typeof provider === "object" && provider !== null) keeper.keepProvider(provider);
    return provider;
  };
  try {
    const provider = await again();
    const wrong = providerComplaint(provider, capabilities);
    return wrong === null ? { capabilities, made: { provider, again } } : refuse("PluginInvalid", "use", wrong);
  } catch (error) {
    return refuse("PluginFailed", "options", `made no provider of these options: ${thrownText(error)}`);
  }
}
