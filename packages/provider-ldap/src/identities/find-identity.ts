/** From a key to the one object it is for. */
import { foldText, IdleError } from "@idle/contract";
import { AndFilter, EqualityFilter, type Filter, OrFilter } from "ldapts";
import { type Entry, textsOf } from "../connection/entry.ts";

import type { Scope } from "./identity-scope.ts";

/** As many as are named when a key fits several. */
const mostNamed = 5;

/**
 * Null where nobody has the key. `attributes`: what is read of it; default all. Throws `InvalidInput` for a key that
 * several have: whose it is must not be guessed.
 */
export async function findIdentity(
  scope: Scope,
  identityKey: string,
  attributes?: readonly string[],
): Promise<Entry | null> {
  expectKey(identityKey);
  const { directory, flavour, facts } = scope;
  const lookup = flavour.lookup(identityKey, facts.baseDn);
  const isIdentity = flavour.identityFilter();
  const wanted = wantedAttributes(scope, attributes, lookup.by === "attributes" ? lookup.names : []);
  const purpose = { what: `Identity ${JSON.stringify(identityKey)}`, doing: "looked for" };
  if (lookup.by === "dn") {
    const found = await directory.search(
      { base: lookup.dn, scope: "base", filter: isIdentity, attributes: wanted },
      purpose,
    );
    return found[0] ?? null;
  }
  const equals = (attribute: string, value: Buffer | string) => new EqualityFilter({ attribute, value });
  const isKey: Filter =
    lookup.by === "id"
      ? equals(flavour.idAttribute, lookup.bytes)
      : anyOf(lookup.names.map((name) => equals(name, identityKey)));
  const named = lookup.by === "id" ? [] : lookup.names;
  const found = await directory.search(
    {
      base: facts.baseDn,
      scope: "sub",
      filter: new AndFilter({ filters: [isIdentity, isKey] }),
      attributes: wanted,
      most: mostNamed,
    },
    purpose,
  );
  const fitting = lookup.by === "id" ? found : found.filter((entry) => hasKey(entry, named, identityKey));
  const [entry, another] = fitting;
  if (entry === undefined) return null;
  if (another === undefined) return entry;
  const dns = fitting.map(({ dn }) => JSON.stringify(dn)).toSorted();
  throw new IdleError(
    "InvalidInput",
    `${JSON.stringify(identityKey)} fits more than one identity: ${dns.join(" and ")}. Name one by its distinguished name, or make the values differ.`,
    { details: { identityKey, matches: fitting.map(({ dn }) => dn).toSorted() } },
  );
}

/** What is needed anyway is among all attributes, but for those that come only when they are named. */
function wantedAttributes({ flavour }: Scope, attributes: readonly string[] | undefined, named: readonly string[]) {
  if (attributes === undefined) return ["*", ...flavour.extraAttributes];
  const { idAttribute, loginAttribute, extraAttributes } = flavour;
  return [...new Set([...attributes, idAttribute, loginAttribute, ...named, ...extraAttributes])];
}

/** The same; throws `NotFound` where nobody has the key. */
export async function requireIdentity(
  scope: Scope,
  identityKey: string,
  attributes?: readonly string[],
): Promise<Entry> {
  const entry = await findIdentity(scope, identityKey, attributes);
  if (entry !== null) return entry;
  throw notFound(scope, identityKey);
}

export function notFound({ facts }: Scope, identityKey: string): IdleError {
  return new IdleError(
    "NotFound",
    `There is no identity ${JSON.stringify(identityKey)} below ${JSON.stringify(facts.baseDn)}. Create it first, or correct the key.`,
    { details: { identityKey } },
  );
}

function expectKey(identityKey: unknown): asserts identityKey is string {
  if (typeof identityKey === "string" && identityKey.trim() !== "") return;
  throw new IdleError("InvalidInput", "An identityKey is a text that is not empty.");
}

/** Some servers find "Muller" for "Müller" and the other way round; nobody is to be taken for somebody else. */
function hasKey(entry: Entry, names: readonly string[], identityKey: string): boolean {
  const wanted = foldText(identityKey);
  return names.some((name) =>
    textsOf(entry, name).some((value) => value === identityKey || foldText(value) === wanted),
  );
}

function anyOf(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : new OrFilter({ filters: [...filters] });
}
