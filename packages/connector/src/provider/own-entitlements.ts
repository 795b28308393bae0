import { nameKey } from "@idle/contract";
import type { CsValue } from "../model/value.ts";
import { wantedValues } from "./attribute-values.ts";
import type { EntitlementSide } from "./entitlement-side.ts";
import type { Found } from "./find-identity.ts";
import { nameOf } from "./held-values.ts";
import type { EntitlementMapping } from "./mapping.ts";
import type { Scope } from "./scope.ts";
import { exportChange } from "./write-identity.ts";

/** The ids are the values of an attribute of the identity's own object. Which others there are nobody says. */
export function ownEntitlements(scope: Scope, { attribute }: EntitlementMapping): EntitlementSide {
  const valuesOf = ({ held }: Found) => held.get(attribute.name) ?? [];
  const isSame = (value: CsValue, id: string) => nameKey(String(value)) === nameKey(id);
  const put = ({ object }: Found, values: readonly CsValue[]) =>
    exportChange(scope, {
      action: "update",
      object: nameOf(object),
      attributes: Object.fromEntries([[attribute.name, values]]),
    });
  return {
    list: async (found) => valuesOf(found).map((value) => ({ id: String(value) })),
    async grant(found, id) {
      const added = wantedValues(attribute, [id], scope.naming);
      const values = valuesOf(found);
      return values.some((value) => isSame(value, id)) ? null : await put(found, [...values, ...added]);
    },
    async revoke(found, id) {
      const values = valuesOf(found);
      const staying = values.filter((value) => !isSame(value, id));
      return staying.length === values.length ? null : await put(found, staying);
    },
    async expect(id) {
      wantedValues(attribute, [id], scope.naming);
    },
  };
}
