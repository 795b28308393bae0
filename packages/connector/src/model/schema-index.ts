/** A schema, to be asked for types and attributes by name. */
import { didYouMean, IdleError } from "@idle/contract";
import type { ConnectorSchema } from "./schema.ts";
import type { AttributeType } from "./value.ts";

export interface IndexedAttribute {
  /** As the schema spells it. */
  readonly name: string;
  readonly dataType: AttributeType;
  readonly isAnchor: boolean;
  readonly isMultiValued: boolean;
  readonly canImport: boolean;
  readonly canExport: boolean;
}

export interface IndexedType {
  readonly name: string;
  /** In the order of the schema. Empty where the name is the anchor. */
  readonly anchors: readonly IndexedAttribute[];
  readonly attributes: readonly IndexedAttribute[];
  /** Case does not count. */
  attribute(name: string): IndexedAttribute | undefined;
}

export interface SchemaIndex {
  readonly schema: ConnectorSchema;
  readonly types: readonly IndexedType[];
  /** Case does not count. */
  type(name: string): IndexedType | undefined;
}

/** `useDnAsAnchor`: attributes that are marked as anchors are ordinary ones, the name is the anchor. */
export function indexSchema(schema: ConnectorSchema, useDnAsAnchor: boolean): SchemaIndex {
  const types = schema.types.map(({ name, attributes }): IndexedType => {
    const indexed = attributes.map(
      ({ name: attribute, dataType, isAnchor = false, isMultiValued = false, operation = "ImportExport" }) => ({
        name: attribute,
        dataType,
        isAnchor: isAnchor && !useDnAsAnchor,
        isMultiValued,
        canImport: operation !== "ExportOnly",
        canExport: operation !== "ImportOnly",
      }),
    );
    const find = byName(indexed);
    return { name, attributes: indexed, anchors: indexed.filter(({ isAnchor }) => isAnchor), attribute: find };
  });
  return { schema, types, type: byName(types) };
}

/** Exactly so, else without case. */
function byName<T extends { readonly name: string }>(entries: readonly T[]): (name: string) => T | undefined {
  const exact = new Map(entries.map((entry) => [entry.name, entry]));
  const folded = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  return (name) => exact.get(name) ?? folded.get(name.toLowerCase());
}

/** Throws InvalidInput for a type that there is not. */
export function expectType(index: SchemaIndex, name: string): IndexedType {
  const type = index.type(name);
  if (type !== undefined) return type;
  throw new IdleError(
    "InvalidInput",
    `The schema has no object type ${JSON.stringify(name)}.${meant(
      name,
      index.types.map((each) => each.name),
    )}`,
  );
}

/** Throws InvalidInput for an attribute that the type has not. */
export function expectAttribute(type: IndexedType, name: string): IndexedAttribute {
  const attribute = type.attribute(name);
  if (attribute !== undefined) return attribute;
  const names = type.attributes.map((each) => each.name);
  throw new IdleError(
    "InvalidInput",
    `The object type ${type.name} has no attribute ${JSON.stringify(name)}.${meant(name, names)}`,
  );
}

export function meant(name: string, names: readonly string[]): string {
  const found = didYouMean(name, names);
  return found === undefined ? ` There are: ${names.join(", ")}.` : ` Did you mean ${JSON.stringify(found)}?`;
}
