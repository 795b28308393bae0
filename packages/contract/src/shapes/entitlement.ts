import type { Read, Write } from "../method.ts";
import type { Changed, IdentityArgs } from "./identity.ts";

/** What grants access: a group, a role, a licence. Kinds and ids compare without case. */
export type Entitlement = {
  readonly kind: string;
  readonly id: string;
};

export type EntitlementAssignment = Entitlement & {
  readonly displayName?: string;
  /** False for what cannot be taken away, such as a primary group. Default true. */
  readonly removable?: boolean;
};

/** The methods behind the `IdLE.Entitlement.*` capabilities. */
export interface EntitlementCapabilities {
  "IdLE.Entitlement.List": {
    listEntitlements: Read<IdentityArgs, readonly EntitlementAssignment[]>;
  };
  "IdLE.Entitlement.Grant": {
    grantEntitlement: Write<IdentityArgs & { readonly entitlement: Entitlement }, Changed>;
  };
  "IdLE.Entitlement.Revoke": {
    revokeEntitlement: Write<IdentityArgs & { readonly entitlement: Entitlement }, Changed>;
  };
  /** An opt-in to bulk removal; it stands for no method of its own. */
  "IdLE.Entitlement.Prune": {};
}
