/** Carries out grants and revokes one after the other, and tells which of them changed something. */
import { type BoundProvider, type Entitlement, isIdleError } from "@idle/contract";

type Told = { readonly kind: string; readonly id: string };
export type Refusal = Told & { readonly code: string; readonly message: string };

export async function grantEach(
  provider: Pick<BoundProvider<"IdLE.Entitlement.Grant">, "grantEntitlement">,
  identityKey: string,
  entitlements: readonly Entitlement[],
): Promise<Told[]> {
  const granted: Told[] = [];
  for (const { kind, id } of entitlements) {
    const { changed } = await provider.grantEntitlement({ identityKey, entitlement: { kind, id } });
    if (changed) granted.push({ kind, id });
  }
  return granted;
}

/**
 * With `onRefusal`, what the system refuses for good (`PermissionDenied`, `Unsupported`) is told there and the rest
 * goes on; any other error, and without it every error, ends it.
 */
export async function revokeEach(
  provider: Pick<BoundProvider<"IdLE.Entitlement.Revoke">, "revokeEntitlement">,
  identityKey: string,
  entitlements: readonly Entitlement[],
  onRefusal?: (refusal: Refusal) => void,
): Promise<Told[]> {
  const revoked: Told[] = [];
  for (const { kind, id } of entitlements) {
    try {
      const { changed } = await provider.revokeEntitlement({ identityKey, entitlement: { kind, id } });
      if (changed) revoked.push({ kind, id });
    } catch (error) {
      const isRefused = isIdleError(error, "PermissionDenied") || isIdleError(error, "Unsupported");
      if (!isRefused || onRefusal === undefined) throw error;
      onRefusal({ kind, id, code: error.code, message: error.message });
    }
  }
  return revoked;
}
