/**
 * The numbers in messages of Active Directory, in words. Win32 codes by their names in
 * https://learn.microsoft.com/windows/win32/debug/system-error-codes, the data of a refused bind as in
 * https://learn.microsoft.com/troubleshoot/windows-server/active-directory/ldap-bind-error-codes and MS-ADTS 5.1.1.
 */
import type { IdleErrorCode } from "@idle/contract";

interface Meaning {
  readonly words: string;
  /** Where it says more than the LDAP result code. */
  readonly code?: IdleErrorCode;
}

const win32: Readonly<Record<number, Meaning>> = {
  5: { words: "access is denied", code: "PermissionDenied" },
  // ERROR_PWD_TOO_SHORT, ERROR_PWD_TOO_RECENT, ERROR_PWD_HISTORY_CONFLICT
  615: { words: "the password is too short for the domain's policy", code: "InvalidInput" },
  616: { words: "the password was changed too recently for the domain's policy", code: "InvalidInput" },
  617: { words: "the password was used before, which the domain's policy does not allow", code: "InvalidInput" },
  1315: { words: "the name is no name of an account", code: "InvalidInput" },
  1316: { words: "an account of that name exists already", code: "AlreadyExists" },
  1318: { words: "a group of that name exists already", code: "AlreadyExists" },
  1324: { words: "the password has characters that are not allowed", code: "InvalidInput" },
  // ERROR_PASSWORD_RESTRICTION
  1325: {
    words:
      "the password breaks the domain's policy (length, complexity or history), or the account has none and the policy demands one",
    code: "InvalidInput",
  },
  1371: { words: "this is not allowed on a built-in account", code: "PermissionDenied" },
  // ERROR_MEMBERS_PRIMARY_GROUP
  1374: { words: "it is the account's primary group", code: "Unsupported" },
  // ERROR_DS_UNWILLING_TO_PERFORM and the like
  8237: { words: "the connection is not secure enough for that; use ldaps:// or startTls", code: "InvalidInput" },
  8305: { words: "an object of that name is there already", code: "AlreadyExists" },
  8316: { words: "an attribute that its class demands is missing", code: "InvalidInput" },
  8322: { words: "a value is shorter or longer than the schema allows", code: "InvalidInput" },
  8329: { words: "the container is not there", code: "NotFound" },
  8332: { words: "other objects stand below it", code: "Unsupported" },
  8344: { words: "the account of the session lacks the right", code: "PermissionDenied" },
  8373: { words: "a value names an object that is not there", code: "InvalidInput" },
  8647: { words: "the service principal name is another account's already", code: "AlreadyExists" },
  8648: { words: "the user principal name is another account's already", code: "AlreadyExists" },
};

const refusedBinds: Readonly<Record<string, string>> = {
  "525": "there is no account of that name",
  "52e": "the user name or the password is wrong",
  "52f": "restrictions of the account do not allow it",
  "530": "the account may not log on at this time",
  "531": "the account may not log on from this machine",
  "532": "the account's password has expired",
  "533": "the account is disabled",
  "568": "the account is in too many groups",
  "701": "the account has expired",
  "773": "the account's password must be changed first",
  "775": "the account is locked out",
};

/** What the first number of a message says; null for a message without one, or a number that is not known. */
export function meaningOf(diagnostic: string): Meaning | null {
  const number = /^([0-9A-F]{8}): /i.exec(diagnostic)?.[1];
  const code = number === undefined ? 0 : Number.parseInt(number, 16);
  return Object.hasOwn(win32, code) ? (win32[code] ?? null) : null;
}

/** Why a bind was refused; null where the message does not tell. */
export function refusedBindInWords(diagnostic: string): string | null {
  const data = /\bdata ([0-9a-f]{3})\b/i.exec(diagnostic)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(refusedBinds, data) ? (refusedBinds[data] ?? null) : null;
}
