import { IdleError, type StepOutcome } from "@idle/contract";
import { seal } from "../sealing/seal.ts";
import type { CheckedOutcome } from "./check-outcome.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Run } from "./run.ts";

/** An outcome in which nothing is left that must not be seen. */
export interface SealedOutcome extends Pick<StepOutcome, "changed" | "outputs" | "left"> {
  /** That nothing is left to do was seen already. */
  readonly isConfirmed?: boolean;
  /** Each a JWE, by name. */
  readonly sealedOutputs?: Readonly<Record<string, string>>;
}

/** Seals each secret to the run's recipient, for this step of this run. Throws UnexpectedError. */
export async function sealOutcome(
  { secrets, ...outcome }: CheckedOutcome,
  { planned }: PreparedStep,
  { runId, recipient }: Run,
): Promise<SealedOutcome> {
  if (secrets.size === 0 || recipient === null) return outcome;
  const sealed: [string, string][] = [];
  for (const [output, secret] of secrets) {
    try {
      sealed.push([output, await seal(secret, { run: runId, step: planned.id, output }, recipient)]);
    } catch (cause) {
      const message = `Step "${planned.name}" was done, but its secret output ${output} could not be sealed and is lost. Make a new one in the target system.`;
      throw new IdleError("UnexpectedError", message, { cause });
    }
  }
  return { ...outcome, sealedOutputs: Object.fromEntries(sealed) };
}
