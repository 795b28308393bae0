/** What an object holds, as far as this provider's reads go. */
import { IdleError } from "@idle/contract";
import type { IndexedType } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import type { Image } from "../space/image.ts";
import type { ObjectName, SpaceObject } from "../space/staging.ts";
import type { Scope } from "./scope.ts";

/** Null for what is not there. Staged changes are nobody's until they are exported. Throws NotReady. */
export function heldBy({ freshness, capabilities, connector }: Scope, object: SpaceObject): Image | null {
  // Where nothing is imported nobody can tell: what was cut off counts as not done, as it does for the host.
  if (object.state === "outcomeUnknown" && capabilities.enableImport) {
    throw new IdleError(
      "NotReady",
      `What became of an earlier export of ${JSON.stringify(labelOf(object))} is not known. An import tells: idle connector import, of the connector ${connector.definition.name}.`,
    );
  }
  return freshness.isImport ? object.imported : object.current;
}

/** Looks once more where what was exported may have been left out by an import of changes. */
export async function lookTwice(
  { freshness, call }: Scope,
  look: () => readonly SpaceObject[],
): Promise<readonly SpaceObject[]> {
  const objects = look();
  const waits = ({ state }: SpaceObject) => state === "awaitingConfirmation" || state === "outcomeUnknown";
  if (!freshness.isPartial || !objects.some(waits)) return objects;
  await freshness.again(call);
  return look();
}

/** How people find it, and how the space's errors call it. */
export function labelOf(object: SpaceObject): string {
  return (
    object.dn ??
    Object.values(object.anchor ?? {})
      .map(textOf)
      .join(", ")
  );
}

/** What references say of an object; null as long as the system has not told it. */
export function referenceTo(object: SpaceObject, type: IndexedType, { naming }: Scope): string | null {
  if (naming.hasNames) return object.dn;
  const values = anchorOf(object, type);
  return values === null ? null : naming.anchorText(values);
}

/** In the order of the schema; null where there is none. */
export function anchorOf({ anchor }: SpaceObject, { anchors }: IndexedType): readonly CsValue[] | null {
  if (anchor === null || anchors.length === 0) return null;
  const values = anchors.map(({ name }) => (Object.hasOwn(anchor, name) ? anchor[name] : undefined));
  return values.every((value): value is CsValue => value !== undefined) ? values : null;
}

/** How the connector finds it again. */
export function nameOf(object: SpaceObject): ObjectName {
  return object.dn === null ? { objectType: object.objectType, anchor: object.anchor ?? {} } : { dn: object.dn };
}

function textOf(value: CsValue): string {
  return typeof value === "object" ? Buffer.from(value).toString("base64") : String(value);
}
