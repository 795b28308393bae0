/** What a connector can say of one exported entry (MAExportError of ECMA2), and what the host does then. */

/**
 * - `success`: the entry went well.
 * - `object`: this entry failed; the run goes on.
 * - `retryReferences`: what it refers to is not there yet; its references are tried again in a later pass.
 * - `convertToAdd`: the object that was to be updated is not there; it is added as a whole in a later pass.
 * - `retryLater`: what it needs is not there yet; it is tried again in a later pass.
 * - `stop`: the run ends here.
 */
export interface ExportError {
  readonly kind: "success" | "object" | "retryReferences" | "convertToAdd" | "retryLater" | "stop";
  readonly meaning: string;
}

const object = (meaning: string): ExportError => ({ kind: "object", meaning });

export const exportErrors: Readonly<Record<string, ExportError>> = Object.freeze({
  Success: { kind: "success", meaning: "the entry was exported" },
  ExportActionConvertUpdateToAdd: {
    kind: "convertToAdd",
    meaning: "the object to update is not there; it has to be added",
  },
  ExportActionRetryReferenceAttribute: {
    kind: "retryReferences",
    meaning: "an object that it refers to is not there yet",
  },
  ExportActionProvisioningParent: { kind: "retryLater", meaning: "the container it belongs in is not there yet" },
  ExportErrorConnectedDirectoryError: object("the connected system reported an error of its own"),
  ExportErrorConnectedDirectoryMissingObject: object("the object is not in the connected system"),
  ExportErrorConnectedDirectoryExistingObject: object("the object is in the connected system already"),
  ExportErrorReferenceAttributeFailure: object("a reference could not be set"),
  ExportErrorNonExistingParent: object("the container it belongs in does not exist"),
  ExportErrorDuplicateAnchor: object("another object has the same anchor"),
  ExportErrorAmbiguousUpdate: object("the anchor fits more than one object"),
  ExportErrorPasswordPolicyViolation: object("the password does not meet the policy of the connected system"),
  ExportErrorKerberosTimeSkew: object("the clocks differ too much for Kerberos"),
  ExportErrorKerberosNoLogOnServer: object("no server for the logon was found"),
  ExportErrorInvalidDN: object("the distinguished name is not valid"),
  ExportErrorConstraintViolation: object("a value breaks a constraint of the connected system"),
  ExportErrorSyntaxViolation: object("a value breaks the syntax of its attribute"),
  ExportErrorChangeNamingAttribute: object("the naming attribute does not agree with the name"),
  ExportErrorPermissionIssue: object("the account may not do this"),
  ExportErrorMissingProvisioningAttribute: object("an attribute that a new object needs is missing"),
  ExportErrorInvalidProvisioningAttributeValue: object("a value that a new object needs is not valid"),
  ExportErrorMissingAnchorComponent: object("a part of the anchor is missing"),
  ExportErrorMultiValuedAnchorComponent: object("a part of the anchor has more than one value"),
  ExportErrorAnchorTooLong: object("the anchor is too long"),
  ExportErrorInvalidAttributeValue: object("a value is not valid"),
  ExportErrorCustomStopRun: { kind: "stop", meaning: "an error of the connector's own that ends the run" },
  ExportErrorCustomContinueRun: object("an error of the connector's own"),
} satisfies Record<string, ExportError>);

const own = object("an error of the connector's own");

/** A code that the table has not is the connector's own, and concerns one object. */
export function exportErrorOf(code: string): ExportError {
  return (Object.hasOwn(exportErrors, code) ? exportErrors[code] : undefined) ?? own;
}
