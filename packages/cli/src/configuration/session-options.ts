import type { JsonObject, JsonValue, Secret, SessionOptions, SessionOptionValue } from "@idle/contract";
import { appendToPointer, secretSchemeOf } from "@idle/core";
import { kindOf } from "./secret-places.ts";

/** Where references lead. `at` is the place in the configuration, as a JSON Pointer. */
export interface SecretSource {
  secret(reference: string, at: string): Promise<Secret>;
  text(reference: string, at: string): Promise<string>;
}

/**
 * A session's options as its plug-in gets them: a reference under a secret's name is a `Secret`, one under `userName` the
 * text it leads to, at any depth and in lists there. Everything else is as it was configured.
 */
export async function resolveSessionOptions(
  options: JsonObject,
  pointer: string,
  isSecretName: (name: string) => boolean,
  source: SecretSource,
): Promise<SessionOptions> {
  const resolveEntries = async (object: JsonObject, here: string): Promise<SessionOptions> => {
    const entries: [string, SessionOptionValue][] = [];
    // One after the other, so that the first problem is told and the others not looked for.
    for (const [key, value] of Object.entries(object)) {
      const at = appendToPointer(here, key);
      entries.push([key, await resolveValue(value, at, kindOf(key, isSecretName))]);
    }
    return Object.fromEntries(entries);
  };
  const resolveValue = async (
    value: JsonValue,
    at: string,
    kind: ReturnType<typeof kindOf>,
  ): Promise<SessionOptionValue> => {
    if (Array.isArray(value)) {
      const list: SessionOptionValue[] = [];
      for (const [index, item] of (value as readonly JsonValue[]).entries()) {
        list.push(await resolveValue(item, `${at}/${index}`, kind));
      }
      return list;
    }
    if (typeof value === "object" && value !== null) return resolveEntries(value as JsonObject, at);
    if (kind === null || typeof value !== "string" || secretSchemeOf(value) === null) return value;
    return kind === "secret" ? source.secret(value, at) : source.text(value, at);
  };
  return resolveEntries(options, pointer);
}
