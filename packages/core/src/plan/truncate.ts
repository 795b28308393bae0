import type { JsonObject } from "@idle/contract";

const limit = 64 * 1024;

/** A group of the request as a plan carries it: whole up to 64 KiB of JSON, beyond that only a marker with its size. */
export function truncate(group: unknown): JsonObject | string {
  const text = JSON.stringify(group);
  // Each code unit is at least one byte and at most three, so most sizes are known without encoding.
  if (text.length * 3 <= limit) return group as JsonObject;
  const bytes = Buffer.byteLength(text, "utf8");
  return bytes <= limit ? (group as JsonObject) : `[TRUNCATED - ${bytes} bytes]`;
}
