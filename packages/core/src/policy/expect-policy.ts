import { IdleError, type Policy } from "@idle/contract";

/** Null for none. Throws InvalidInput for what has not the shape. */
export function expectPolicy(policy: Policy | undefined): Policy | null {
  if (policy === undefined) return null;
  const missing = (["review", "admit"] as const).find((method) => typeof policy?.[method] !== "function");
  if (missing === undefined) return policy;
  throw new IdleError("InvalidInput", `The policy has no method ${missing}(subject). createPolicy makes one.`);
}
