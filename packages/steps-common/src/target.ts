import type { Change } from "@idle/contract";

/** Whom a step's changes are about, from its inputs. */
export function targetOf(inputs: { readonly provider: string; readonly identityKey: string }): Change["target"] {
  return { provider: inputs.provider, identityKey: inputs.identityKey };
}
