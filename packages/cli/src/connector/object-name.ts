/** What somebody calls an object on the command line in; how the connector is asked for it, and what it has of it, out. */
import type { Connector, CsValue, ObjectName, SchemaAttribute, SchemaType, SpaceObject } from "@idle/connector";
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import { UsageError } from "../usage-error.ts";

type Asked = Pick<Connector, "definition" | "schema" | "find">;

/** The object that is called so. Throws NotFound, UsageError. */
export function findObject(
  text: string,
  connector: Asked,
): { readonly name: ObjectName; readonly object: SpaceObject } {
  const name = objectName(text, connector);
  const object = connector.find(name);
  if (object !== null) return { name, object };
  const where = escapeText(connector.definition.name);
  throw new IdleError(
    "NotFound",
    `The connector space of ${where} has no object ${JSON.stringify(text)}. An import may be due.`,
  );
}

/**
 * `CN=Jane,OU=Staff` is a name, `user:42` the anchor of an object of that type, `user:region=eu,id=42` one of several
 * parts. Where objects have names, a text is taken for an anchor only when it begins with a type of the schema and nobody is
 * called so. Throws UsageError.
 */
export function objectName(text: string, connector: Asked): ObjectName {
  const { distinguishedNameStyle: style } = connector.definition.capabilities;
  const types = connector.schema()?.types ?? [];
  const colon = text.indexOf(":");
  const prefix = text.slice(0, Math.max(0, colon)).toLowerCase();
  const type = types.find(({ name }) => name.toLowerCase() === prefix);
  if (style !== "None") {
    const isName = type === undefined || (style === "Generic" && connector.find({ dn: text }) !== null);
    if (isName) return { dn: text };
  }
  if (type === undefined) {
    const known =
      types.length === 0
        ? "Its schema is not known yet"
        : `Types: ${types.map(({ name }) => escapeText(name)).join(", ")}`;
    throw new UsageError(
      `${escapeText(JSON.stringify(text))} names no object: objects have no names here. Write TYPE:ANCHOR, such as user:42. ${known}.`,
    );
  }
  return { objectType: type.name, anchor: anchorOf(text.slice(colon + 1), type) };
}

function anchorOf(text: string, type: SchemaType): Readonly<Record<string, CsValue>> {
  const anchors = type.attributes.filter(({ isAnchor }) => isAnchor === true);
  const [only, another] = anchors;
  const name = escapeText(type.name);
  if (only === undefined) throw new UsageError(`${name} has no anchor: its objects are found by their names.`);
  if (another === undefined) return { [only.name]: valueIn(text, only) };
  const parts = text.split(",").map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]);
  const form = anchors.map(({ name: part }) => `${escapeText(part)}=…`).join(",");
  const values = anchors.map((anchor) => {
    const value = parts.find(([part = ""]) => part.toLowerCase() === anchor.name.toLowerCase())?.[1];
    if (value === undefined || parts.length !== anchors.length) {
      throw new UsageError(`The anchor of ${name} has ${anchors.length} parts. Write ${name}:${form}`);
    }
    return [anchor.name, valueIn(value, anchor)] as const;
  });
  return Object.fromEntries(values);
}

function valueIn(text: string, { name, dataType }: SchemaAttribute): CsValue {
  if (dataType === "Binary") return Buffer.from(text, "base64");
  if (dataType !== "Integer") return text;
  if (!/^-?\d{1,19}$/.test(text)) throw new UsageError(`The anchor ${escapeText(name)} is a whole number.`);
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
