import type { StepType } from "@idle/contract";
import type { Workflow } from "@idle/core";

/** An alias that a workflow works with, and what for. */
export interface AliasUse {
  /** As the workflow spells it first. */
  readonly alias: string;
  /** What its provider must be able to do. */
  readonly capabilities: ReadonlySet<string>;
}

/** The aliases of steps and resolvers. They are the same whatever their case. */
export function aliasesOf({ steps, onFailureSteps, contextResolvers }: Workflow): AliasUse[] {
  const uses = new Map<string, { readonly alias: string; readonly capabilities: Set<string> }>();
  const note = (alias: string | null | undefined, capabilities: readonly string[]) => {
    if (alias == null) return;
    const use = uses.get(alias.toLowerCase()) ?? { alias, capabilities: new Set() };
    uses.set(alias.toLowerCase(), use);
    for (const capability of capabilities) use.capabilities.add(capability);
  };
  for (const { provider, step } of [...steps, ...onFailureSteps]) {
    const { requiredCapabilities, defaultProvider }: StepType = step.definition;
    if (requiredCapabilities.length > 0) note(provider ?? defaultProvider, requiredCapabilities);
  }
  for (const { provider, capability } of contextResolvers) note(provider, [capability]);
  // A resolver without an alias takes the one provider that can.
  const needsAny = contextResolvers.some(({ provider }) => provider === null);
  const hasMock = [...uses.values()].some(({ capabilities }) => !isDirectorySync(capabilities));
  if (needsAny && !hasMock) note("Identity", []);
  return [...uses.values()];
}

export function isDirectorySync(capabilities: ReadonlySet<string>): boolean {
  return [...capabilities].some((capability) => capability.startsWith("IdLE.DirectorySync."));
}
