/** Reading of what others threw: any property of it may be a getter that throws. */
import type { JsonObject } from "@idle/contract";

/** Undefined where reading throws. */
export function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
