/** `IdLE.Entitlement.*`: kinds and ids compare without case, every write is idempotent. */
import type { Entitlement, EntitlementAssignment } from "@idle/contract";
import { expect } from "vitest";
import type { Check } from "./check.ts";
import { errorOf, expectIdleError, expectNotFound } from "./expect-error.ts";

const loud = ({ kind, id }: Entitlement): Entitlement => ({ kind: kind.toUpperCase(), id: id.toUpperCase() });

function holds(list: readonly EntitlementAssignment[], wanted: Entitlement): boolean {
  const { kind, id } = loud(wanted);
  return list.some((held) => held.kind.toUpperCase() === kind && held.id.toUpperCase() === id);
}

export const entitlementChecks: readonly Check[] = [
  {
    id: "entitlements/list",
    says: "listEntitlements gives what is held, and what of it cannot be taken away",
    needs: ["IdLE.Entitlement.List"],
    async run({ methods, fixture: { identityKey, entitlements, fixedEntitlement } }) {
      const list = await methods.listEntitlements({ identityKey });
      expect(holds(list, entitlements[0])).toBe(true);
      expect(holds(list, entitlements[1])).toBe(false);
      if (fixedEntitlement === null) return;
      const fixed = list.filter(({ removable }) => removable === false);
      expect(holds(fixed, fixedEntitlement), "removable: false").toBe(true);
    },
  },
  {
    id: "entitlements/grant",
    says: "grantEntitlement grants once, whatever the case",
    needs: ["IdLE.Entitlement.List", "IdLE.Entitlement.Grant"],
    async run({ methods, fixture: { identityKey, entitlements } }) {
      const [held, entitlement] = entitlements;
      const grant = (which: Entitlement) => methods.grantEntitlement({ identityKey, entitlement: which });
      expect(await grant(held)).toMatchObject({ changed: false });
      expect(await grant(entitlement)).toMatchObject({ changed: true });
      expect(await grant(entitlement)).toMatchObject({ changed: false });
      expect(await grant(loud(entitlement))).toMatchObject({ changed: false });
      expect(holds(await methods.listEntitlements({ identityKey }), entitlement)).toBe(true);
    },
  },
  {
    id: "entitlements/revoke",
    says: "revokeEntitlement revokes once, whatever the case",
    needs: ["IdLE.Entitlement.List", "IdLE.Entitlement.Revoke"],
    async run({ methods, fixture: { identityKey, entitlements } }) {
      const [held, other] = entitlements;
      const revoke = (entitlement: Entitlement) => methods.revokeEntitlement({ identityKey, entitlement });
      expect(await revoke(other)).toMatchObject({ changed: false });
      expect(await revoke(loud(held))).toMatchObject({ changed: true });
      expect(await revoke(held)).toMatchObject({ changed: false });
      expect(holds(await methods.listEntitlements({ identityKey }), held)).toBe(false);
    },
  },
  {
    id: "entitlements/fixed",
    says: "revokeEntitlement refuses what cannot be taken away, with PermissionDenied or Unsupported",
    needs: ["IdLE.Entitlement.List", "IdLE.Entitlement.Revoke"],
    async run({ methods, state, fixture: { identityKey, fixedEntitlement: entitlement } }) {
      if (entitlement === null) return;
      const before = await state();
      const error = await errorOf(() => methods.revokeEntitlement({ identityKey, entitlement }));
      expectIdleError(error, "PermissionDenied", "Unsupported");
      expect(await state()).toEqual(before);
    },
  },
  {
    id: "entitlements/list-unknown",
    says: "listEntitlements fails with NotFound for an unknown identity",
    needs: ["IdLE.Entitlement.List"],
    run: ({ methods, fixture }) => expectNotFound(() => methods.listEntitlements({ identityKey: fixture.unknownKey })),
  },
  {
    id: "entitlements/grant-unknown",
    says: "grantEntitlement fails with NotFound for an unknown identity",
    needs: ["IdLE.Entitlement.Grant"],
    run: ({ methods, fixture: { unknownKey: identityKey, entitlements } }) =>
      expectNotFound(() => methods.grantEntitlement({ identityKey, entitlement: entitlements[0] })),
  },
  {
    id: "entitlements/revoke-unknown",
    says: "revokeEntitlement fails with NotFound for an unknown identity",
    needs: ["IdLE.Entitlement.Revoke"],
    run: ({ methods, fixture: { unknownKey: identityKey, entitlements } }) =>
      expectNotFound(() => methods.revokeEntitlement({ identityKey, entitlement: entitlements[0] })),
  },
];
