/** What ensuring attributes would change: the one comparison behind preview and write. */
import { type AttributeResult, type Attributes, IdleError, type PreviewAttributesArgs } from "@idle/contract";
import { type NamedAttribute, resolveAttribute, resolveWritable } from "../attributes/attribute-names.ts";
import { readBytes, type Value } from "../attributes/value.ts";
import { isSameSet, shownValue, wantedValues } from "../attributes/wanted-values.ts";
import { type Entry, valuesOf } from "../connection/entry.ts";
import { rdnOf } from "../names/dn.ts";
import type { Scope } from "./identity-scope.ts";

export interface PlannedAttribute extends NamedAttribute {
  readonly result: AttributeResult;
  readonly values: readonly Value[];
  /** Whether the object's name has it, so that it changes by renaming. */
  readonly isName: boolean;
}

/** The attributes that workflows name, in their order. Throws `InvalidInput`. */
export function resolveAll({ names, facts, directory }: Scope, attributes: Attributes): readonly NamedAttribute[] {
  const seen = new Map<string, string>();
  return Object.keys(attributes).map((asked) => {
    const attribute = resolveWritable(asked, names, facts.schema, directory.settings);
    const key = attribute.type.name.toLowerCase();
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      throw new IdleError(
        "InvalidInput",
        `${JSON.stringify(earlier)} and ${JSON.stringify(asked)} are two names of one attribute. Give one of them.`,
        { details: { attribute: asked } },
      );
    }
    seen.set(key, asked);
    return attribute;
  });
}

/** `entry`: what is there; null for an identity that is assumed to be created. */
export async function planAttributes(
  scope: Scope,
  resolved: readonly NamedAttribute[],
  wanted: Attributes,
  entry: Entry | null,
  assume?: PreviewAttributesArgs["assume"],
): Promise<readonly PlannedAttribute[]> {
  const assumed = await assumedValues(scope, resolved, assume?.attributes ?? {});
  const nameTypes = new Set((entry === null ? [] : (rdnOf(entry.dn) ?? [])).map(({ type }) => type.toLowerCase()));
  const planned: PlannedAttribute[] = [];
  for (const [index, asked] of Object.keys(wanted).entries()) {
    const attribute = resolved[index];
    if (attribute === undefined) continue;
    const { name, type } = attribute;
    const values = await wantedValues(scope, attribute, wanted[asked]);
    const isName = nameTypes.has(type.name.toLowerCase());
    if (isName && values.length === 0) {
      throw new IdleError("InvalidInput", `${JSON.stringify(name)} is the object's name and cannot be cleared.`, {
        details: { attribute: name },
      });
    }
    const held = entry === null ? [] : valuesOf(entry, type.name).flatMap((bytes) => readBytes(bytes, type.kind) ?? []);
    const current = assumed.get(type.name.toLowerCase()) ?? held;
    const result = {
      name,
      changed: !isSameSet(current, values),
      before: shownValue(current),
      after: shownValue(values),
    };
    planned.push({ ...attribute, result, values, isName });
  }
  return planned;
}

/** What is assumed of the attributes that matter, by the directory's names for them. */
async function assumedValues(
  scope: Scope,
  resolved: readonly NamedAttribute[],
  assumed: Attributes,
): Promise<ReadonlyMap<string, readonly Value[]>> {
  const wanted = new Set(resolved.map(({ type }) => type.name.toLowerCase()));
  const values = new Map<string, readonly Value[]>();
  for (const [asked, value] of Object.entries(assumed)) {
    const attribute = resolveAttribute(asked, scope.names, scope.facts.schema);
    const key = attribute.type.name.toLowerCase();
    if (wanted.has(key)) values.set(key, await wantedValues(scope, attribute, value));
  }
  return values;
}
