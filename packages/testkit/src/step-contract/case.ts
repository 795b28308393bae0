import type { AnyProvider } from "@idle/contract";
import type { RunStepOptions } from "../run-step/run-step.ts";

/** A starting point for a step. */
export interface StepCase extends Omit<RunStepOptions, "provider" | "signal" | "onEvent" | "shared" | "machineState"> {
  readonly name: string;
  /** Makes the provider over the same state each time; absent for steps that need none. */
  readonly createProvider?: () => AnyProvider | Promise<AnyProvider>;
  /** Clear values that nothing the step gives out may show. */
  readonly secrets?: readonly string[];
}

/** The case on a fresh provider. */
export async function start(each: StepCase): Promise<RunStepOptions> {
  const { createProvider, name: _name, secrets: _secrets, ...options } = each;
  const provider = await createProvider?.();
  return provider === undefined ? options : { ...options, provider };
}
