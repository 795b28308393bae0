import type { EntitlementAssignment, PolicySubject } from "@idle/contract";

/** Null when it cannot be told. */
export type HeldBy = (provider: string, identityKey: string) => Promise<readonly EntitlementAssignment[] | null>;

/** Asks for each identity once, and only when a rule needs it. */
export function rememberHeld(subject: Pick<PolicySubject, "entitlementsOf" | "signal">): HeldBy {
  const asked = new Map<string, ReturnType<HeldBy>>();
  return (provider, identityKey) => {
    const key = JSON.stringify([provider, identityKey]);
    const known = asked.get(key) ?? subject.entitlementsOf(provider, identityKey);
    asked.set(key, known);
    return known;
  };
}
