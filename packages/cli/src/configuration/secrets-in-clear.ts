import type { JsonValue } from "@idle/contract";
import { type Redactor, secretSchemeOf } from "@idle/core";
import { visitSecretPlaces } from "./secret-places.ts";

/** Every place where a value under a secret's name is not a reference to the secret but, it must be feared, the secret. */
export function findSecretsInClear(value: JsonValue, redactor: Redactor): { pointer: string; name: string }[] {
  const found: { pointer: string; name: string }[] = [];
  visitSecretPlaces(value, "", redactor.isSecretName, ({ value: held, pointer, name, kind }) => {
    if (kind === "secret" && isSecretText(held)) found.push({ pointer, name });
  });
  return found;
}

function isSecretText(value: JsonValue): boolean {
  if (typeof value === "number") return true;
  return typeof value === "string" && value !== "" && secretSchemeOf(value) === null;
}
