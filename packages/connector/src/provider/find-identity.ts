/** From a key to the one object it is for. */
import { IdleError } from "@idle/contract";
import type { Image } from "../space/image.ts";
import type { SpaceObject } from "../space/staging.ts";
import { heldBy, labelOf, lookTwice } from "./held-values.ts";
import type { Scope } from "./scope.ts";

export interface Found {
  readonly object: SpaceObject;
  readonly held: Image;
}

/** As many as are named when a key fits several. */
const mostNamed = 5;

/**
 * Null where nobody has the key. Throws InvalidInput for a key that several have: whose it is must not be guessed; and
 * RemoteExecutionFailed for one whose object the last import could not read.
 */
export async function findIdentity(scope: Scope, identityKey: string): Promise<Found | null> {
  expectKey(identityKey);
  await scope.freshness.expect(scope.call);
  const objects = await lookTwice(scope, () => candidates(scope, identityKey));
  const fitting = objects.flatMap((object): Found[] => {
    const held = heldBy(scope, object);
    return held !== null && hasKey(scope, held, identityKey) ? [{ object, held }] : [];
  });
  const [found, another] = fitting;
  refuseUnreadable(scope, found === undefined ? identityKey : labelOf(found.object));
  if (found === undefined) {
    refuseUnsettled(scope, identityKey);
    return null;
  }
  if (another === undefined) return found;
  const names = fitting
    .slice(0, mostNamed)
    .map(({ object }) => JSON.stringify(labelOf(object)))
    .toSorted();
  throw new IdleError(
    "InvalidInput",
    `${JSON.stringify(identityKey)} fits more than one identity: ${names.join(" and ")}. Make the values differ, or call identities by another attribute (identityKey).`,
    { details: { identityKey } },
  );
}

/** Of an export that was cut off nobody knows whom it made, unless the key is what the space finds objects by. */
function refuseUnsettled({ connector, mapping, capabilities, freshness }: Scope, identityKey: string): void {
  const { key, type } = mapping;
  const isFoundByKey = key === null || (key.isAnchor && type.anchors.length === 1);
  if (freshness.isImport || !capabilities.enableImport || isFoundByKey) return;
  for (const { current } of connector.objects({ objectType: type.name, state: "outcomeUnknown" })) {
    if (current !== null) continue;
    throw new IdleError(
      "NotReady",
      `What became of an earlier export of a new ${type.name} is not known: it may be ${JSON.stringify(identityKey)}. An import tells: idle connector import, of the connector ${connector.definition.name}.`,
    );
  }
}

/** The same; throws NotFound where nobody has the key. */
export async function requireIdentity(scope: Scope, identityKey: string): Promise<Found> {
  const found = await findIdentity(scope, identityKey);
  if (found !== null) return found;
  throw new IdleError(
    "NotFound",
    `The connector ${scope.connector.definition.name} has no ${scope.mapping.type.name} ${JSON.stringify(identityKey)}. Create it first, or correct the key.`,
    { details: { identityKey } },
  );
}

/** Whoever has the key, or had it, or may get it. */
function candidates({ connector, mapping, naming }: Scope, identityKey: string): readonly SpaceObject[] {
  const { type, key } = mapping;
  const objectType = type.name;
  const one = (object: SpaceObject | null) => (object === null || object.objectType !== objectType ? [] : [object]);
  if (key === null) return naming.nameKey(identityKey) === null ? [] : one(connector.find({ dn: identityKey }));
  if (key.isAnchor && type.anchors.length === 1) {
    return one(connector.find({ objectType, anchor: Object.fromEntries([[key.name, identityKey]]) }));
  }
  return [...connector.objects({ objectType, holds: { attribute: key.name, value: identityKey } })];
}

/** Names and anchors were compared by the connector's own rules already. */
function hasKey({ mapping: { key, type } }: Scope, held: Image, identityKey: string): boolean {
  if (key === null || (key.isAnchor && type.anchors.length === 1)) return true;
  return held.get(key.name)?.[0] === identityKey;
}

/** What is said of an exported change is no word on whether the object could be read. */
const notAboutReading = "ExportedChangeNotReimported";

function refuseUnreadable({ connector, freshness }: Scope, label: string): void {
  if (!freshness.isImport) return;
  for (const { kind, object, code, message } of connector.errors()) {
    if (kind !== "import" || object !== label || code === notAboutReading) continue;
    throw new IdleError(
      "RemoteExecutionFailed",
      `The last import of the connector ${connector.definition.name} could not read ${JSON.stringify(label)} (${code}): ${message} Its author, or the system's data, has to be mended.`,
      { details: { object: label, code } },
    );
  }
}

function expectKey(identityKey: unknown): asserts identityKey is string {
  if (typeof identityKey === "string" && identityKey.trim() !== "") return;
  throw new IdleError("InvalidInput", "An identityKey is a text that is not empty.");
}
