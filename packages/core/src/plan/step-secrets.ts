/** What came into a step's inputs from under a secret's name, of the request or of what was read, is secret everywhere. */
import { valueAt } from "../data/pointer.ts";
import { collectSecretValues, type Redactor } from "../events/redact.ts";
import type { ResolvedStep } from "./resolve-steps.ts";

export function learnStepSecrets(steps: readonly ResolvedStep[], redactor: Redactor): void {
  for (const { origins, inputs } of steps) {
    for (const { pointer, path } of origins) {
      if (!path.some((segment) => redactor.isSecretName(segment))) continue;
      const value = valueAt(inputs, pointer) ?? null;
      // A number or a truth value under a secret name is as secret as text.
      if (typeof value === "number" || typeof value === "boolean") redactor.addValue(String(value));
      else for (const text of collectSecretValues(redactor, { secret: value })) redactor.addValue(text);
    }
  }
}
