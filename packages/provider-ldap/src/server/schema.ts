/** What a server says of its attributes: which there are, how their values are written and compared. */
import { type AttributeDefinition, parseAttributeType } from "./parse-attribute-type.ts";

/** How values of an attribute are written, shown and compared. */
export type ValueKind =
  | "text"
  | "exactText"
  | "telephone"
  | "digits"
  | "integer"
  | "largeInteger"
  | "fileTime"
  | "boolean"
  | "dn"
  | "guid"
  | "sid"
  | "binary";

export interface AttributeType {
  /** As the server spells it. */
  readonly name: string;
  readonly kind: ValueKind;
  readonly isSingle: boolean;
  readonly isReadOnly: boolean;
}

export interface Schema {
  /** Without case, by any of its names or its number; undefined where the server has no such attribute. */
  find(name: string): AttributeType | undefined;
  /** Every name of every attribute. */
  readonly names: readonly string[];
}

export function readSchema(definitions: readonly string[]): Schema {
  const byName = new Map<string, AttributeDefinition>();
  const names: string[] = [];
  for (const text of definitions) {
    const definition = parseAttributeType(text);
    if (definition === null) continue;
    for (const name of [...definition.names, definition.oid]) byName.set(name.toLowerCase(), definition);
    names.push(...definition.names);
  }
  const known = new Map<string, AttributeType>();
  return {
    names,
    find(name) {
      const key = name.toLowerCase();
      const type = known.get(key);
      if (type !== undefined) return type;
      const definition = byName.get(key);
      if (definition === undefined) return undefined;
      const made = typeOf(definition, byName);
      known.set(key, made);
      return made;
    },
  };
}

function typeOf(definition: AttributeDefinition, byName: ReadonlyMap<string, AttributeDefinition>): AttributeType {
  const name = definition.names[0] ?? definition.oid;
  let { equality, syntax, superior } = definition;
  // What a subtype leaves out is its supertype's; a server whose types go round in a circle is read to its end, too.
  for (let depth = 0; superior !== undefined && depth < 16; depth += 1) {
    const above = byName.get(superior.toLowerCase());
    equality ??= above?.equality;
    syntax ??= above?.syntax;
    superior = above?.superior;
  }
  const kind = kindOf(name, equality, syntax);
  return { name, kind, isSingle: definition.isSingle, isReadOnly: definition.isReadOnly };
}

function kindOf(name: string, equality = "", syntax = ""): ValueKind {
  return (
    kindsByName.get(name.toLowerCase()) ??
    kindsByRule.get(equality.toLowerCase()) ??
    kindsBySyntax.get(syntax) ??
    "text"
  );
}

const kindsByName: ReadonlyMap<string, ValueKind> = new Map([
  ["objectguid", "guid"],
  ["objectsid", "sid"],
  ["sidhistory", "sid"],
  ["accountexpires", "fileTime"],
]);

/** By EQUALITY (RFC 4517, 4.2, and what OpenLDAP adds). */
const kindsByRule: ReadonlyMap<string, ValueKind> = new Map([
  ["caseignorematch", "text"],
  // Its syntax by itself would mind case: that of `mail`, say.
  ["caseignoreia5match", "text"],
  ["caseexactmatch", "exactText"],
  ["caseexactia5match", "exactText"],
  ["objectidentifiermatch", "text"],
  ["telephonenumbermatch", "telephone"],
  ["numericstringmatch", "digits"],
  ["integermatch", "integer"],
  ["booleanmatch", "boolean"],
  ["distinguishednamematch", "dn"],
  ["octetstringmatch", "binary"],
]);

/**
 * By SYNTAX, where no rule is told: RFC 4517, 3.3, and those of Active Directory (MS-ADTS 3.1.1.2.2.2). Active
 * Directory gives SIDs and octet strings one number.
 */
const kindsBySyntax: ReadonlyMap<string, ValueKind> = new Map([
  ["1.3.6.1.4.1.1466.115.121.1.5", "binary"],
  ["1.3.6.1.4.1.1466.115.121.1.7", "boolean"],
  ["1.3.6.1.4.1.1466.115.121.1.8", "binary"],
  ["1.3.6.1.4.1.1466.115.121.1.9", "binary"],
  ["1.3.6.1.4.1.1466.115.121.1.10", "binary"],
  ["1.3.6.1.4.1.1466.115.121.1.12", "dn"],
  ["1.3.6.1.4.1.1466.115.121.1.23", "binary"],
  ["1.3.6.1.4.1.1466.115.121.1.26", "exactText"],
  ["1.3.6.1.4.1.1466.115.121.1.27", "integer"],
  ["1.3.6.1.4.1.1466.115.121.1.28", "binary"],
  ["1.3.6.1.4.1.1466.115.121.1.36", "digits"],
  ["1.3.6.1.4.1.1466.115.121.1.40", "binary"],
  ["1.2.840.113556.1.4.906", "largeInteger"],
  ["1.2.840.113556.1.4.907", "binary"],
  ["1.2.840.113556.1.4.1362", "exactText"],
]);
