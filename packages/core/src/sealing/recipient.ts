/** Whom secret outputs are sealed to: the public key of the host's choice, checked before anything is planned or run. */
import {
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  publicEncrypt,
} from "node:crypto";
import { IdleError } from "@idle/contract";
import { isPlainObject } from "../data/value.ts";
import { type KeyAlgorithm, keyAlgorithm, shortestRsa } from "./key-algorithm.ts";

/**
 * A public key: a JWK as an object, or PEM text (SPKI, `-----BEGIN PUBLIC KEY-----`). EC on P-256, P-384 or P-521, X25519,
 * or RSA of at least 2048 bits.
 */
export type SealRecipient = string | Readonly<Record<string, unknown>>;

/** A recipient that values can be sealed to. */
export interface CheckedRecipient {
  readonly key: KeyObject;
  readonly algorithm: KeyAlgorithm;
}

const help =
  "Taken is a public key, as a JWK object or as PEM text (BEGIN PUBLIC KEY): EC on P-256, P-384 or P-521, X25519, or RSA of at least 2048 bits. idle secrets create-key makes a pair.";

/** Throws SealRecipientInvalid, which never holds anything of the key. */
export function readRecipient(recipient: SealRecipient): CheckedRecipient {
  const key = typeof recipient === "string" ? publicKeyOfPem(recipient) : publicKeyOfJwk(recipient);
  const algorithm = keyAlgorithm(key);
  if (algorithm === null) throw refusal(`is ${kindOf(key)}`);
  try {
    tryOut(key, algorithm);
  } catch {
    throw refusal("is a public key that nothing can be encrypted to");
  }
  return { key, algorithm };
}

function publicKeyOfPem(text: string): KeyObject {
  const labels = [...text.matchAll(/-----BEGIN ([^-\r\n]*)-----/g)].map(([, label]) => label);
  if (labels.some((label) => label?.endsWith("PRIVATE KEY"))) throw privateKey();
  if (labels.length !== 1 || labels[0] !== "PUBLIC KEY") {
    const what = labels.length > 1 ? "more than one PEM block" : labels.length === 0 ? "no PEM text" : "another PEM";
    throw refusal(`is ${what}${labels.includes("CERTIFICATE") ? "; of a certificate take its public key" : ""}`);
  }
  return read(() => createPublicKey(text));
}

const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth"];
const publicMembers = ["kty", "crv", "x", "y", "n", "e"];

function publicKeyOfJwk(jwk: unknown): KeyObject {
  if (!isPlainObject(jwk)) throw refusal("is neither a JWK object nor PEM text");
  if (jwk.kty === "oct" || Object.hasOwn(jwk, "k")) throw refusal("is a symmetric key");
  if (privateMembers.some((name) => Object.hasOwn(jwk, name))) throw privateKey();
  if (jwk.use !== undefined && jwk.use !== "enc") throw refusal("is by its use no key to encrypt to");
  const key: JsonWebKey = Object.fromEntries(
    publicMembers.filter((name) => Object.hasOwn(jwk, name)).map((name) => [name, jwk[name]]),
  );
  return read(() => createPublicKey({ key, format: "jwk" }));
}

/** A library's error may hold what it could not read, so none is passed on. */
function read(create: () => KeyObject): KeyObject {
  try {
    return create();
  } catch {
    throw refusal("is malformed");
  }
}

/** What would fail when the first value is sealed has to fail here: points that lead nowhere, broken RSA keys. */
function tryOut(key: KeyObject, algorithm: KeyAlgorithm): void {
  if (algorithm === "RSA-OAEP-256") {
    const { publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    if (publicExponent < 3n) throw new Error("Whatever is encrypted with it stays readable.");
    publicEncrypt({ key, oaepHash: "sha256" }, Buffer.alloc(32));
    return;
  }
  const { namedCurve = "" } = key.asymmetricKeyDetails ?? {};
  const { privateKey } =
    key.asymmetricKeyType === "x25519" ? generateKeyPairSync("x25519") : generateKeyPairSync("ec", { namedCurve });
  diffieHellman({ privateKey, publicKey: key });
}

function kindOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): string {
  const { modulusLength, namedCurve } = asymmetricKeyDetails;
  if (asymmetricKeyType === "rsa")
    return `an RSA key of ${modulusLength} bits, ${(modulusLength ?? 0) < shortestRsa ? "too short" : "too long"}`;
  if (asymmetricKeyType === "ec") return `an EC key on the curve ${namedCurve}`;
  return `a key of the kind ${asymmetricKeyType}`;
}

function privateKey(): IdleError {
  return refusal(
    "has a private key in it, which belongs to who opens outputs and nowhere else. Use the public key, and if the private one went where others can read it, make a new pair",
  );
}

function refusal(what: string): IdleError {
  return new IdleError("SealRecipientInvalid", `The recipient for sealed outputs ${what}. ${help}`);
}
