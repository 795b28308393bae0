import { type BoundProvider, type GetIdentityArgs, type Identity, IdleError } from "@idle/contract";

/** The identity a preview is about. Throws `NotFound` where there is none: nothing about it could be ensured. */
export async function readExistingIdentity(
  provider: Pick<BoundProvider<"IdLE.Identity.Read">, "getIdentity">,
  inputs: { readonly provider: string; readonly identityKey: string },
  about?: GetIdentityArgs["about"],
): Promise<Identity> {
  const { identityKey } = inputs;
  const identity = await provider.getIdentity({ identityKey, ...(about === undefined ? {} : { about }) });
  if (identity !== null) return identity;
  throw new IdleError(
    "NotFound",
    `${inputs.provider} has no identity ${JSON.stringify(identityKey)}. Create it in an earlier step, or correct the identityKey.`,
    { details: { provider: inputs.provider, identityKey } },
  );
}

/** An identity as the `before` of its deletion tells it. */
export function stateOf({ enabled, container, attributes }: Identity) {
  return { enabled, ...(container === undefined ? {} : { container }), attributes };
}
