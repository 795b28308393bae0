import type { AnyCapability, Diagnostic, StepType } from "@idle/contract";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import type { Configuration } from "./configuration.ts";
import { loadPlugin } from "./load-plugin.ts";

/** Step types that come together. */
export interface StepPackage {
  /** null for step types of a configuration that is code. */
  readonly name: string | null;
  readonly isBuiltIn: boolean;
  readonly steps: readonly StepType[];
  readonly capabilities: readonly AnyCapability[];
}

/** What comes with the command and may be named all the same. */
const builtIn: readonly StepPackage[] = [
  { name: "@idle/steps-common", isBuiltIn: true, steps: commonSteps, capabilities: [] },
  { name: "@idle/steps-directory-sync", isBuiltIn: true, steps: directorySyncSteps, capabilities: [] },
];

/** The built-in step types and those of the configuration, as far as they can be loaded; a problem for each that cannot. */
export async function loadStepPackages(
  configuration: Configuration | null,
): Promise<{ readonly packages: readonly StepPackage[]; readonly problems: readonly Diagnostic[] }> {
  const packages = [...builtIn];
  const problems: Diagnostic[] = [];
  const owners = new Map(builtIn.flatMap(({ steps }) => steps.map(({ type }) => [type, "idle itself"])));
  for (const [index, entry] of (configuration?.steps ?? []).entries()) {
    if (typeof entry !== "string") {
      packages.push({ name: null, isBuiltIn: false, steps: entry, capabilities: [] });
    } else if (configuration !== null && !builtIn.some(({ name }) => name === entry)) {
      const plugin = await loadPlugin(configuration, entry, `/steps/${index}`, problems);
      if (plugin === null) continue;
      const { steps, capabilities = [] } = plugin;
      const taken = twice(steps ?? [], owners, entry);
      if (taken !== null) {
        problems.push(configuration.problem("PluginInvalid", `/steps/${index}`, taken));
        continue;
      }
      if (steps === undefined) {
        const message = `The package ${JSON.stringify(entry)} has no step types. A package of providers belongs under providers.`;
        problems.push(configuration.problem("PluginInvalid", `/steps/${index}`, message));
      }
      packages.push({ name: entry, isBuiltIn: false, steps: steps ?? [], capabilities });
    }
  }
  return { packages, problems };
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
