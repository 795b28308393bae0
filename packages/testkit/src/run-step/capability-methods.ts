import { type AnyCapability, builtInCapabilities, type CheckResult, IdleError } from "@idle/contract";

export interface CapabilityMethod {
  readonly name: string;
  readonly kind: "read" | "write";
  readonly check: CheckResult<object> | undefined;
}

/** The methods that capabilities stand for. Throws `CapabilityUndeclared` for an id that is neither built in nor in `further`. */
export function methodsOf(ids: Iterable<string>, further: readonly AnyCapability[] = []): readonly CapabilityMethod[] {
  const declared = new Map([...builtInCapabilities, ...further].map((capability) => [capability.id, capability]));
  return [...ids].flatMap((id) => {
    const capability = declared.get(id);
    if (capability === undefined) {
      throw new IdleError(
        "CapabilityUndeclared",
        `Nobody declared capability ${id}. Hand its definition in as capabilities.`,
      );
    }
    return Object.entries(capability.methods).map(([name, kind]) => ({
      name,
      kind,
      check: capability.checkResult?.[name],
    }));
  });
}
