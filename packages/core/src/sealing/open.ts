/** Opens what was sealed: a JWE and the private key in, the secret out. The one place where sealed values are read. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { IdleError, Secret } from "@idle/contract";
import { isPlainObject } from "../data/value.ts";
import type { SealedPlace } from "./place.ts";
import { readPrivateKey, type SealPrivateKey } from "./private-key.ts";

/**
 * The secret in a sealed output. With `expected`, one that was sealed for another place is refused: pass where it was
 * found. Throws SealedOutputUnreadable that says in words why, for the key and for the value alike.
 */
export async function openSealedOutput(
  sealed: string,
  privateKey: SealPrivateKey,
  expected?: SealedPlace,
): Promise<Secret> {
  const key = readPrivateKey(privateKey);
  const header = readHeader(sealed);
  await expectKey(header.kid, key);
  const text = await decrypt(sealed, key);
  if (expected !== undefined) expectPlace(header.idle, expected);
  return new Secret(textOf(text, header.cty));
}

const malformed = "It is no sealed output, or a part of it is missing or changed";

/** Strict about the encoding: the library would not see a change in the bits at the end that mean nothing. */
function readHeader(sealed: unknown): Readonly<Record<string, unknown>> {
  const parts = typeof sealed === "string" ? sealed.split(".") : [];
  const isCanonical = parts.every((part) => Buffer.from(part, "base64url").toString("base64url") === part);
  if (parts.length !== 5 || !isCanonical) throw refusal(malformed);
  try {
    const header: unknown = JSON.parse(Buffer.from(parts[0] ?? "", "base64url").toString());
    if (isPlainObject(header)) return header;
  } catch {
    // As for anything else that is no header.
  }
  throw refusal(malformed);
}

async function expectKey(kid: unknown, key: KeyObject): Promise<void> {
  const { calculateJwkThumbprint } = await import("jose");
  const own = await calculateJwkThumbprint(createPublicKey(key));
  if (kid === own) return;
  const other = typeof kid === "string" && /^[A-Za-z0-9_-]{43}$/.test(kid) ? `kid ${kid}` : "it does not say which";
  throw refusal(`It is sealed to another key (${other}); this key has the kid ${own}`);
}

async function decrypt(sealed: string, key: KeyObject): Promise<Uint8Array> {
  const { compactDecrypt } = await import("jose");
  try {
    const { plaintext } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: ["ECDH-ES+A256KW", "RSA-OAEP-256"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    return plaintext;
  } catch {
    throw refusal("It was changed since it was sealed");
  }
}

function expectPlace(sealedFor: unknown, expected: SealedPlace): void {
  const place = isPlainObject(sealedFor) ? sealedFor : {};
  if (place.run === expected.run && place.step === expected.step && place.output === expected.output) return;
  const names = [place.output, place.step, place.run].map((name) => JSON.stringify(name) ?? "none");
  throw refusal(
    `It stands in the wrong place: it was sealed as the output ${names[0]} of step ${names[1]} in run ${names[2]}. Somebody moved or exchanged it`,
  );
}

function textOf(plaintext: Uint8Array, type: unknown): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plaintext);
    const value: unknown = type === "application/json" ? JSON.parse(text) : text;
    if (typeof value === "string") return value;
  } catch {
    // The engine seals nothing of the kind.
  }
  throw refusal("It holds no text");
}

function refusal(what: string): IdleError {
  return new IdleError("SealedOutputUnreadable", `The sealed output cannot be opened. ${what}.`);
}
