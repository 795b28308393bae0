/** Loads the packages a configuration names: step types for every command that reads workflows, providers only to plan and run. */
import type { AnyCapability, AnyProvider, AuthSessionBroker, ProviderBag, StepType } from "@idle/contract";
import type { SessionKeeper } from "../session-keeper.ts";
import { type Configuration, invalidConfiguration } from "./configuration.ts";
import { loadEachProvider } from "./load-each-provider.ts";
import { loadStepPackages } from "./load-step-packages.ts";

export interface StepTypes {
  readonly steps: readonly (readonly StepType[])[];
  readonly capabilities: readonly AnyCapability[];
}

/** The built-in step types and those of the packages under `steps`. Throws ConfigInvalid. */
export async function loadSteps(configuration: Configuration | null): Promise<StepTypes> {
  const { packages, problems } = await loadStepPackages(configuration);
  if (problems.length > 0) throw invalidConfiguration(problems);
  return {
    steps: packages.map(({ steps }) => steps),
    capabilities: packages.flatMap(({ capabilities }) => capabilities),
  };
}

export interface Providers {
  /** undefined when none is configured: planning is then offline. */
  readonly bag: ProviderBag | undefined;
  readonly capabilities: readonly AnyCapability[];
}

/** Every configured provider; see `loadEachProvider` about keeper and working directory. Throws ConfigInvalid. */
export async function loadProviders(
  configuration: Configuration | null,
  keeper: Pick<SessionKeeper, "keepProvider">,
): Promise<Providers> {
  if (configuration === null || configuration.providers.size === 0) return { bag: undefined, capabilities: [] };
  const loaded = await loadEachProvider(configuration, keeper);
  const problems = loaded.flatMap((each) => each.problems);
  if (problems.length > 0) throw invalidConfiguration(problems);
  const bag = loaded.flatMap(({ alias, provider }): [string, AnyProvider | AuthSessionBroker][] =>
    provider === null ? [] : [[alias, provider]],
  );
  return { bag: Object.fromEntries(bag), capabilities: loaded.flatMap(({ capabilities }) => capabilities) };
}

/** One capability may come with several packages; which of the equal ones is used makes no difference. */
export function distinctCapabilities(capabilities: readonly AnyCapability[]): AnyCapability[] {
  const byContent = new Map(
    capabilities.map((each) => [JSON.stringify([each.id, Object.entries(each.methods).sort()]), each]),
  );
  return [...byContent.values()];
}
