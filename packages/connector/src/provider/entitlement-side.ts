import type { AskedEntitlement } from "@idle/contract";
import type { Found } from "./find-identity.ts";

/** One way to have entitlements. */
export interface EntitlementSide {
  /** Without an order. */
  list(found: Found): Promise<readonly { readonly id: string; readonly displayName?: string }[]>;
  /** Null when it is so already. */
  grant(found: Found, id: string): Promise<boolean | null>;
  revoke(found: Found, id: string): Promise<boolean | null>;
  /** Throws InvalidInput for an id that is none, or that nobody could be granted. */
  expect(id: string, state: AskedEntitlement["state"]): Promise<void>;
}
