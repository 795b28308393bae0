import { type Changed, IdleError } from "@idle/contract";
import { Attribute, Change } from "ldapts";
import type { Entry } from "../connection/entry.ts";
import { hasResultCode } from "../failures/result-codes.ts";
import { accountControlOf, accountDisabled } from "../flavours/active-directory.ts";
import { notFound, requireIdentity } from "./find-identity.ts";
import type { Scope } from "./identity-scope.ts";
import { modifyIdentity } from "./write-identity.ts";

/** How often somebody else may get in between before it is given up. */
const mostTries = 5;

type Outcome = "moved" | "gone" | "refused";

/** Enables or disables an account, and leaves all else that its state says as it is, whoever changes that meanwhile. */
export async function setEnabled(scope: Scope, identityKey: string, enabled: boolean): Promise<Changed> {
  const { settings } = scope.directory;
  const purpose = { what: `Identity ${JSON.stringify(identityKey)}`, doing: enabled ? "enabled" : "disabled" };
  let isPlain = false;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const entry = await requireIdentity(scope, identityKey, ["userAccountControl"]);
    if (scope.flavour.isEnabled(entry) === enabled) return { changed: false };
    const changes: Change[] =
      settings.flavour === "activeDirectory" ? flag(entry, enabled, isPlain) : lock(scope, enabled);
    const outcome = await modifyIdentity<Outcome>(scope, entry, changes, purpose, (error) => {
      // The value that was read is not there any more: look again.
      if (hasResultCode(error, "noSuchAttribute", "attributeOrValueExists")) return "moved";
      if (hasResultCode(error, "noSuchObject")) return "gone";
      // Where a server does not take it that way the new value is put in place of whatever stands there.
      const isRefused = hasResultCode(error, "unwillingToPerform", "constraintViolation", "objectClassViolation");
      return isRefused && settings.flavour === "activeDirectory" && !isPlain ? "refused" : undefined;
    });
    if (outcome === undefined) return { changed: true };
    if (outcome === "gone") throw notFound(scope, identityKey);
    isPlain = outcome === "refused";
  }
  throw new IdleError("Busy", `${purpose.what} could not be ${purpose.doing}: others change it all the time.`, {
    transient: true,
  });
}

/** The old value goes out and the new one comes in, in one operation: what somebody else set in between is not lost. */
function flag(entry: Entry, enabled: boolean, isPlain: boolean): Change[] {
  const before = accountControlOf(entry);
  const after = enabled ? before & ~accountDisabled : before | accountDisabled;
  const change = (operation: "delete" | "add" | "replace", value: number) =>
    new Change({ operation, modification: new Attribute({ type: "userAccountControl", values: [String(value)] }) });
  return isPlain ? [change("replace", after)] : [change("delete", before), change("add", after)];
}

function lock(scope: Scope, enabled: boolean): Change[] {
  const { attribute, value } = requireLock(scope);
  const modification = new Attribute({ type: attribute, values: enabled ? [] : [value] });
  return [new Change({ operation: "replace", modification })];
}

/** Throws `Unsupported` where accounts cannot be locked here. */
export function requireLock({ directory, facts }: Scope): { readonly attribute: string; readonly value: string } {
  const { accountLock } = directory.settings;
  if (accountLock !== null && facts.schema.find(accountLock.attribute) !== undefined) return accountLock;
  const why =
    accountLock === null
      ? "accountLock is null"
      : `its schema has no ${accountLock.attribute}: load the password policy overlay, or name another attribute as accountLock`;
  throw new IdleError("Unsupported", `Accounts of this directory cannot be disabled: ${why}.`);
}
