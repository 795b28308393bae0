/** What of a schema makes an identity. In: the options' names. Out: types and attributes as the schema has them. */
import { IdleError } from "@idle/contract";
import type { Capabilities } from "../definition/capabilities.ts";
import { type IndexedAttribute, type IndexedType, meant, type SchemaIndex } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import type { Naming } from "../space/naming.ts";
import { wantedValues } from "./attribute-values.ts";
import { isName, refuse, type Settings } from "./read-options.ts";

export interface StateMapping {
  readonly attribute: IndexedAttribute;
  readonly enabled: readonly CsValue[];
  readonly disabled: readonly CsValue[];
}

export interface EntitlementMapping {
  readonly kind: string;
  readonly attribute: IndexedAttribute;
  /** What is granted; null where the identity's own attribute has the ids. */
  readonly of: { readonly type: IndexedType; readonly displayName: IndexedAttribute | null } | null;
}

export interface Mapping {
  readonly type: IndexedType;
  /** Null: the distinguished name. */
  readonly key: IndexedAttribute | null;
  /** Of which attribute the name of a new identity is made; null: of its key. */
  readonly rdnFrom: IndexedAttribute | null;
  readonly state: StateMapping | null;
  readonly entitlements: EntitlementMapping | null;
}

interface Known {
  readonly index: SchemaIndex;
  readonly capabilities: Capabilities;
  readonly naming: Naming;
}

/** Throws InvalidInput for options that do not fit the schema. */
export function readMapping(settings: Settings, { index, capabilities, naming }: Known): Mapping {
  const type = typeCalled(index, settings.objectType, "objectType");
  const attribute = (name: string, option: string, of = type) => attributeCalled(of, name, option);
  return {
    type,
    key: readKey(),
    rdnFrom: settings.rdnFrom === null ? null : attribute(settings.rdnFrom, "rdnFrom"),
    state: settings.enabled == null ? null : readState(settings.enabled),
    entitlements: settings.entitlements == null ? null : readEntitlements(settings.entitlements),
  };

  function readKey(): IndexedAttribute | null {
    const { identityKey } = settings;
    if (isName(identityKey)) return null;
    if (identityKey !== null) return expectKey(attribute(identityKey, "identityKey"));
    const [only, another] = type.anchors;
    if (only?.dataType === "String" && another === undefined) return only;
    if (capabilities.distinguishedNameStyle !== "None") return null;
    throw refuse(
      `objects of the type ${type.name} have no names, and their anchor is not one text. Name the attribute that identities are called by as identityKey`,
      "identityKey",
    );
  }

  function expectKey(key: IndexedAttribute): IndexedAttribute {
    if (key.dataType === "String" && !key.isMultiValued && key.canImport) return key;
    throw refuse(
      `identityKey must be an attribute of the type String with one value, which imports bring; ${key.name} is none`,
      "identityKey",
    );
  }

  function readState({ attribute: name, enabled, disabled }: NonNullable<Settings["enabled"]>): StateMapping {
    const found = attribute(name, "enabled.attribute");
    if (found.isMultiValued || !found.canImport) {
      throw refuse(
        `enabled.attribute must have one value, which imports bring; ${found.name} is none such`,
        "enabled.attribute",
      );
    }
    const values = (option: string, value: typeof enabled) => {
      try {
        return wantedValues(found, value, naming);
      } catch (error) {
        throw refuse(
          `${option} does not fit: ${error instanceof Error ? error.message.replace(/\.$/, "") : ""}`,
          option,
        );
      }
    };
    return {
      attribute: found,
      enabled: values("enabled.enabled", enabled),
      disabled: values("enabled.disabled", disabled),
    };
  }

  function readEntitlements(given: NonNullable<Settings["entitlements"]>): EntitlementMapping {
    const { kind, of: ofType, displayName } = given;
    const of = ofType === undefined ? null : typeCalled(index, ofType, "entitlements.of");
    const found = attribute(given.attribute, "entitlements.attribute", of ?? type);
    const isFit =
      of === null ? ["String", "Integer", "Reference"].includes(found.dataType) : found.dataType === "Reference";
    if (!isFit || !found.isMultiValued || !found.canImport) {
      const wanted = of === null ? "texts, whole numbers or references" : "references";
      throw refuse(
        `entitlements.attribute must be a multi-valued attribute of ${wanted}, which imports bring; ${found.name} is none`,
        "entitlements.attribute",
      );
    }
    if (of === null) return { kind, attribute: found, of };
    const name = displayName === undefined ? null : attribute(displayName, "entitlements.displayName", of);
    if (name !== null && (name.isMultiValued || !name.canImport || name.dataType !== "String")) {
      throw refuse(
        `entitlements.displayName must be an attribute of the type String with one value, which imports bring; ${name.name} is none`,
        "entitlements.displayName",
      );
    }
    return { kind, attribute: found, of: { type: of, displayName: name } };
  }
}

function typeCalled(index: SchemaIndex, name: string, option: string): IndexedType {
  const type = index.type(name);
  if (type !== undefined) return type;
  const names = index.types.map((each) => each.name);
  throw unknown(`the schema has no object type ${JSON.stringify(name)}.${meant(name, names)}`, option);
}

function attributeCalled(type: IndexedType, name: string, option: string): IndexedAttribute {
  const attribute = type.attribute(name);
  if (attribute !== undefined) return attribute;
  const names = type.attributes.map((each) => each.name);
  throw unknown(`the object type ${type.name} has no attribute ${JSON.stringify(name)}.${meant(name, names)}`, option);
}

/** Ends with a sentence of its own. */
function unknown(why: string, option: string): IdleError {
  return new IdleError("InvalidInput", `The option ${option} of the connector provider does not fit: ${why}`, {
    details: { option },
  });
}
