/** What the directory consists of: a file for each object type, a column for each attribute. */
import type { ConnectorSchema, SchemaAttribute } from "@idle/connector";

export type TypeName = "organizationalUnit" | "user" | "group";

/** The column that the directory fills in itself, with something that never changes. */
export const idColumn = "id";
/** The column with the distinguished name. */
export const nameColumn = "dn";

export interface ObjectType {
  readonly name: TypeName;
  readonly file: string;
  /** The attribute that names of this type begin with. */
  readonly rdn: "OU" | "CN";
  readonly attributes: readonly SchemaAttribute[];
  /** A new object needs it. */
  readonly required: readonly string[];
  /** No two objects have the same. */
  readonly unique: readonly string[];
}

const id: SchemaAttribute = { name: idColumn, dataType: "String", isAnchor: true, operation: "ImportOnly" };
const text = (name: string): SchemaAttribute => ({ name, dataType: "String" });

/** Containers first: whoever reads in this order knows the place before what stands in it. */
export const objectTypes: readonly ObjectType[] = [
  {
    name: "organizationalUnit",
    file: "ous.csv",
    rdn: "OU",
    attributes: [id, text("description")],
    required: [],
    unique: [],
  },
  {
    name: "user",
    file: "users.csv",
    rdn: "CN",
    attributes: [
      id,
      text("accountName"),
      text("displayName"),
      text("givenName"),
      text("surname"),
      text("mail"),
      text("department"),
      text("title"),
      text("company"),
      text("employeeId"),
      text("employeeType"),
      text("officePhone"),
      text("mobilePhone"),
      { name: "employeeNumber", dataType: "Integer" },
      { name: "accountEnabled", dataType: "Boolean" },
      { name: "locked", dataType: "Boolean" },
      { name: "mustChangePassword", dataType: "Boolean", operation: "ImportOnly" },
      { name: "phones", dataType: "String", isMultiValued: true },
      { name: "manager", dataType: "Reference" },
      { name: "photo", dataType: "Binary" },
    ],
    required: ["accountName"],
    unique: ["accountName"],
  },
  {
    name: "group",
    file: "groups.csv",
    rdn: "CN",
    attributes: [
      id,
      text("displayName"),
      text("description"),
      { name: "member", dataType: "Reference", isMultiValued: true },
    ],
    required: [],
    unique: [],
  },
];

export const schema: ConnectorSchema = {
  types: objectTypes.map(({ name, attributes }) => ({ name, attributes })),
};

export function typeNamed(name: string): ObjectType | undefined {
  return objectTypes.find((type) => type.name === name);
}

export function attributeOf(type: ObjectType, name: string): SchemaAttribute | undefined {
  return type.attributes.find((attribute) => attribute.name === name);
}
