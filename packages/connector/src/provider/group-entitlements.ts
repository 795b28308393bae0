import { IdleError, nameKey } from "@idle/contract";
import type { CsValue } from "../model/value.ts";
import type { Image } from "../space/image.ts";
import type { SpaceObject } from "../space/staging.ts";
import type { EntitlementSide } from "./entitlement-side.ts";
import type { Found } from "./find-identity.ts";
import { heldBy, lookTwice, nameOf, referenceTo } from "./held-values.ts";
import type { EntitlementMapping } from "./mapping.ts";
import type { Scope } from "./scope.ts";
import { exportChange } from "./write-identity.ts";

interface Group {
  readonly object: SpaceObject;
  readonly held: Image;
  readonly id: string;
}

/** As many as are named when an id might mean one of them. */
const mostNamed = 3;

/** The ids are the names of other objects, which have the identity among their members. */
export function groupEntitlements(
  scope: Scope,
  { attribute, of: { type, displayName } }: EntitlementMapping & { readonly of: NonNullable<EntitlementMapping["of"]> },
): EntitlementSide {
  const { connector, naming, mapping } = scope;

  const keyOfReference = (value: CsValue) => naming.nameKey(String(value));
  const membersOf = ({ held }: Group) => held.get(attribute.name) ?? [];
  const isMember = (group: Group, key: string) => membersOf(group).some((value) => keyOfReference(value) === key);

  function memberOf({ object }: Found): { readonly reference: string; readonly key: string } {
    const reference = referenceTo(object, mapping.type, scope);
    const key = reference === null ? null : naming.nameKey(reference);
    if (reference !== null && key !== null) return { reference, key };
    throw new IdleError(
      "NotReady",
      "The system has not told the new identity's anchor yet, by which others refer to it. An import tells: idle connector import.",
    );
  }

  function asGroups(objects: readonly SpaceObject[]): readonly Group[] {
    return objects.flatMap((object): Group[] => {
      const held = object.objectType === type.name ? heldBy(scope, object) : null;
      const id = referenceTo(object, type, scope);
      return held === null || id === null ? [] : [{ object, held, id }];
    });
  }

  /** Null for one that is not there. An id of another case is one as well, as long as it can mean one group only. */
  async function find(id: string): Promise<Group | null> {
    const groups = asGroups(await lookTwice(scope, () => candidates(id)));
    const exact = groups.find((group) => group.id === id);
    const [first, another] = groups;
    if (exact !== undefined || another === undefined) return exact ?? first ?? null;
    throw new IdleError(
      "InvalidInput",
      `${JSON.stringify(id)} fits more than one ${type.name}: ${groups.map((group) => JSON.stringify(group.id)).join(" and ")}. Write it as one of them.`,
      { details: { id } },
    );
  }

  function candidates(id: string): readonly SpaceObject[] {
    if (naming.hasNames) {
      const object = naming.nameKey(id) === null ? null : connector.find({ dn: id });
      return object === null ? [] : [object];
    }
    const wanted = nameKey(id);
    return [...connector.objects({ objectType: type.name })].filter((object) => {
      const reference = referenceTo(object, type, scope);
      return reference !== null && nameKey(reference) === wanted;
    });
  }

  function put({ object }: Group, members: readonly CsValue[]): Promise<boolean> {
    const attributes = Object.fromEntries([[attribute.name, members]]);
    return exportChange(scope, { action: "update", object: nameOf(object), attributes });
  }

  function called(id: string): string {
    if (displayName === null) return "";
    const meant: string[] = [];
    for (const object of connector.objects({ objectType: type.name })) {
      const [name] = object.current?.get(displayName.name) ?? [];
      const reference = referenceTo(object, type, scope);
      if (reference !== null && String(name).toLowerCase() === id.toLowerCase()) meant.push(JSON.stringify(reference));
      if (meant.length === mostNamed) break;
    }
    return meant.length === 0 ? "" : ` Is it ${meant.join(" or ")}?`;
  }

  return {
    async list(found) {
      const { key, reference } = memberOf(found);
      const holds = { attribute: attribute.name, value: reference };
      const objects = await lookTwice(scope, () => [...connector.objects({ objectType: type.name, holds })]);
      return asGroups(objects)
        .filter((group) => isMember(group, key))
        .map(({ id, held }) => {
          const [name] = displayName === null ? [] : (held.get(displayName.name) ?? []);
          return { id, ...(typeof name === "string" && { displayName: name }) };
        });
    },
    async grant(found, id) {
      const group = await find(id);
      if (group === null) {
        throw new IdleError(
          "NotFound",
          `The connector ${connector.definition.name} has no ${type.name} ${JSON.stringify(id)}. Create it, or correct its name.`,
          { details: { id } },
        );
      }
      const { key, reference } = memberOf(found);
      return isMember(group, key) ? null : await put(group, [...membersOf(group), reference]);
    },
    async revoke(found, id) {
      const group = await find(id);
      const { key } = memberOf(found);
      if (group === null || !isMember(group, key)) return null;
      return await put(
        group,
        membersOf(group).filter((value) => keyOfReference(value) !== key),
      );
    },
    async expect(id, state) {
      const isNamed = naming.nameKey(id) !== null;
      if (isNamed && (state === "Absent" || (await find(id)) !== null)) return;
      throw new IdleError(
        "InvalidInput",
        isNamed
          ? `There is no ${type.name} ${JSON.stringify(id)} to grant. Create it, or correct its name.${called(id)}`
          : `A ${type.name} is named by its distinguished name, and ${JSON.stringify(id)} is none.${called(id)}`,
        { details: { id } },
      );
    },
  };
}
