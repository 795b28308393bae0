import type { Diagnostic, JsonValue } from "@idle/contract";
import { createRedactor, parseSecretReference, secretSchemeOf } from "@idle/core";
import { isObject } from "../input/is-object.ts";
import type { ConfigurationCode, MakeProblem } from "./configuration.ts";
import { visitSecretPlaces } from "./secret-places.ts";

/**
 * References to secrets where none may stand, and malformed ones where they may: under a secret's name, and for user
 * names. The messages never repeat what is there.
 */
export function checkSecretReferences(data: JsonValue, problem: MakeProblem): Diagnostic[] {
  const { providers, authSessions, redactNames } = isObject(data) ? data : {};
  const problems: Diagnostic[] = [];
  const names = Array.isArray(redactNames) ? redactNames.filter((name) => typeof name === "string") : [];
  const { isSecretName } = createRedactor({ names });
  visitSecretPlaces(providers ?? null, "/providers", isSecretName, ({ value, pointer, name, kind }) => {
    if (kind !== "secret" || typeof value !== "string" || secretSchemeOf(value) === null) return;
    const message = `${name} refers to a secret, and providers hold none. Put it under authSessions, where the provider's session is described.`;
    problems.push(problem("SecretMisplaced" satisfies ConfigurationCode, pointer, message));
  });
  visitSecretPlaces(authSessions ?? null, "/authSessions", isSecretName, ({ value, pointer }) => {
    if (typeof value !== "string" || secretSchemeOf(value) === null) return;
    const parts = parseSecretReference(value);
    if (!("problem" in parts)) return;
    problems.push(problem("SecretReferenceInvalid" satisfies ConfigurationCode, pointer, parts.problem));
  });
  return problems;
}
