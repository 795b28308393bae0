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
      const who = `The package ${JSON.stringify(entry)}`;
      const refuse = (message: string) =>
        problems.push(configuration.problem("PluginInvalid", `/steps/${index}`, `${who} ${message}`));
      if (packages.some(({ name }) => name === entry)) {
        refuse("is named twice. Leave one of the two out.");
        continue;
      }
      const plugin = await loadPlugin(configuration, entry, `/steps/${index}`, problems);
      if (plugin === null) continue;
      const { steps, capabilities = [] } = plugin;
      if (steps === undefined) refuse("has no step types. A package of providers belongs under providers.");
      const own = (steps ?? []).filter(({ type }) => {
        const owner = owners.get(type);
        if (owner === undefined) return owners.set(type, `the package ${JSON.stringify(entry)}`);
        refuse(
          `has the step type ${type}, which ${owner} has already. Leave one of the two out, or have its author rename the type.`,
        );
        return false;
      });
      packages.push({ name: entry, isBuiltIn: false, steps: own, capabilities });
    }
  }
  return { packages, problems };
}
