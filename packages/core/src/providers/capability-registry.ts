/** The declared capabilities of an engine, and what they mean for each step type: which methods, and how they read. */
import { type AnyCapability, builtInCapabilities, IdleError, type StepType } from "@idle/contract";

export interface MethodInfo {
  readonly name: string;
  readonly kind: "read" | "write";
  readonly overlay: NonNullable<AnyCapability["overlay"]>[string] | undefined;
  readonly check: ((result: unknown, args: object) => string | null) | undefined;
}

export interface CapabilityRegistry {
  /** What `execute` of a type may call. */
  executeMethods(step: StepType): readonly MethodInfo[];
  /** What `preview` of a type may call: reads only. */
  previewMethods(step: StepType): readonly MethodInfo[];
  methodsOf(capability: string): readonly MethodInfo[];
  /** All that are declared. */
  readonly declared: readonly AnyCapability[];
}

/** Throws DefinitionInvalid for a capability or method declared twice differently, CapabilityUndeclared for a step's unknown requirement. */
export function createCapabilityRegistry(
  extra: readonly AnyCapability[],
  steps: readonly StepType[],
): CapabilityRegistry {
  const capabilities = new Map<string, readonly MethodInfo[]>();
  const kinds = new Map<string, { readonly kind: "read" | "write"; readonly by: string }>();
  const declared = [...builtInCapabilities, ...extra];
  for (const capability of declared) {
    if (capabilities.has(capability.id)) {
      throw new IdleError("DefinitionInvalid", `Capability ${capability.id} is declared twice.`);
    }
    for (const [name, kind] of Object.entries(capability.methods)) {
      const known = kinds.get(name);
      if (known !== undefined && known.kind !== kind) {
        throw new IdleError(
          "DefinitionInvalid",
          `Method ${name} is a ${known.kind} in ${known.by} and a ${kind} in ${capability.id}. One method is one or the other.`,
        );
      }
      kinds.set(name, { kind, by: capability.id });
    }
    capabilities.set(capability.id, methodInfos(capability));
  }

  const collect = (step: StepType, ids: readonly string[]): readonly MethodInfo[] => {
    const methods = new Map<string, MethodInfo>();
    for (const id of ids) {
      const infos = capabilities.get(id);
      if (infos === undefined) {
        throw new IdleError(
          "CapabilityUndeclared",
          `Step type ${step.type} requires ${id}, which nobody declared. The package it comes from must have its definition (defineCapability) among the capabilities of its idlePlugin; a host passes it to createEngine({ capabilities }).`,
        );
      }
      for (const info of infos) {
        const known = methods.get(info.name);
        methods.set(info.name, known === undefined ? info : { ...info, overlay: known.overlay ?? info.overlay });
      }
    }
    return [...methods.values()];
  };

  const executing = new Map<string, readonly MethodInfo[]>();
  const previewing = new Map<string, readonly MethodInfo[]>();
  for (const step of steps) {
    executing.set(step.type, collect(step, step.requiredCapabilities));
    const all = collect(step, [...step.requiredCapabilities, ...step.previewCapabilities]);
    previewing.set(
      step.type,
      all.filter(({ kind }) => kind === "read"),
    );
  }
  return {
    declared,
    executeMethods: (step) => executing.get(step.type) ?? [],
    previewMethods: (step) => previewing.get(step.type) ?? [],
    methodsOf: (capability) => capabilities.get(capability) ?? [],
  };
}

function methodInfos(capability: AnyCapability): readonly MethodInfo[] {
  return Object.entries(capability.methods).map(([name, kind]) => ({
    name,
    kind,
    overlay: own(capability.overlay, name),
    check: own(capability.checkResult, name),
  }));
}

function own<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
