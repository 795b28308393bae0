/** What ensuring attributes would change: the one comparison behind preview and write. */
import type { AttributeResult, Attributes, EnsureAttributesResult, PreviewAttributesArgs } from "@idle/contract";
import type { IndexedAttribute } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import type { Image } from "../space/image.ts";
import { resolveAttributes } from "./attribute-names.ts";
import { isSameSet, shownValue, wantedValues } from "./attribute-values.ts";
import { requireIdentity } from "./find-identity.ts";
import { nameOf } from "./held-values.ts";
import type { Scope } from "./scope.ts";
import { exportChange, unconfirmed, writing } from "./write-identity.ts";

interface PlannedAttribute {
  readonly attribute: IndexedAttribute;
  readonly values: readonly CsValue[];
  readonly result: AttributeResult;
}

type PreviewArgs = Pick<PreviewAttributesArgs, "identityKey" | "attributes" | "assume">;

/** What `ensureAttributes` would return. */
export async function previewAttributes(scope: Scope, args: PreviewArgs): Promise<EnsureAttributesResult> {
  const { identityKey, attributes, assume } = args;
  const resolved = resolveAttributes(scope, attributes, "ensure");
  const held: Image = assume?.created === true ? new Map() : (await requireIdentity(scope, identityKey)).held;
  return resultOf(planAttributes(scope, resolved, attributes, assumed(scope, held, assume?.attributes ?? {})));
}

/** Exports what differs, as one entry. */
export async function ensureAttributes(
  scope: Scope,
  identityKey: string,
  attributes: Attributes,
): Promise<EnsureAttributesResult> {
  const resolved = resolveAttributes(scope, attributes, "ensure");
  return await writing(scope, async () => {
    const { object, held } = await requireIdentity(scope, identityKey);
    const planned = planAttributes(scope, resolved, attributes, held);
    const differing = planned.filter(({ result }) => result.changed);
    if (differing.length === 0) return resultOf(planned);
    const wanted = Object.fromEntries(differing.map(({ attribute, values }) => [attribute.name, values]));
    const changed = await exportChange(scope, { action: "update", object: nameOf(object), attributes: wanted });
    return changed ? resultOf(planned) : unconfirmed;
  });
}

function planAttributes(
  { naming }: Scope,
  resolved: readonly IndexedAttribute[],
  wanted: Attributes,
  held: Image,
): readonly PlannedAttribute[] {
  return Object.values(wanted).flatMap((value, place) => {
    const attribute = resolved[place];
    if (attribute === undefined) return [];
    const values = wantedValues(attribute, value, naming);
    const current = held.get(attribute.name) ?? [];
    const result = {
      name: attribute.name,
      changed: !isSameSet(attribute, current, values, naming),
      before: shownValue(attribute, current),
      after: shownValue(attribute, values),
    };
    return [{ attribute, values, result }];
  });
}

/** What earlier steps of a plan leave, over what the system has. An attribute that it has not is none to compare. */
function assumed({ mapping, naming }: Scope, held: Image, attributes: Attributes): Image {
  const image = new Map(held);
  for (const [asked, value] of Object.entries(attributes)) {
    const attribute = mapping.type.attribute(asked);
    if (attribute !== undefined) image.set(attribute.name, wantedValues(attribute, value, naming));
  }
  return image;
}

function resultOf(planned: readonly PlannedAttribute[]): EnsureAttributesResult {
  const attributes = planned.map(({ result }) => result);
  return { changed: attributes.some(({ changed }) => changed), attributes };
}
