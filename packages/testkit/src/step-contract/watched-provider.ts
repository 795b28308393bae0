import { type AnyCapability, type AnyProvider, builtInCapabilities } from "@idle/contract";

export interface WatchedCall {
  readonly method: string;
  readonly kind: "read" | "write";
}

/**
 * The provider with every call of a declared method told to `onCall` before it goes through; what that throws, the call
 * throws.
 */
export function watchProvider(
  provider: AnyProvider,
  definitions: readonly AnyCapability[] | undefined,
  onCall: (call: WatchedCall) => void,
): AnyProvider {
  const capabilities = [...builtInCapabilities, ...(definitions ?? [])];
  const methods = capabilities
    .flatMap((capability) => Object.entries(capability.methods))
    .flatMap(([method, kind]) => {
      const own: unknown = Reflect.get(provider, method);
      if (typeof own !== "function") return [];
      const call = (...args: unknown[]): unknown => {
        onCall({ method, kind });
        return Reflect.apply(own, provider, args);
      };
      return [[method, call] as const];
    });
  return {
    name: provider.name,
    session: provider.session,
    getCapabilities: () => provider.getCapabilities(),
    ...Object.fromEntries(methods),
  };
}
