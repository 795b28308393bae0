/**
 * What this process knows to be secret. The engine redacts plans, events and results at its own doors; everything else the
 * command writes goes through here.
 */
import { onReveal } from "@idle/contract";
import { createRedactor, type Redactor } from "@idle/core";

export interface ProcessRedactor extends Redactor {
  /** Further secret names, as soon as the configuration is known. */
  addNames(names: readonly string[]): void;
}

/** Learns the content of every `Secret` that is revealed from here on, by whatever code of this process. */
export function createProcessRedactor(): ProcessRedactor {
  const values = new Set<string>();
  const names = new Set<string>();
  let current = createRedactor();
  const addValue = (value: string) => {
    values.add(value);
    current.addValue(value);
  };
  onReveal(addValue);
  return {
    addValue,
    addNames(further) {
      for (const name of further) names.add(name);
      current = createRedactor({ names: [...names], values });
    },
    isSecretName: (name) => current.isSecretName(name),
    text: (text) => current.text(text),
    data: (value) => current.data(value),
    error: (error) => current.error(error),
  };
}
