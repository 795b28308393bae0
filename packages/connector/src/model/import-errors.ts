/** What a connector can say of one entry that it could not read (MAImportError of ECMA2), and what the host does then. */

/** `success`: nothing is wrong. `object`: this entry is skipped, the run goes on. `stop`: the run ends here. */
export interface ImportError {
  readonly kind: "success" | "object" | "stop";
  readonly meaning: string;
}

const object = (meaning: string): ImportError => ({ kind: "object", meaning });

export const importErrors: Readonly<Record<string, ImportError>> = Object.freeze({
  Success: { kind: "success", meaning: "the entry was read" },
  ImportErrorMissingDomainName: object("the distinguished name is missing"),
  ImportErrorDomainNameNotLdapConformant: object("the distinguished name is none in the sense of LDAP"),
  ImportErrorInvalidDomainName: object("the distinguished name is not valid"),
  ImportErrorMissingChangeType: object("it is not said what happened to the object"),
  ImportErrorInvalidChangeType: object("what is said to have happened to the object is not possible"),
  ImportErrorMultiValuedChangeType: object("more than one thing is said to have happened to the object"),
  ImportErrorMissingObjectClass: object("the object class is missing"),
  ImportErrorMissingObjectType: object("the object type is missing"),
  ImportErrorParseError: object("the entry could not be understood"),
  ImportErrorReadError: object("the entry could not be read"),
  ImportErrorInvalidAttributeValue: object("a value is not valid"),
  ImportErrorInvalidBase64Value: object("a value is no base64"),
  ImportErrorInvalidNumericValue: object("a value is no number"),
  ImportErrorInvalidBooleanValue: object("a value is neither true nor false"),
  ImportErrorCustomStopRun: { kind: "stop", meaning: "an error of the connector's own that ends the run" },
  ImportErrorCustomContinueRun: object("an error of the connector's own"),
} satisfies Record<string, ImportError>);

const own = object("an error of the connector's own");

/** A code that the table has not is the connector's own, and concerns one object. */
export function importErrorOf(code: string): ImportError {
  return (Object.hasOwn(importErrors, code) ? importErrors[code] : undefined) ?? own;
}
