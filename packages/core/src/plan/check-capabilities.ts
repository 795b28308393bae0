/** Pass 4: each applicable step that needs a provider names one, the bag has it, and it has the capabilities and their methods. */
import { type Diagnostic, isIdleError } from "@idle/contract";
import { type BagEntry, nameOf, type OpenBag, suggestionOf } from "../providers/bag.ts";
import type { CapabilityRegistry, MethodInfo } from "../providers/capability-registry.ts";
import type { Workflow, WorkflowStep } from "../validate/workflow.ts";
import { type ProblemCode, toDiagnostic } from "./problem.ts";
import { listed } from "./resolve-context.ts";
import type { ResolvedStep } from "./resolve-steps.ts";

/** The alias a step asks for, as written; null when it asks for none. */
export function wantedAlias(step: WorkflowStep): string | null {
  return step.provider ?? step.step.definition.defaultProvider ?? null;
}

/** The session a step asks for by name, its own or its type's; null for the default session. */
export function wantedSession(step: WorkflowStep): string | null {
  return step.authSessionName ?? step.step.definition.defaultAuthSessionName ?? null;
}

export function checkCapabilities(
  workflow: Workflow,
  bag: OpenBag,
  registry: CapabilityRegistry,
  steps: readonly ResolvedStep[],
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const { step, applicable } of steps) {
    const required = step.step.definition.requiredCapabilities;
    if (!applicable || required.length === 0) continue;
    const problem = (code: ProblemCode, message: string, suggestion?: string) => {
      const pointer = step.provider === null ? step.pointer : `${step.pointer}/with/provider`;
      diagnostics.push(toDiagnostic(workflow, { code, message, pointer, step: step.name, suggestion }));
    };
    const alias = wantedAlias(step);
    if (alias === null) {
      problem(
        "ProviderMissing",
        `${step.type} needs a provider. Name its alias with "provider"; the bag has: ${listed(bag.aliases)}.`,
      );
      continue;
    }
    try {
      const entry = bag.find(alias);
      const missing = missingCapabilities(entry, required);
      if (missing.length > 0) {
        // It could, and may only have to be allowed to, as deleting has to be.
        const isAble = missing.flatMap((id) => lackedMethods(entry, registry.methodsOf(id))).length === 0;
        const hint = isAble ? " It has the methods for it: an option of it may have to allow that." : "";
        problem(
          "CapabilityMissing",
          `${step.type} needs ${missing.join(" and ")}, which provider ${entry.alias} does not have.${hint} It has: ${listed(entry.capabilities)}.`,
        );
      }
      // Found out here, nothing has been changed yet.
      const lacked = missing.length > 0 ? [] : lackedMethods(entry, registry.executeMethods(step.step.definition));
      if (lacked.length > 0) {
        problem(
          "PluginAnswerInvalid",
          `Provider ${nameOf(entry.provider)} (alias ${entry.alias}) has no method ${lacked.join(" and no method ")}, which a capability it advertises stands for. Tell its author.`,
        );
      }
    } catch (error) {
      if (!isIdleError(error)) throw error;
      problem(error.code, error.message, suggestionOf(error));
    }
  }
  return diagnostics;
}

function lackedMethods({ provider }: BagEntry, methods: readonly MethodInfo[]): readonly string[] {
  return methods.map(({ name }) => name).filter((name) => typeof Reflect.get(provider, name) !== "function");
}

export function missingCapabilities(entry: BagEntry, required: readonly string[]): readonly string[] {
  return required.filter((capability) => !entry.capabilities.has(capability));
}
