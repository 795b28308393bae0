import type { StepType } from "@idle/contract";
import { typeInWords } from "./type-in-words.ts";

export interface StepInput {
  readonly name: string;
  readonly isRequired: boolean;
  /** In words. */
  readonly type: string;
  readonly description: string;
}

/** What a step type takes in `with`, in the order of its schema. `code` marks in types what stands for itself. */
export function stepInputs({ with: schema }: Pick<StepType, "with">, code?: (text: string) => string): StepInput[] {
  const { properties, required } = schema as { readonly properties?: unknown; readonly required?: unknown };
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const entries = typeof properties === "object" && properties !== null ? Object.entries(properties) : [];
  return entries.map(([name, property]) => {
    const { description } = (property ?? {}) as { readonly description?: unknown };
    return {
      name,
      isRequired: names.includes(name),
      type: typeInWords(property, code),
      description: typeof description === "string" ? description : "",
    };
  });
}

/** What every step type takes beside its own inputs. */
export const commonInputs: readonly StepInput[] = [
  { name: "provider", isRequired: false, type: "string", description: "The alias of the provider." },
  { name: "authSessionName", isRequired: false, type: "string", description: "The session to ask the broker for." },
  { name: "authSessionOptions", isRequired: false, type: "object", description: "What else the session must match." },
];
