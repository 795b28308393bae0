import type { JsonValue } from "@idle/contract";
import { appendToPointer } from "@idle/core";

export interface SecretPlace {
  readonly value: JsonValue;
  readonly pointer: string;
  /** The key it stands under. */
  readonly name: string;
  readonly kind: "secret" | "userName";
}

/**
 * Visits every scalar that stands under a secret's name or under `userName`, itself or as an entry of a list there. An
 * object under such a name is no secret: its own keys count.
 */
export function visitSecretPlaces(
  root: JsonValue,
  pointer: string,
  isSecretName: (name: string) => boolean,
  visit: (place: SecretPlace) => void,
): void {
  const step = (value: JsonValue, here: string, name: string, kind: SecretPlace["kind"] | null): void => {
    if (Array.isArray(value)) {
      for (const [index, child] of value.entries()) step(child, `${here}/${index}`, name, kind);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        step(child, appendToPointer(here, key), key, kindOf(key, isSecretName));
      }
    } else if (kind !== null) {
      visit({ value, pointer: here, name, kind });
    }
  };
  step(root, pointer, "", null);
}

/** What a text under this key is: a secret, a user's name, or neither. */
export function kindOf(key: string, isSecretName: (name: string) => boolean): SecretPlace["kind"] | null {
  if (key.toLowerCase() === "username") return "userName";
  return isSecretName(key) ? "secret" : null;
}
