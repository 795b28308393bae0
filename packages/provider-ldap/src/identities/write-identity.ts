/** Writes to one identity's object: to that one, whatever became of its name since it was looked at. */
import { IdleError } from "@idle/contract";
import type { Change } from "ldapts";
import type { Purpose } from "../connection/directory.ts";
import type { Entry } from "../connection/entry.ts";
import { sameObject } from "../connection/same-object.ts";
import { hasResultCode } from "../failures/result-codes.ts";
import { parentOf } from "../names/dn.ts";
import type { Scope } from "./identity-scope.ts";

type Handles<T> = (error: unknown) => T | undefined;

export function modifyIdentity<T>(
  scope: Scope,
  entry: Entry,
  changes: Change[],
  purpose: Purpose,
  handles?: Handles<T>,
): Promise<T | undefined> {
  const modify = scope.flavour.addressOf(entry);
  return scope.directory.write({ modify, changes, ...sameObject(scope, entry) }, purpose, guarded(purpose, handles));
}

/** `to`: a name with the place it is to stand in, or the name alone for one that stays where it is. */
export async function renameIdentity<T>(
  scope: Scope,
  entry: Entry,
  to: string,
  purpose: Purpose,
  handles?: Handles<T>,
): Promise<T | undefined> {
  const rename = scope.flavour.addressOf(entry);
  const guards = sameObject(scope, entry);
  const write = (newName: string, answers?: Handles<T | "unseen">) =>
    scope.directory.write({ rename, to: newName, ...guards }, purpose, guarded(purpose, answers));
  const isInPlace = parentOf(to) === "" && rename !== entry.dn;
  // Samba finds nobody by an id where no place is named. By its name somebody else might be renamed.
  const outcome = await write(to, (error) =>
    isInPlace && hasResultCode(error, "noSuchObject") ? "unseen" : handles?.(error),
  );
  return outcome === "unseen" ? renameIdentity(scope, entry, `${to},${parentOf(entry.dn)}`, purpose, handles) : outcome;
}

export function removeIdentity<T>(
  scope: Scope,
  entry: Entry,
  purpose: Purpose,
  handles?: Handles<T>,
): Promise<T | undefined> {
  const remove = scope.flavour.addressOf(entry);
  return scope.directory.write({ remove, ...sameObject(scope, entry) }, purpose, guarded(purpose, handles));
}

function guarded<T>({ what, doing }: Purpose, handles?: Handles<T>): Handles<T> {
  return (error) => {
    if (hasResultCode(error, "assertionFailed")) {
      throw new IdleError(
        "NotFound",
        `${what} could not be ${doing}: since it was looked at, another object has taken its name. Plan again.`,
        { cause: error },
      );
    }
    return handles?.(error);
  };
}
