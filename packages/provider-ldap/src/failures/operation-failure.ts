/** An operation's failure as an error of the contract. In: what ldapts threw. Out: a code, words, the server's own words. */
import { IdleError, type IdleErrorCode, isIdleError } from "@idle/contract";
import { MessageParserError } from "ldapts";
import type { Settings } from "../options/read-options.ts";
import { meaningOf, refusedBindInWords } from "./active-directory-words.ts";
import { addressOf } from "./connection-failure.ts";
import { diagnosticOf, resultCodeOf, resultCodes } from "./result-codes.ts";

interface Meaning {
  readonly code: IdleErrorCode;
  readonly words: string;
  readonly isTransient?: boolean;
}

const meanings: ReadonlyMap<number, Meaning> = new Map([
  [resultCodes.timeLimitExceeded, { code: "Busy", words: "the server's time limit was over", isTransient: true }],
  [
    resultCodes.sizeLimitExceeded,
    { code: "PermissionDenied", words: "there are more entries than the server gives this account" },
  ],
  [
    resultCodes.adminLimitExceeded,
    { code: "PermissionDenied", words: "it takes more than the server allows this account" },
  ],
  [resultCodes.authMethodNotSupported, { code: "PermissionDenied", words: "the server takes no simple bind" }],
  [resultCodes.strongerAuthRequired, { code: "InvalidInput", words: needsTls() }],
  [resultCodes.confidentialityRequired, { code: "InvalidInput", words: needsTls() }],
  [
    resultCodes.referral,
    { code: "Unsupported", words: "another server has this part of the directory, and referrals are not followed" },
  ],
  [
    resultCodes.affectsMultipleDsas,
    { code: "Unsupported", words: "it would move the object to another server, which LDAP cannot" },
  ],
  [resultCodes.noSuchAttribute, { code: "InvalidInput", words: "the object has no such value" }],
  [resultCodes.undefinedAttributeType, { code: "InvalidInput", words: "the server does not know the attribute" }],
  [resultCodes.constraintViolation, { code: "InvalidInput", words: "a value is not one that the server allows" }],
  [resultCodes.attributeOrValueExists, { code: "AlreadyExists", words: "the value is there already" }],
  [
    resultCodes.invalidAttributeSyntax,
    { code: "InvalidInput", words: "a value is not written as its attribute demands" },
  ],
  [resultCodes.noSuchObject, { code: "NotFound", words: "it is not there" }],
  [resultCodes.invalidDnSyntax, { code: "InvalidInput", words: "a name is no distinguished name" }],
  [resultCodes.inappropriateAuthentication, { code: "PermissionDenied", words: "the account has no password" }],
  [resultCodes.invalidCredentials, { code: "PermissionDenied", words: "the user name or the password is wrong" }],
  [
    resultCodes.insufficientAccessRights,
    { code: "PermissionDenied", words: "the account of the session lacks the right" },
  ],
  [resultCodes.busy, { code: "Busy", words: "the server is busy", isTransient: true }],
  [resultCodes.unavailable, { code: "Busy", words: "the server is not available at the moment", isTransient: true }],
  [resultCodes.unwillingToPerform, { code: "InvalidInput", words: "the server is not willing to do it" }],
  [resultCodes.namingViolation, { code: "InvalidInput", words: "an object of that kind or name cannot stand there" }],
  [
    resultCodes.objectClassViolation,
    { code: "InvalidInput", words: "the object's class does not allow it, or demands what would be missing" },
  ],
  [resultCodes.notAllowedOnNonLeaf, { code: "Unsupported", words: "other objects stand below it" }],
  [resultCodes.notAllowedOnRdn, { code: "InvalidInput", words: "the value is part of the object's name" }],
  [resultCodes.entryAlreadyExists, { code: "AlreadyExists", words: "an object of that name is there already" }],
  [resultCodes.objectClassModsProhibited, { code: "InvalidInput", words: "the object's class cannot be changed" }],
]);

function needsTls(): string {
  return "the server demands a secure connection; use ldaps:// or startTls";
}

/**
 * `doing` completes "could not be …", such as `disabled`; `what` is whom or what it was about. An answer of the server has
 * had no effect; a connection that broke, or a time that was over, may have.
 */
export function operationFailure(error: unknown, what: string, doing: string, settings: Settings): IdleError {
  if (isIdleError(error)) return error;
  const number = resultCodeOf(error);
  if (number === null) return lostConnection(error, what, doing, settings);
  const diagnostic = diagnosticOf(error);
  const own = settings.flavour === "activeDirectory" ? meaningOf(diagnostic) : null;
  const meaning = meanings.get(number);
  const code = own?.code ?? meaning?.code ?? "RemoteExecutionFailed";
  const refusedBind = number === resultCodes.invalidCredentials ? refusedBindInWords(diagnostic) : null;
  const words = refusedBind ?? own?.words ?? meaning?.words ?? `the server answered with LDAP result code ${number}`;
  const said = diagnostic === "" ? "" : ` The server says: ${diagnostic.slice(0, 500)}`;
  return new IdleError(code, `${what} could not be ${doing}: ${words}.${said}`, {
    details: { ldapResultCode: number },
    transient: meaning?.isTransient === true && code === meaning.code,
    // The server's own words alone: who shows both does not say them twice.
    cause: new Error(diagnostic === "" ? `LDAP result code ${number}` : diagnostic.slice(0, 500)),
  });
}

function lostConnection(error: unknown, what: string, doing: string, settings: Settings): IdleError {
  const details = { server: addressOf(settings) };
  if (isNonsense(error)) {
    return new IdleError(
      "ConnectionFailed",
      `${what} could not be ${doing}: ${addressOf(settings)} answered with what is no LDAP.`,
      { details, cause: error },
    );
  }
  // A mistake of this code is no lost connection.
  if (error instanceof TypeError || error instanceof RangeError) throw error;
  const text = error instanceof Error ? error.message : "";
  if (/timed out/i.test(text)) {
    return new IdleError(
      "Timeout",
      `${what} could not be ${doing}: ${addressOf(settings)} did not answer within ${settings.timeoutMs / 1_000} s.`,
      { details, transient: true, cause: error },
    );
  }
  return new IdleError(
    "ConnectionFailed",
    `${what} could not be ${doing}: the connection to ${addressOf(settings)} broke.`,
    { details, transient: true, cause: error },
  );
}

/** What ldapts threw while it read a message: whatever it is, it carries the message's number. */
function isNonsense(error: unknown): error is Error {
  return error instanceof MessageParserError || (error instanceof Error && "messageDetails" in error);
}
