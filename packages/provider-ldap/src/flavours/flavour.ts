import type { Filter } from "ldapts";
import type { Entry } from "../connection/entry.ts";
import type { Schema } from "../server/schema.ts";

/** How a key is looked for: where, and by which attributes, whose values must then be it. */
type Lookup =
  | { readonly by: "dn"; readonly dn: string }
  | { readonly by: "id"; readonly bytes: Buffer }
  | { readonly by: "attributes"; readonly names: readonly string[] };

/** What the two kinds of directory do each in its own way. */
export interface Flavour {
  /** What identities are known by; its value is their key. */
  readonly loginAttribute: string;
  /** What stays the same when an identity is moved and renamed. */
  readonly idAttribute: string;
  readonly idKind: "guid" | "text";
  /** What identities are, and nothing else is. */
  identityFilter(): Filter;
  lookup(identityKey: string, baseDn: string): Lookup;
  /** Attributes that a search gives only when they are named. */
  readonly extraAttributes: readonly string[];
  isEnabled(entry: Entry): boolean;
  enabledFilter(enabled: boolean, schema: Schema): Filter;
  /** The name by which an object is written to: one that stays the object's, where there is such. */
  addressOf(entry: Entry): string;
}
