import type { Secret } from "@idle/contract";
import type { SealedPlace } from "./place.ts";
import type { CheckedRecipient } from "./recipient.ts";

/**
 * A JWE in compact form that only the recipient can open. Its protected header names the key (`kid`, the RFC 7638
 * thumbprint) and the place it belongs to (`idle`), so that one that was put elsewhere is noticed.
 */
export async function seal(secret: Secret, place: SealedPlace, { key, algorithm }: CheckedRecipient): Promise<string> {
  const { CompactEncrypt, calculateJwkThumbprint } = await import("jose");
  const value = secret.reveal();
  // UTF-8 has no half surrogate pairs; JSON escapes them, and every secret comes out as it went in.
  const isText = value.isWellFormed();
  return new CompactEncrypt(new TextEncoder().encode(isText ? value : JSON.stringify(value)))
    .setProtectedHeader({
      alg: algorithm,
      enc: "A256GCM",
      kid: await calculateJwkThumbprint(key),
      cty: isText ? "text/plain" : "application/json",
      idle: { run: place.run, step: place.step, output: place.output },
    })
    .encrypt(key);
}
