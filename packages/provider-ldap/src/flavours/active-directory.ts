/** Active Directory (MS-ADTS), and Samba in its place. */
import { IdleError } from "@idle/contract";
import { AndFilter, EqualityFilter, ExtensibleFilter, NotFilter } from "ldapts";
import { type Entry, textOf, valuesOf } from "../connection/entry.ts";
import { isNamed } from "../names/dn.ts";
import { guidToBytes, guidToText } from "../names/guid.ts";
import type { Flavour } from "./flavour.ts";

/** Bits of `userAccountControl` (MS-ADTS 2.2.16). */
export const accountDisabled = 0x2;
export const normalAccount = 0x200;

const bitAnd = "1.2.840.113556.1.4.803";

export const activeDirectory: Flavour = {
  loginAttribute: "sAMAccountName",
  idAttribute: "objectGUID",
  idKind: "guid",
  extraAttributes: [],

  // Computers are users too, but no persons; nor are those that the domain itself stands on, such as krbtgt, whose
  // password is the key of every ticket.
  identityFilter: () =>
    new AndFilter({
      filters: [
        new EqualityFilter({ attribute: "objectCategory", value: "person" }),
        new EqualityFilter({ attribute: "objectClass", value: "user" }),
        new NotFilter({ filter: new EqualityFilter({ attribute: "isCriticalSystemObject", value: "TRUE" }) }),
      ],
    }),

  lookup(identityKey, baseDn) {
    const bytes = guidToBytes(identityKey);
    if (bytes !== null) return { by: "id", bytes };
    if (isNamed(identityKey, baseDn)) return { by: "dn", dn: identityKey };
    // Both where both are possible: a key that fits two identities is to be refused and not decided.
    const names = identityKey.includes("@") ? ["userPrincipalName", "sAMAccountName"] : ["sAMAccountName"];
    return { by: "attributes", names };
  },

  isEnabled: (entry) => (accountControlOf(entry) & accountDisabled) === 0,

  enabledFilter(enabled) {
    const disabled = new ExtensibleFilter({
      matchType: "userAccountControl",
      rule: bitAnd,
      value: String(accountDisabled),
    });
    return enabled ? new NotFilter({ filter: disabled }) : disabled;
  },

  /** By its id: whoever is moved, renamed, or replaced by somebody of the same name meanwhile is not taken for another. */
  addressOf(entry) {
    const id = valuesOf(entry, "objectGUID")[0];
    const text = id === undefined ? null : guidToText(id);
    return text === null ? entry.dn : `<GUID=${text}>`;
  },
};

/**
 * The bits of an account's state. Every account has them; a domain may hide them from accounts that it has not been told
 * about. Throws `PermissionDenied` then: what is not seen must not be taken for enabled.
 */
export function accountControlOf(entry: Entry): number {
  const text = textOf(entry, "userAccountControl");
  if (text !== undefined && /^-?\d+$/.test(text)) return Number(text);
  throw new IdleError(
    "PermissionDenied",
    `The state of ${JSON.stringify(entry.dn)} is not shown to the account of the session. Give it the right to read userAccountControl and memberOf of users.`,
    { details: { dn: entry.dn } },
  );
}
