import { IdleError } from "@idle/contract";
import type { Definition } from "../definition/definition.ts";
import { expectType, type SchemaIndex } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import type { Naming } from "./naming.ts";
import type { ObjectRow, ObjectStore } from "./object-store.ts";
import type { ObjectName } from "./staging.ts";

interface Place {
  readonly naming: Naming;
  readonly objects: ObjectStore;
  readonly definition: Definition;
}

/** The row of an object by its name, or by its anchor. Throws InvalidInput for a name that cannot be one. */
export function findRow(
  object: ObjectName,
  index: SchemaIndex,
  { naming, objects, definition }: Place,
): ObjectRow | null {
  if ("dn" in object) {
    const key = naming.hasNames ? naming.nameKey(checkedDn(object.dn, naming)) : null;
    if (key !== null) return objects.byName(key)[0] ?? null;
    throw new IdleError("InvalidInput", `Objects of the connector ${definition.name} have no names: name the anchor.`);
  }
  const type = expectType(index, object.objectType);
  const values = type.anchors.map(({ name }) => {
    const key = Object.keys(object.anchor).find((each) => each.toLowerCase() === name.toLowerCase());
    return key === undefined ? undefined : object.anchor[key];
  });
  if (values.length === 0 || !values.every((value): value is CsValue => value !== undefined)) {
    throw new IdleError(
      "InvalidInput",
      `The anchor of ${type.name} is ${type.anchors.map(({ name }) => name).join(", ") || "its name"}: give each of it.`,
    );
  }
  return objects.byAnchor(naming.anchorKey(values), type.name)[0] ?? null;
}

/** Throws InvalidInput. */
export function checkedDn(dn: string, naming: Naming): string {
  if (typeof dn === "string" && dn.isWellFormed() && naming.nameKey(dn) !== null) return dn;
  throw new IdleError("InvalidInput", `${JSON.stringify(dn)} is no distinguished name.`);
}
