/** OpenLDAP and its kin, as the options describe their identities. */
import { EqualityFilter, NotFilter } from "ldapts";
import { textsOf } from "../connection/entry.ts";
import { isNamed } from "../names/dn.ts";
import type { Settings } from "../options/read-options.ts";
import type { Flavour } from "./flavour.ts";

export function createPlainLdap({ loginAttribute, objectClass, accountLock }: Settings): Flavour {
  const isLocked = (values: readonly string[]) =>
    accountLock !== null && values.some((value) => value.toUpperCase() === accountLock.value.toUpperCase());
  return {
    loginAttribute,
    idAttribute: "entryUUID",
    idKind: "text",
    // Operational attributes come only when they are asked for.
    extraAttributes: ["entryUUID", ...(accountLock === null ? [] : [accountLock.attribute])],
    identityFilter: () => new EqualityFilter({ attribute: "objectClass", value: objectClass }),

    lookup(identityKey, baseDn) {
      if (isNamed(identityKey, baseDn)) return { by: "dn", dn: identityKey };
      return { by: "attributes", names: [loginAttribute] };
    },

    isEnabled: (entry) => accountLock === null || !isLocked(textsOf(entry, accountLock.attribute)),

    enabledFilter(enabled, schema) {
      // Where nothing can be locked, nothing is.
      const canLock = accountLock !== null && schema.find(accountLock.attribute) !== undefined;
      const locked = canLock
        ? new EqualityFilter({ attribute: accountLock.attribute, value: accountLock.value })
        : new NotFilter({ filter: new EqualityFilter({ attribute: "objectClass", value: objectClass }) });
      return enabled ? new NotFilter({ filter: locked }) : locked;
    },

    addressOf: ({ dn }) => dn,
  };
}
