import type { JsonObject } from "@idle/contract";
import { isObject } from "./is-object.ts";

/** A key as its file has it: a JWK for JSON, else the text, which is PEM or nothing. Null for JSON that is no object. */
export function parseKey(bytes: Uint8Array): string | JsonObject | null {
  const text = new TextDecoder().decode(bytes).trim();
  if (!text.startsWith("{")) return text;
  try {
    const data = JSON.parse(text);
    return isObject(data) ? data : null;
  } catch {
    return null;
  }
}
