import { type Changed, type GetIdentityArgs, IdleError, parseDn } from "@idle/contract";
import type { Entry } from "../connection/entry.ts";
import { keepMemberships } from "../entitlements/keep-memberships.ts";
import { operationFailure } from "../failures/operation-failure.ts";
import { hasResultCode, resultCodeOf } from "../failures/result-codes.ts";
import { formatRdn, isSameDn, isWithin, joinDn, parentOf, rdnOf } from "../names/dn.ts";
import { notFound, requireIdentity } from "./find-identity.ts";
import type { Scope } from "./identity-scope.ts";
import { renameIdentity } from "./write-identity.ts";

/** Moves an object under its name. Throws `NotFound` for a container that is not there, `AlreadyExists` for a taken name. */
export async function moveIdentity(scope: Scope, identityKey: string, targetContainer: string): Promise<Changed> {
  expectContainer(scope, targetContainer);
  const entry = await requireIdentity(scope, identityKey, []);
  if (isSameDn(parentOf(entry.dn), targetContainer)) return { changed: false };
  const rdn = rdnOf(entry.dn) ?? [];
  const purpose = {
    what: `Identity ${JSON.stringify(identityKey)}`,
    doing: `moved to ${JSON.stringify(targetContainer)}`,
  };
  const newDn = joinDn(rdn, targetContainer);
  const outcome = await keepMemberships(scope, entry, newDn, () =>
    renameIdentity(scope, entry, newDn, purpose, (error) => {
      // What is no answer may have been done.
      if (resultCodeOf(error) === null) return undefined;
      return hasResultCode(error, "entryAlreadyExists") ? ("taken" as const) : { refusal: error };
    }),
  );
  if (outcome === undefined) return { changed: true };
  if (outcome === "taken") {
    throw new IdleError(
      "AlreadyExists",
      `${purpose.what} could not be ${purpose.doing}: an object ${JSON.stringify(formatRdn(rdn))} stands there already. Rename one of the two.`,
      { details: { identityKey, container: targetContainer } },
    );
  }
  // Servers have several codes for a place that is not there.
  const container = await scope.directory.search(
    { base: targetContainer, scope: "base", attributes: ["1.1"] },
    purpose,
  );
  if (container.length === 0) throw missingContainer(targetContainer);
  if (hasResultCode(outcome.refusal, "noSuchObject")) throw notFound(scope, identityKey);
  throw operationFailure(outcome.refusal, purpose.what, purpose.doing, scope.directory.settings);
}

/** Throws `InvalidInput` for what is no place below the base. */
export function expectContainer({ facts }: Scope, container: string): void {
  const isDn = typeof container === "string" && (parseDn(container)?.length ?? 0) > 0;
  if (isDn && isWithin(container, facts.baseDn)) return;
  const why = isDn ? `does not stand below ${JSON.stringify(facts.baseDn)}` : "is no distinguished name";
  throw new IdleError("InvalidInput", `The container ${JSON.stringify(container)} ${why}.`, {
    details: { container },
  });
}

/** Where somebody is meant to be created, unless they are there, or moved to, unless they stand there already. */
export async function expectPlaces(
  scope: Scope,
  entry: Entry | null,
  { createIn, moveTo }: NonNullable<GetIdentityArgs["about"]> = {},
): Promise<void> {
  const places = [
    ...(createIn !== undefined && entry === null ? [createIn] : []),
    ...(moveTo !== undefined && (entry === null || !isSameDn(parentOf(entry.dn), moveTo)) ? [moveTo] : []),
  ];
  for (const place of places) {
    expectContainer(scope, place);
    const purpose = { what: `The container ${JSON.stringify(place)}`, doing: "looked for" };
    const found = await scope.directory.search({ base: place, scope: "base", attributes: ["1.1"] }, purpose);
    if (found.length > 0) continue;
    const { message, details = {} } = missingContainer(place);
    throw new IdleError("InvalidInput", message, { details });
  }
}

export function missingContainer(container: string): IdleError {
  return new IdleError(
    "NotFound",
    `The container ${JSON.stringify(container)} is not there. Create it, or correct its name.`,
    { details: { container } },
  );
}
