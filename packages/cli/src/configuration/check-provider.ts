import { type AnyCapability, type AnyProvider, builtInCapabilities } from "@idle/contract";

/**
 * What is wrong with what a package's createProvider gave, as the rest of a sentence about the package; null when it is a
 * provider that has what it advertises. `capabilities` are the package's own.
 */
export function providerComplaint(provider: unknown, capabilities: readonly AnyCapability[]): string | null {
  const make = "Its author must return there: defineProvider({ name, getCapabilities, … }).";
  if (provider === undefined || provider === null)
    return `made no provider: createProvider gave ${String(provider)}. ${make}`;
  const { name, getCapabilities, close } = Object(provider) as Partial<Record<keyof AnyProvider, unknown>>;
  if (typeof getCapabilities !== "function") {
    return `made something that is no provider: it has no method getCapabilities(). ${make}`;
  }
  if (typeof name !== "string" || name === "") return `made a provider without a name. ${make}`;
  if (close !== undefined && typeof close !== "function") {
    return "made a provider whose close is no function. Its author must write close() { … }, or leave it out.";
  }
  return lackedMethod(provider as AnyProvider, capabilities);
}

/** What getCapabilities() itself gets wrong, the engine says. */
function lackedMethod(provider: AnyProvider, capabilities: readonly AnyCapability[]): string | null {
  const advertised = attempt(() => provider.getCapabilities());
  if (!Array.isArray(advertised)) return null;
  for (const { id, methods } of [...builtInCapabilities, ...capabilities]) {
    if (!advertised.includes(id)) continue;
    const lacked = Object.keys(methods).filter((method) => typeof Reflect.get(provider, method) !== "function");
    if (lacked.length > 0) {
      return `made a provider that advertises ${id} and has no method ${lacked.join(" and no method ")}. Its author must write it, or take the capability out of getCapabilities().`;
    }
  }
  return null;
}

function attempt(ask: () => unknown): unknown {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
