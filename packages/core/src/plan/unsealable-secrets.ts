/** Secrets that a step would have made while nobody could open them: its run would be refused, and the plan says so. */
import type { JsonObject, JsonValue } from "@idle/contract";
import type { Redactor } from "../events/redact.ts";
import { isSecretReference } from "../events/secret-names.ts";

/** A warning for each input that asks for a generated secret. */
export function unsealableSecrets(inputs: JsonObject, { isSecretName }: Pick<Redactor, "isSecretName">): string[] {
  return generatedSecrets(inputs, { isSecretName }).map(
    (place) =>
      `${place} asks for a generated secret, and no recipient is configured to seal it to. The step would be refused when it is run, because nobody could read the secret: set sealTo to the recipient's public key.`,
  );
}

/** Where inputs ask for a generated secret, such as `initialPassword`. */
export function generatedSecrets(inputs: JsonObject, { isSecretName }: Pick<Redactor, "isSecretName">): string[] {
  return placesIn(inputs, "", isSecretName);
}

function placesIn(value: JsonValue, path: string, isSecretName: (name: string) => boolean): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, held]: [string, JsonValue]) => {
    const place = path === "" ? key : `${path}.${key}`;
    return isSecretName(key) && isGenerated(held) ? [place] : placesIn(held, place, isSecretName);
  });
}

function isGenerated(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && isSecretReference(value) && Object.hasOwn(value, "generate");
}
