/** Key pairs of every kind, made once: RSA takes its time. */
import { generateKeyPairSync } from "node:crypto";

export const x25519 = generateKeyPairSync("x25519");
export const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const pairs = {
  X25519: x25519,
  "P-256": generateKeyPairSync("ec", { namedCurve: "P-256" }),
  "P-384": generateKeyPairSync("ec", { namedCurve: "P-384" }),
  "P-521": generateKeyPairSync("ec", { namedCurve: "P-521" }),
  RSA: rsa,
} as const;

export const publicPem = ({ publicKey }: typeof x25519): string =>
  publicKey.export({ type: "spki", format: "pem" }).toString();
export const privatePem = ({ privateKey }: typeof x25519): string =>
  privateKey.export({ type: "pkcs8", format: "pem" }).toString();
