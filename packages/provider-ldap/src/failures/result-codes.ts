import { ResultCodeError, UnknownStatusCodeError } from "ldapts";

/** LDAP result codes that something is made of (RFC 4511, appendix A). */
export const resultCodes = {
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  confidentialityRequired: 13,
  noSuchAttribute: 16,
  undefinedAttributeType: 17,
  constraintViolation: 19,
  attributeOrValueExists: 20,
  invalidAttributeSyntax: 21,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  namingViolation: 64,
  objectClassViolation: 65,
  notAllowedOnNonLeaf: 66,
  notAllowedOnRdn: 67,
  entryAlreadyExists: 68,
  objectClassModsProhibited: 69,
  affectsMultipleDsas: 71,
  assertionFailed: 122,
} as const;

export type ResultCodeName = keyof typeof resultCodes;

/** The LDAP result code of an error that ldapts threw; null for one that is no answer of the server. */
export function resultCodeOf(error: unknown): number | null {
  return error instanceof ResultCodeError || error instanceof UnknownStatusCodeError ? error.code : null;
}

export function hasResultCode(error: unknown, ...names: readonly ResultCodeName[]): boolean {
  const code = resultCodeOf(error);
  return names.some((name) => resultCodes[name] === code);
}

/** What the server said beside the code, without what ldapts adds, control characters and blanks around it. */
export function diagnosticOf(error: unknown): string {
  const { message = "" } = error as { readonly message?: unknown };
  const text = typeof message === "string" ? message.replace(/ ?Code: 0x[0-9a-f]+$/i, "") : "";
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, " ").trim();
}
