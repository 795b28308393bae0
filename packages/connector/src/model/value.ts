import type { Secret } from "@idle/contract";

/** The data types of attributes (AttributeType of ECMA2). A `Reference` is the distinguished name of another object. */
export const attributeTypes = ["String", "Integer", "Reference", "Binary", "Boolean"] as const;
export type AttributeType = (typeof attributeTypes)[number];

/**
 * A value: `String` and `Reference` are texts, `Integer` a whole number of 64 bits (a bigint beyond 2^53), `Binary` bytes,
 * `Boolean` true or false.
 */
export type CsValue = string | number | bigint | boolean | Uint8Array;

/** The value of an exported attribute: a password goes as a `Secret`, and only in `export_password`. */
export type ExportedValue = CsValue | Secret;

/** The attribute that a new object's password is exported in. */
export const passwordAttribute = "export_password";
