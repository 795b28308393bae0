import { parseSecretReference, secretSchemeOf } from "@idle/core";
import type { ConnectorCode } from "./definition-codes.ts";
import type { FoundProblem } from "./found-problem.ts";

const ways = '"env:NAME" for an environment variable, "file:/path" for a file';
const schemed = /^[a-z][a-z0-9+-]*:\S/i;

/**
 * What is wrong with a value that must refer to a secret, named for the message; null when nothing is. It may be the secret
 * itself, which a number is in any case, and is never repeated.
 */
export function referenceProblem(value: string | number, pointer: string, what: string): FoundProblem | null {
  const text = String(value);
  if (secretSchemeOf(text) !== null) {
    const parts = parseSecretReference(text);
    return "problem" in parts ? invalidReference(pointer, parts.problem) : null;
  }
  if (schemed.test(text)) {
    const message = `What stands before the colon is no scheme that is known. There are env:NAME, file:path and command:["program","argument"], in small letters. If this is ${what} itself, write where it comes from in its place, and change the secret.`;
    return invalidReference(pointer, message);
  }
  return secretInClear(pointer, `${what} stands here in clear. Write where it comes from in its place: ${ways}.`);
}

export function invalidReference(pointer: string, message: string): FoundProblem {
  return { code: "SecretReferenceInvalid" satisfies ConnectorCode, pointer, message };
}

export function secretInClear(pointer: string, message: string): FoundProblem {
  const changed = `${message} Then change the secret: this file may have been copied.`;
  return { code: "SecretInClear" satisfies ConnectorCode, pointer, message: changed };
}
