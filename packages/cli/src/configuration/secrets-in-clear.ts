import type { JsonValue } from "@idle/contract";
import { createRedactor, secretSchemeOf } from "@idle/core";
import { visitSecretPlaces } from "./secret-places.ts";

export interface SecretInClear {
  readonly pointer: string;
  readonly name: string;
  /** Whether it looks like a reference of a kind that there is not: `ENV:NAME`, `vault:path`. */
  readonly hasUnknownScheme: boolean;
}

/** What plug-ins get. The configuration's own keys can be no secret's name, whatever names were added. */
const options = /^\/(?:providers|authSessions)\/[^/]*\/options\//;

/**
 * Every place where a value under a secret's name is not a reference to the secret but, it must be feared, the secret.
 * `names` are secret beside those of the closed list.
 */
export function findSecretsInClear(value: JsonValue, names: readonly string[]): SecretInClear[] {
  const found: SecretInClear[] = [];
  const always = createRedactor();
  const { isSecretName } = createRedactor({ names });
  visitSecretPlaces(value, "", isSecretName, ({ value: held, pointer, name, kind }) => {
    if (!always.isSecretName(name) && !options.test(pointer)) return;
    if (kind === "secret" && isSecretText(held))
      found.push({ pointer, name, hasUnknownScheme: schemed.test(String(held)) });
  });
  return found;
}

const schemed = /^[a-z][a-z0-9+-]*:\S/i;

function isSecretText(value: JsonValue): boolean {
  if (typeof value === "number") return true;
  return typeof value === "string" && value !== "" && secretSchemeOf(value) === null;
}
