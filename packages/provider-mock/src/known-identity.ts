import { IdleError } from "@idle/contract";
import type { Directory } from "./directory.ts";
import type { StoredIdentity } from "./mock-identity.ts";

/** Throws `NotFound` for a key that nobody has. */
export function requireIdentity(directory: Directory, identityKey: string): StoredIdentity {
  const stored = directory.current().get(identityKey);
  if (stored !== undefined) return stored;
  throw new IdleError(
    "NotFound",
    `The mock directory has no identity ${JSON.stringify(identityKey)}. Keys are compared exactly; create it first, or correct the key.`,
    { details: { identityKey } },
  );
}
