import { createPrivateKey, type JsonWebKey, KeyObject } from "node:crypto";
import { IdleError, isSecret, type Secret } from "@idle/contract";
import { keyAlgorithm } from "./key-algorithm.ts";

interface EncryptedPem {
  readonly pem: string;
  readonly passphrase: Secret;
}

/** A private key: a JWK as an object, PEM text, encrypted PEM text with its passphrase, or Node's own object. */
export type SealPrivateKey = string | EncryptedPem | Readonly<Record<string, unknown>> | KeyObject;

/** Throws SealedOutputUnreadable, which never holds anything of the key. */
export function readPrivateKey(input: SealPrivateKey): KeyObject {
  const key = input instanceof KeyObject ? input : parse(input);
  if (key.type !== "private") throw refusal("is no private key. It takes the private key of the pair");
  if (keyAlgorithm(key) === null) throw refusal("is of a kind that nothing is sealed to");
  return key;
}

function parse(input: Exclude<SealPrivateKey, KeyObject>): KeyObject {
  if (typeof input === "string") return parsePem(input, null);
  if (typeof input !== "object" || input === null) throw refusal("is neither PEM text nor a JWK object");
  if (isEncryptedPem(input)) return parsePem(input.pem, input.passphrase);
  if ((input.kty === "EC" || input.kty === "OKP" || input.kty === "RSA") && !Object.hasOwn(input, "d"))
    throw refusal("is a public key. It takes the private one");
  try {
    const key: JsonWebKey = { ...input };
    return createPrivateKey({ key, format: "jwk" });
  } catch {
    throw refusal("is no JWK of a private key");
  }
}

function isEncryptedPem(input: object): input is EncryptedPem {
  const { pem, passphrase }: { pem?: unknown; passphrase?: unknown } = input;
  return typeof pem === "string" && isSecret(passphrase);
}

function parsePem(pem: string, passphrase: Secret | null): KeyObject {
  if (/-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem) && !pem.includes("PRIVATE KEY-----"))
    throw refusal("is a public key. It takes the private one");
  const isEncrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem);
  if (isEncrypted && passphrase === null) throw refusal("is encrypted, and its passphrase is missing");
  try {
    return createPrivateKey(passphrase === null ? pem : { key: pem, passphrase: passphrase.reveal() });
  } catch {
    throw refusal(
      isEncrypted
        ? "does not open with this passphrase"
        : "cannot be read: it is neither PEM of a private key nor a JWK",
    );
  }
}

function refusal(what: string): IdleError {
  return new IdleError("SealedOutputUnreadable", `The private key ${what}.`);
}
