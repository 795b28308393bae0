import { type Identity, type IdentityFilter, IdleError } from "@idle/contract";
import { expectAttribute } from "../model/schema-index.ts";
import { holdsAll, wantedValues } from "./attribute-values.ts";
import type { Found } from "./find-identity.ts";
import { heldBy } from "./held-values.ts";
import { isEnabled, keyOf, readIdentity } from "./read-identity.ts";
import type { Scope } from "./scope.ts";

/** All that fit; what has no key cannot be called and is left out. Throws InvalidInput for attributes that there are not. */
export async function* listIdentities(scope: Scope, filter: IdentityFilter = {}): AsyncGenerator<Identity> {
  const { connector, mapping, naming, freshness, call } = scope;
  const tests: ((found: Found) => boolean)[] = [];
  if (filter.enabled !== undefined) tests.push((found) => isEnabled(found, scope) === filter.enabled);
  for (const [asked, wanted] of Object.entries(filter.attributes ?? {})) {
    const attribute = expectAttribute(mapping.type, asked);
    if (!attribute.canImport) {
      throw new IdleError("InvalidInput", `Identities cannot be listed by ${attribute.name}, which cannot be read.`, {
        details: { attribute: attribute.name },
      });
    }
    const values = wantedValues(attribute, wanted, naming);
    tests.push(({ held }) => {
      const has = held.get(attribute.name) ?? [];
      return values.length === 0 ? has.length === 0 : holdsAll(attribute, has, values, naming);
    });
  }
  await freshness.expect(call);
  for (const object of connector.objects({ objectType: mapping.type.name })) {
    call.signal.throwIfAborted();
    const held = heldBy(scope, object);
    if (held === null) continue;
    const found = { object, held };
    const key = keyOf(found, scope);
    if (key !== null && tests.every((fits) => fits(found))) yield readIdentity(found, key, scope);
  }
}
