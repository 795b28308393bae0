import type { ProviderFixture } from "./fixture.ts";

/** Arguments for each built-in method, about one identity. */
export function argumentsFor(fixture: ProviderFixture, identityKey: string): Readonly<Record<string, object>> {
  const { attribute, containers, entitlements, newAttributes } = fixture;
  const attributes = { [attribute.name]: attribute.values[1] };
  return {
    getIdentity: { identityKey },
    listIdentities: {},
    createIdentity: { identityKey, attributes: newAttributes },
    previewAttributes: { identityKey, attributes },
    ensureAttributes: { identityKey, attributes },
    enableIdentity: { identityKey },
    disableIdentity: { identityKey },
    moveIdentity: { identityKey, targetContainer: containers?.[1] },
    deleteIdentity: { identityKey },
    revokeSessions: { identityKey },
    listEntitlements: { identityKey },
    grantEntitlement: { identityKey, entitlement: entitlements[1] },
    revokeEntitlement: { identityKey, entitlement: entitlements[0] },
    startSyncCycle: { policyType: "Delta" },
    getSyncCycleState: {},
  };
}
