/** Loads the packages a configuration names: step types for every command that reads workflows, providers only to plan and run. */
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type AnyCapability,
  type AnyProvider,
  type AuthSessionBroker,
  type Diagnostic,
  type IdlePlugin,
  isIdleError,
  type ProviderBag,
  type StepType,
} from "@idle/contract";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { type Configuration, type ConfigurationCode, invalidConfiguration } from "./configuration.ts";

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
  for (const [index, entry] of (configuration?.steps ?? []).entries()) {
    if (typeof entry !== "string") {
      steps.push(entry);
    } else if (configuration !== null && !builtInStepPackages.has(entry)) {
      const plugin = await loadPlugin(configuration, entry, `/steps/${index}`, problems);
      if (plugin === null) continue;
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
    try {
      if (plugin.createProvider) {
        bag.push([alias, await plugin.createProvider(entry.options)]);
        continue;
      }
      const message = `The package ${JSON.stringify(entry.use)} makes no provider.`;
      problems.push(problem(configuration, "PluginInvalid", `/providers/${alias}/use`, message));
    } catch (error) {
      problems.push(problem(configuration, "PluginFailed", `/providers/${alias}/options`, messageOf(error)));
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

async function loadPlugin(
  configuration: Configuration,
  name: string,
  pointer: string,
  problems: Diagnostic[],
): Promise<IdlePlugin | null> {
  const refuse = (code: ConfigurationCode, message: string) => {
    problems.push(problem(configuration, code, pointer, message));
    return null;
  };
  const shown = JSON.stringify(name);
  const { resolve } = await import("import-meta-resolve");
  const url = [pathToFileURL(configuration.path).href, import.meta.url].map((from) =>
    locatePackage(resolve, name, from),
  );
  const found = url.find((each) => each !== null);
  if (found === undefined)
    return refuse("PackageNotFound", `The package ${shown} is not installed. Install it: npm install ${name}`);
  let plugin: unknown;
  try {
    ({ idlePlugin: plugin } = await import(found));
  } catch (error) {
    return refuse("PluginFailed", `The package ${shown} cannot be loaded: ${messageOf(error)}`);
  }
  if (typeof plugin !== "object" || plugin === null) {
    return refuse("PluginInvalid", `The package ${shown} is no plug-in of IdLE: it does not export idlePlugin.`);
  }
  const { contractVersion } = plugin as { contractVersion?: unknown };
  if (contractVersion !== 1) {
    const version = typeof contractVersion === "number" ? `version ${contractVersion}` : "no version";
    return refuse(
      "PluginInvalid",
      `The package ${shown} states ${version} of the plug-in contract; this idle knows version 1.`,
    );
  }
  return plugin as IdlePlugin;
}

/** Where Node would find the package from a file, or null when it is not there. */
function locatePackage(resolve: (name: string, from: string) => string, name: string, from: string): string | null {
  try {
    return resolve(name, from);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}

function problem(configuration: Configuration, code: ConfigurationCode, pointer: string, message: string): Diagnostic {
  return configuration.problem(code, pointer, message);
}

function messageOf(error: unknown): string {
  if (isIdleError(error)) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
