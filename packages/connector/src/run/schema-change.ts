/** Whether what is in the space still means the same under a schema that was asked for anew. */
import { IdleError } from "@idle/contract";
import type { IndexedAttribute, IndexedType, SchemaIndex } from "../model/schema-index.ts";
import type { Internals } from "./internals.ts";

/**
 * Names count as they are spelled here: rows hold them. Throws ConnectorInvalid where a type of which there are objects is
 * gone, spelled anew, or has another anchor, and where an attribute is spelled anew that objects have, or is gone or of
 * another data type while a change of it is pending. What is gone and not pending is forgotten by the next full import.
 */
export function refuseSchemaChange(internals: Internals, before: SchemaIndex, after: SchemaIndex): void {
  for (const type of before.types) {
    const objects = count(internals, "type = ? OR json_extract(staged, '$.objectType') = ?", type.name, type.name);
    if (objects === 0) continue;
    const now = after.types.find(({ name }) => name === type.name);
    if (now === undefined) throw typeGone(internals, type, after.type(type.name), objects);
    if (!hasSameAnchor(type, now)) throw otherAnchor(internals, type, objects);
    for (const attribute of type.attributes) refuseAttribute(internals, type, attribute, now);
  }
}

function refuseAttribute(internals: Internals, type: IndexedType, attribute: IndexedAttribute, now: IndexedType): void {
  const { name, dataType } = attribute;
  const same = now.attributes.find((each) => each.name === name);
  if (same?.dataType === dataType) return;
  const { definition } = internals;
  const what = `the attribute ${JSON.stringify(name)} of ${JSON.stringify(type.name)}`;
  const details = { connector: definition.name, objectType: type.name, attribute: name };
  const spelled = same ?? now.attribute(name);
  const pending = rowsWith(internals, type.name, name, "staged, sending, sent");
  if (spelled !== undefined && spelled.name !== name) {
    const known = Math.max(pending, rowsWith(internals, type.name, name, "image, staged, sending, sent"));
    if (known === 0) return;
    throw new IdleError(
      "ConnectorInvalid",
      `The schema of the connector ${definition.name} spells ${what} ${JSON.stringify(spelled.name)} now, and ${objectsInWords(known)} in its space have it as it was. Keep the old spelling in the schema script. ${elseAnew(internals)}`,
      { details },
    );
  }
  if (pending === 0) return;
  const became = same === undefined ? `has ${what} no more` : `makes ${what} ${same.dataType}, which was ${dataType}`;
  throw new IdleError(
    "ConnectorInvalid",
    `The schema of the connector ${definition.name} ${became}, and changes of it are pending for ${objectsInWords(pending)}. Import, so that none waits to be confirmed, and take back what is staged of it; then discover the schema again.`,
    { details },
  );
}

function hasSameAnchor(type: IndexedType, now: IndexedType): boolean {
  return (
    type.anchors.length === now.anchors.length &&
    type.anchors.every(
      ({ name, dataType }, place) => name === now.anchors[place]?.name && dataType === now.anchors[place]?.dataType,
    )
  );
}

function typeGone(
  internals: Internals,
  { name }: IndexedType,
  spelled: IndexedType | undefined,
  objects: number,
): IdleError {
  const { definition } = internals;
  const shown = JSON.stringify(name);
  const [what, keep] =
    spelled === undefined
      ? [`has no type ${shown} any more`, "Keep the type in the schema script."]
      : [`spells the type ${shown} ${JSON.stringify(spelled.name)} now`, "Keep the old spelling in the schema script."];
  return new IdleError(
    "ConnectorInvalid",
    `The schema of the connector ${definition.name} ${what}, and its space has ${objectsInWords(objects)} of it. ${keep} ${elseAnew(internals)}`,
    { details: { connector: definition.name, objectType: name } },
  );
}

/** Objects are told apart by their anchors: with other ones nobody could find them again. */
function otherAnchor(internals: Internals, { name }: IndexedType, objects: number): IdleError {
  const { definition } = internals;
  return new IdleError(
    "ConnectorInvalid",
    `The schema of the connector ${definition.name} has another anchor for ${JSON.stringify(name)}, and its space has ${objectsInWords(objects)} of it. ${elseAnew(internals)}`,
    { details: { connector: definition.name, objectType: name } },
  );
}

function elseAnew({ definition }: Internals): string {
  return `Or remove the folder ${JSON.stringify(definition.folder)}, after a look at what is pending, and import anew.`;
}

function objectsInWords(count: number): string {
  return count === 1 ? "1 object" : `${count} objects`;
}

/** How many objects of a type hold something of an attribute in one of these columns, which are this file's own names. */
function rowsWith(internals: Internals, type: string, attribute: string, columns: string): number {
  const holds = columns.split(", ").map((column) => {
    const path = column === "image" ? "" : ", '$.attributes'";
    return `EXISTS (SELECT 1 FROM json_each(${column}${path}) WHERE key = ?)`;
  });
  const condition = `(type = ? OR json_extract(staged, '$.objectType') = ?) AND (${holds.join(" OR ")})`;
  return count(internals, condition, type, type, ...holds.map(() => attribute));
}

function count({ space }: Internals, condition: string, ...values: readonly string[]): number {
  return Number(space.write(`SELECT count(*) AS n FROM objects WHERE ${condition}`).get(...values)?.n ?? 0);
}
