/** The packages that a test file names in place of the mock. */
import { dirname } from "node:path";
import type { AnyCapability, AnyProvider, Diagnostic, JsonObject } from "@idle/contract";
import { providerComplaint } from "../configuration/check-provider.ts";
import { loadPlugin, messageOf } from "../configuration/load-plugin.ts";
import type { AliasUse } from "./alias-use.ts";
import type { TestFile } from "./test-file.ts";

export interface StandIns {
  readonly capabilities: readonly AnyCapability[];
  /** By the alias as the file spells it: makes a new provider for each test. */
  readonly factories: ReadonlyMap<string, () => AnyProvider | Promise<AnyProvider>>;
}

/** From here on the working directory is the file's folder, so that relative paths in options mean the same everywhere. */
export async function loadStandIns(file: TestFile, problems: Diagnostic[]): Promise<StandIns> {
  const capabilities: AnyCapability[] = [];
  const factories = new Map<string, () => AnyProvider | Promise<AnyProvider>>();
  for (const [alias, { use, options = {} }] of Object.entries(file.document.providers ?? {})) {
    const pointer = `/providers/${alias}`;
    const plugin = await loadPlugin(file, use, `${pointer}/use`, problems);
    if (plugin === null) continue;
    capabilities.push(...(plugin.capabilities ?? []));
    const create = plugin.createProvider;
    if (create === undefined) {
      const message = `The package ${JSON.stringify(use)} makes no provider.`;
      problems.push(file.problem("PluginInvalid", `${pointer}/use`, message));
      continue;
    }
    const make = (given: JsonObject) => {
      process.chdir(dirname(file.path));
      return create.call(plugin, given);
    };
    const who = `The package ${JSON.stringify(use)}`;
    try {
      const wrong = providerComplaint(await make(options), plugin.capabilities ?? []);
      if (wrong === null) factories.set(alias, () => make(options));
      else problems.push(file.problem("PluginInvalid", `${pointer}/use`, `${who} ${wrong}`));
    } catch (error) {
      const message = `${who} made no provider of these options: ${messageOf(error)}`;
      problems.push(file.problem("PluginFailed", `${pointer}/options`, message));
    }
  }
  return { capabilities, factories };
}

/** The providers that the file names, by the alias as the workflow spells it; each new for a test. */
export async function makeProviders(
  uses: readonly AliasUse[],
  { factories }: StandIns,
): Promise<Map<string, AnyProvider>> {
  const made = new Map<string, AnyProvider>();
  for (const [alias, make] of factories) {
    const use = uses.find((each) => each.alias.toLowerCase() === alias.toLowerCase());
    if (use !== undefined) made.set(use.alias, await make());
  }
  return made;
}
