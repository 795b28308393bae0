/** Loads the packages a configuration names: step types for every command that reads workflows, providers only to plan and run. */
import { dirname } from "node:path";
import type { AnyCapability, AnyProvider, AuthSessionBroker, Diagnostic, ProviderBag, StepType } from "@idle/contract";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { providerComplaint } from "./check-provider.ts";
import { type Configuration, type ConfigurationCode, invalidConfiguration } from "./configuration.ts";
import { loadPlugin, messageOf } from "./load-plugin.ts";

export interface StepTypes {
  readonly steps: readonly (readonly StepType[])[];
  readonly capabilities: readonly AnyCapability[];
}

/** What comes with the command and may be named all the same. */
const builtInStepPackages = new Set(["@idle/steps-common", "@idle/steps-directory-sync"]);

/** The built-in step types and those of the packages under `steps`. Throws ConfigInvalid. */
export async function loadSteps(configuration: Configuration | null): Promise<StepTypes> {
  const steps: (readonly StepType[])[] = [commonSteps, directorySyncSteps];
  const capabilities: AnyCapability[] = [];
  const problems: Diagnostic[] = [];
  const owners = new Map(steps.flat().map(({ type }) => [type, "idle itself"]));
  for (const [index, entry] of (configuration?.steps ?? []).entries()) {
    if (typeof entry !== "string") {
      steps.push(entry);
    } else if (configuration !== null && !builtInStepPackages.has(entry)) {
      const plugin = await loadPlugin(configuration, entry, `/steps/${index}`, problems);
      if (plugin === null) continue;
      const taken = twice(plugin.steps ?? [], owners, entry);
      if (taken !== null) {
        problems.push(problem(configuration, "PluginInvalid", `/steps/${index}`, taken));
        continue;
      }
      if (plugin.steps === undefined) {
        const message = `The package ${JSON.stringify(entry)} has no step types. A package of providers belongs under providers.`;
        problems.push(problem(configuration, "PluginInvalid", `/steps/${index}`, message));
      }
      steps.push(plugin.steps ?? []);
      capabilities.push(...(plugin.capabilities ?? []));
    }
  }
  if (problems.length > 0) throw invalidConfiguration(problems);
  return { steps, capabilities };
}

/** What to say of a package of which a step type is there already, from elsewhere; null, and the types are its own. */
function twice(steps: readonly StepType[], owners: Map<string, string>, name: string): string | null {
  const who = `The package ${JSON.stringify(name)}`;
  for (const { type } of steps) {
    const owner = owners.get(type);
    if (owner === who) return `${who} is named twice. Leave one of the two out.`;
    if (owner !== undefined) {
      return `${who} has the step type ${type}, which ${owner.replace(/^The/, "the")} has already. Leave one of the two out, or have its author rename the type.`;
    }
  }
  for (const { type } of steps) owners.set(type, who);
  return null;
}

export interface Providers {
  /** undefined when none is configured: planning is then offline. */
  readonly bag: ProviderBag | undefined;
  readonly capabilities: readonly AnyCapability[];
}

/**
 * Makes every configured provider. From here on the working directory is the configuration's folder, so that relative
 * paths in options mean the same from wherever the command is called. Throws ConfigInvalid.
 */
export async function loadProviders(configuration: Configuration | null): Promise<Providers> {
  if (configuration === null || configuration.providers.size === 0) return { bag: undefined, capabilities: [] };
  process.chdir(dirname(configuration.path));
  const bag: [string, AnyProvider | AuthSessionBroker][] = [];
  const capabilities: AnyCapability[] = [];
  const problems: Diagnostic[] = [];
  for (const [alias, entry] of configuration.providers) {
    if ("live" in entry) {
      bag.push([alias, entry.live]);
      continue;
    }
    const plugin = await loadPlugin(configuration, entry.use, `/providers/${alias}/use`, problems);
    if (plugin === null) continue;
    capabilities.push(...(plugin.capabilities ?? []));
    const who = `The package ${JSON.stringify(entry.use)}`;
    try {
      const provider = await plugin.createProvider?.(entry.options);
      const wrong =
        plugin.createProvider === undefined
          ? "makes no provider. A package of step types belongs under steps."
          : providerComplaint(provider, plugin.capabilities ?? []);
      if (wrong === null && provider !== undefined) bag.push([alias, provider]);
      else problems.push(problem(configuration, "PluginInvalid", `/providers/${alias}/use`, `${who} ${wrong}`));
    } catch (error) {
      const message = `${who} made no provider of these options: ${messageOf(error)}`;
      problems.push(problem(configuration, "PluginFailed", `/providers/${alias}/options`, message));
    }
  }
  if (problems.length > 0) throw invalidConfiguration(problems);
  return { bag: Object.fromEntries(bag), capabilities };
}

/** One capability may come with several packages; which of the equal ones is used makes no difference. */
export function distinctCapabilities(capabilities: readonly AnyCapability[]): AnyCapability[] {
  const byContent = new Map(
    capabilities.map((each) => [JSON.stringify([each.id, Object.entries(each.methods).sort()]), each]),
  );
  return [...byContent.values()];
}

function problem(configuration: Configuration, code: ConfigurationCode, pointer: string, message: string): Diagnostic {
  return configuration.problem(code, pointer, message);
}
