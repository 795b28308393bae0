import { IdleError, type JsonValue, type PolicyVerdict } from "@idle/contract";

/** Says the first broken rule in the message, and all of them in `details.verdicts`. */
export function refused(verdicts: readonly PolicyVerdict[]): IdleError {
  const broken = verdicts.filter(({ outcome }) => outcome === "refused");
  const [first] = broken;
  const more = broken.length > 1 ? ` (and ${broken.length - 1} more)` : "";
  return new IdleError(
    "PolicyRefused",
    `The policy refuses this plan, and nothing was changed. ${first?.rule}: ${first?.message}${more}`,
    { details: { verdicts: broken as unknown as JsonValue } },
  );
}
