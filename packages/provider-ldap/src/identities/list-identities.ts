import { type Identity, type IdentityFilter, IdleError } from "@idle/contract";
import { AndFilter, EqualityFilter, type Filter, NotFilter, PresenceFilter } from "ldapts";
import { resolveAttribute } from "../attributes/attribute-names.ts";
import { isSecretAttribute } from "../attributes/forbidden-attributes.ts";
import { readBytes } from "../attributes/value.ts";
import { wantedValues } from "../attributes/wanted-values.ts";
import type { Entry } from "../connection/entry.ts";
import { valuesOf } from "../connection/entry.ts";
import type { Scope } from "./identity-scope.ts";
import { readIdentity } from "./read-identity.ts";

/** All that fit, a page at a time: no more than a page is held. Throws `InvalidInput` for attributes that there are not. */
export async function* listIdentities(scope: Scope, filter: IdentityFilter = {}): AsyncGenerator<Identity> {
  const { directory, flavour, facts, names } = scope;
  const conditions: Filter[] = [flavour.identityFilter()];
  if (filter.enabled !== undefined) conditions.push(flavour.enabledFilter(filter.enabled, facts.schema));
  const tests: ((entry: Entry) => boolean)[] = [];
  for (const [asked, wanted] of Object.entries(filter.attributes ?? {})) {
    const { name, type } = resolveAttribute(asked, names, facts.schema);
    if (type.kind === "fileTime" || isSecretAttribute(type.name)) {
      throw new IdleError("InvalidInput", `Identities cannot be listed by ${JSON.stringify(name)}.`, {
        details: { attribute: name },
      });
    }
    const values = await wantedValues(scope, { name, type }, wanted);
    if (values.length === 0) {
      conditions.push(new NotFilter({ filter: new PresenceFilter({ attribute: type.name }) }));
      continue;
    }
    for (const { bytes } of values) conditions.push(new EqualityFilter({ attribute: type.name, value: bytes }));
    // The server's rule may hold more for the same than ours.
    tests.push((entry) => {
      const held = new Set(valuesOf(entry, type.name).map((bytes) => readBytes(bytes, type.kind)?.key));
      return values.every(({ key }) => held.has(key));
    });
  }
  const query = {
    base: facts.baseDn,
    scope: "sub",
    filter: new AndFilter({ filters: conditions }),
    attributes: ["*", ...flavour.extraAttributes],
  } as const;
  for await (const page of directory.pages(query, { what: "The identities", doing: "listed" })) {
    for (const entry of page) {
      if (tests.every((fits) => fits(entry))) yield readIdentity(scope, entry);
    }
  }
}
