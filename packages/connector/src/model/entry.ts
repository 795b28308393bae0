/** What goes between a connector and the host for one object (CSEntryChange of ECMA2 and its parts). */
import type { CsValue, ExportedValue } from "./value.ts";

export interface ValueChange<V = CsValue> {
  readonly value: V;
  /** Default `Add`. */
  readonly modificationType?: "Add" | "Delete";
}

/**
 * - `Add`: the attribute gets these values.
 * - `Replace`: it has these values and no others.
 * - `Update`: values come (`Add`) and go (`Delete`).
 * - `Delete`: it has no value any more.
 */
export const attributeModifications = ["Add", "Replace", "Update", "Delete"] as const;
export type AttributeModification = (typeof attributeModifications)[number];

export interface AttributeChange<V = CsValue> {
  readonly name: string;
  readonly modificationType: AttributeModification;
  readonly valueChanges: readonly ValueChange<V>[];
}

export interface AnchorAttribute {
  readonly name: string;
  readonly value: CsValue;
}

/**
 * - `Add`: a whole object, as full imports have them all.
 * - `Replace`: the same; what it does not name is not there any more.
 * - `Update`: what changed of an object.
 * - `Delete`: the object is gone.
 * - `None`: the object changed, and the host is to ask for it as a whole. In delta imports only.
 */
export const objectModifications = ["Add", "Replace", "Update", "Delete", "None"] as const;
export type ObjectModification = (typeof objectModifications)[number];

/** An object that the connector could not read, in its own words. `ImportErrorCustomStopRun` ends the run. */
export interface EntryImportError {
  readonly code: string;
  readonly name?: string;
  readonly detail?: string;
}

/** An object as an import brings it. */
export interface CSEntryChange {
  readonly modificationType: ObjectModification;
  readonly objectType?: string;
  /** Needed where the distinguished name style is `Generic` or `LDAP`. */
  readonly dn?: string;
  /** May be left out where the attribute changes have the anchor, or where the name is the anchor. */
  readonly anchorAttributes?: readonly AnchorAttribute[];
  readonly attributeChanges?: readonly AttributeChange[];
  readonly importError?: EntryImportError;
}

/** An object as an export hands it over. */
export interface ExportEntry {
  /** What the result of this entry refers to. New in each call. */
  readonly identifier: string;
  readonly modificationType: Exclude<ObjectModification, "None">;
  readonly objectType: string;
  /** As the object is called before this change; null where there are no names. */
  readonly dn: string | null;
  /** Normalized as the capability says. Empty for a new object whose anchor the system makes. */
  readonly anchorAttributes: readonly AnchorAttribute[];
  /** A rename is a `Replace` of the attribute `DN` with the new name. */
  readonly attributeChanges: readonly AttributeChange<ExportedValue>[];
  /** Of an object that goes as a whole because of the export type: those that changed, also those without values now. */
  readonly changedAttributeNames: readonly string[];
}

/** The attribute that a rename replaces. */
export const nameAttribute = "DN";

/** What became of one exported entry. An entry without a result went well. */
export interface CSEntryChangeResult {
  readonly identifier: string;
  /** A code of `exportErrors`; default `Success`. */
  readonly errorCode?: string;
  readonly errorName?: string;
  readonly errorDetail?: string;
  /** The anchor, where the system made or changed it. */
  readonly anchorAttributes?: readonly AnchorAttribute[];
}

/** The object that a password is for. */
export interface CSEntry {
  readonly objectType: string;
  readonly dn: string | null;
  readonly anchorAttributes: readonly AnchorAttribute[];
  readonly attributes: ReadonlyMap<string, readonly CsValue[]>;
}
