import { IdleError, type JsonValue, type PolicyVerdict } from "@idle/contract";

/**
 * Says the first broken rule in the message, and all of them in `details.verdicts`. `stepName`: of a failure step, in a run
 * that has changed something; null for a whole plan.
 */
export function refused(verdicts: readonly PolicyVerdict[], stepName: string | null): IdleError {
  const broken = verdicts.filter(({ outcome }) => outcome === "refused");
  const [first] = broken;
  const more = broken.length > 1 ? ` (and ${broken.length - 1} more)` : "";
  const what = stepName === null ? "this plan, and nothing was changed" : `step "${stepName}", which changed nothing`;
  return new IdleError("PolicyRefused", `The policy refuses ${what}. ${first?.rule}: ${first?.message}${more}`, {
    details: { verdicts: broken as unknown as JsonValue },
  });
}
