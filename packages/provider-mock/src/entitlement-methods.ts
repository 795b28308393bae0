/** The `IdLE.Entitlement.*` methods over a directory. Kinds and ids compare without case, as the contract has it. */
import { type Change, type Entitlement, IdleError, type ProviderMethods } from "@idle/contract";
import type { Calls } from "./calls.ts";
import type { Directory } from "./directory.ts";
import { requireIdentity } from "./known-identity.ts";
import { withEntitlements } from "./mock-identity.ts";

type Methods = ProviderMethods<
  "IdLE.Entitlement.List" | "IdLE.Entitlement.Grant" | "IdLE.Entitlement.Revoke",
  undefined
>;

export function createEntitlementMethods(calls: Calls, directory: Directory, alias: string): Methods {
  const target = (identityKey: string): Change["target"] => ({ provider: alias, identityKey });

  return {
    listEntitlements: (args) =>
      calls.read({ method: "listEntitlements", args }, () => requireIdentity(directory, args.identityKey).entitlements),

    grantEntitlement: (args) =>
      calls.write({ method: "grantEntitlement", args }, (record) => {
        const { identityKey, entitlement } = args;
        const stored = requireIdentity(directory, identityKey);
        if (stored.entitlements.some((held) => isSame(held, entitlement))) return { changed: false };
        const { kind, id } = entitlement;
        directory.put(identityKey, withEntitlements(stored, [...stored.entitlements, { kind, id }]));
        record([{ action: "add", target: target(identityKey), path: `entitlements.${kind}`, after: id }]);
        return { changed: true };
      }),

    revokeEntitlement: (args) =>
      calls.write({ method: "revokeEntitlement", args }, (record) => {
        const { identityKey, entitlement } = args;
        const stored = requireIdentity(directory, identityKey);
        const going = stored.entitlements.filter((held) => isSame(held, entitlement));
        const [first] = going;
        if (first === undefined) return { changed: false };
        if (going.some(({ removable }) => removable === false)) throw cannotBeRevoked(first);
        const staying = stored.entitlements.filter((held) => !going.includes(held));
        directory.put(identityKey, withEntitlements(stored, staying));
        const { kind, id } = first;
        record([{ action: "remove", target: target(identityKey), path: `entitlements.${kind}`, before: id }]);
        return { changed: true };
      }),
  };
}

function isSame(left: Entitlement, right: Entitlement): boolean {
  return left.kind.toLowerCase() === right.kind.toLowerCase() && left.id.toLowerCase() === right.id.toLowerCase();
}

function cannotBeRevoked({ kind, id }: Entitlement): IdleError {
  return new IdleError(
    "Unsupported",
    `${kind} ${JSON.stringify(id)} cannot be revoked: it is kept as removable: false.`,
    {
      details: { kind, id },
    },
  );
}
