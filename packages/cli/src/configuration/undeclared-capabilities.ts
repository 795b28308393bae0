import { type AnyCapability, builtInCapabilities, type Diagnostic } from "@idle/contract";
import { didYouMean } from "@idle/core";
import type { Configuration } from "./configuration.ts";
import { loadPlugin } from "./load-plugin.ts";
import type { StepPackage } from "./load-step-packages.ts";

/**
 * A problem for each step type of a package that requires a capability which nothing declares. Without it, the engine
 * would say so only when it plans, and could name no package.
 */
export async function undeclaredCapabilities(
  configuration: Configuration,
  packages: readonly StepPackage[],
): Promise<readonly Diagnostic[]> {
  const own = [...builtInCapabilities, ...packages.flatMap(({ capabilities }) => capabilities)].map(({ id }) => id);
  if (missing(packages, own).length === 0) return [];
  const others = await declaredByProviders(configuration);
  // A package of a provider that cannot be loaded is a problem of its own; it may be the one that declares them.
  if (others === null) return [];
  const declared = [...own, ...others.map(({ id }) => id)];
  return missing(packages, declared).map(({ name, type, id }) => {
    const meant = didYouMean(id, declared);
    const near = meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`;
    const message = `The package ${JSON.stringify(name)} has the step type ${type}, which requires the capability ${id}, and no package declares that.${near} Its author must add it to idlePlugin: capabilities: [theCapability], made by defineCapability; or, if another package declares it, name that package in the configuration.`;
    const index = configuration.steps.indexOf(name);
    return configuration.problem("PluginInvalid", `/steps/${index}`, message);
  });
}

function missing(packages: readonly StepPackage[], declared: readonly string[]) {
  const known = new Set(declared);
  return packages.flatMap(({ name, isBuiltIn, steps }) =>
    name === null || isBuiltIn
      ? []
      : steps.flatMap(({ type, requiredCapabilities, previewCapabilities }) =>
          [...new Set([...requiredCapabilities, ...previewCapabilities])]
            .filter((id) => !known.has(id))
            .map((id) => ({ name, type, id })),
        ),
  );
}

/** What the packages of the configured providers declare, without making a provider; null when one cannot be loaded. */
async function declaredByProviders(configuration: Configuration): Promise<readonly AnyCapability[] | null> {
  const found: AnyCapability[] = [];
  for (const [alias, entry] of configuration.providers) {
    if ("live" in entry) continue;
    const plugin = await loadPlugin(configuration, entry.use, `/providers/${alias}/use`, []);
    if (plugin === null) return null;
    found.push(...(plugin.capabilities ?? []));
  }
  return found;
}
