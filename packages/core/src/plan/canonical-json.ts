/** JSON in the form of RFC 8785 (JCS): keys sorted by UTF-16 code units, no blanks, numbers as ECMAScript writes them. */
import { createHash } from "node:crypto";
import type { JsonValue } from "@idle/contract";

export function canonicalJson(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    let text = "[";
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0) text += ",";
      text += canonicalJson((value as readonly JsonValue[])[index] ?? null);
    }
    return `${text}]`;
  }
  let text = "{";
  for (const key of Object.keys(value).sort()) {
    const member = (value as { readonly [key: string]: JsonValue | undefined })[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ",";
    text += `${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
}

/** `sha256:` and the hex digest of the canonical JSON. */
export function sha256Of(value: JsonValue): string {
  return `sha256:${createHash("sha256").update(canonicalJson(value), "utf8").digest("hex")}`;
}
