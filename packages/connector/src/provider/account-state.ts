import { type Changed, IdleError } from "@idle/contract";
import { requireIdentity } from "./find-identity.ts";
import { nameOf } from "./held-values.ts";
import type { StateMapping } from "./mapping.ts";
import { isEnabled } from "./read-identity.ts";
import type { Scope } from "./scope.ts";
import { exportChange, unconfirmed, writing } from "./write-identity.ts";

/** Enables or disables an identity by the attribute that says so. Throws Unsupported where there is none. */
export async function setEnabled(scope: Scope, identityKey: string, enabled: boolean): Promise<Changed> {
  const state = requireState(scope);
  return await writing(scope, async () => {
    const found = await requireIdentity(scope, identityKey);
    if (isEnabled(found, scope) === enabled) return { changed: false };
    const attributes = Object.fromEntries([[state.attribute.name, enabled ? state.enabled : state.disabled]]);
    const changed = await exportChange(scope, { action: "update", object: nameOf(found.object), attributes });
    return changed ? { changed } : unconfirmed;
  });
}

export function requireState({ mapping, connector }: Scope): StateMapping {
  if (mapping.state !== null) return mapping.state;
  throw new IdleError(
    "Unsupported",
    `Identities of the connector ${connector.definition.name} cannot be disabled: the provider's option enabled does not say which attribute does it. Everybody is enabled.`,
  );
}
