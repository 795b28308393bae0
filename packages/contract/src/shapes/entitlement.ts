import type { Read, Write } from "../method.ts";
import type { Changed, IdentityArgs } from "./identity.ts";

/**
 * What grants access: a group, a role, a licence. Kinds compare without case; ids as `nameKey` does: without case, and
 * distinguished names by their parts.
 */
export type Entitlement = {
  readonly kind: string;
  readonly id: string;
};

export type EntitlementAssignment = Entitlement & {
  readonly displayName?: string;
  /** False for what cannot be taken away, such as a primary group. Default true. */
  readonly removable?: boolean;
};

/** An entitlement that a step is to grant or take away. */
export type AskedEntitlement = Entitlement & {
  readonly state: "Present" | "Absent";
};

export interface ListEntitlementsArgs extends IdentityArgs {
  /**
   * What the caller means to grant, keep or take away. A provider that can tell refuses here, with `InvalidInput` and
   * before it says anything of the identity, what it would not grant because there is no such thing, and what is not
   * named as its lists name it: so that a plan fails, and no run in its middle. Others leave it alone.
   */
  readonly about?: readonly AskedEntitlement[];
}

/** The methods behind the `IdLE.Entitlement.*` capabilities. */
export interface EntitlementCapabilities {
  "IdLE.Entitlement.List": {
    listEntitlements: Read<ListEntitlementsArgs, readonly EntitlementAssignment[]>;
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
