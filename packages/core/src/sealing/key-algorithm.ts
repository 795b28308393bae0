import type { KeyObject } from "node:crypto";

/** How the key that encrypts a value is handed to its recipient, by the kind of the recipient's key. */
export type KeyAlgorithm = "ECDH-ES+A256KW" | "RSA-OAEP-256";

export const shortestRsa = 2048;
/** OpenSSL encrypts to no longer key. */
const longestRsa = 16_384;
const curves: ReadonlySet<string | undefined> = new Set(["prime256v1", "secp384r1", "secp521r1"]);

/** For a public or private key; null for one of a kind, curve or length that nothing is sealed to. */
export function keyAlgorithm({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): KeyAlgorithm | null {
  const { modulusLength = 0, namedCurve } = asymmetricKeyDetails ?? {};
  switch (asymmetricKeyType) {
    case "x25519":
      return "ECDH-ES+A256KW";
    case "ec":
      return curves.has(namedCurve) ? "ECDH-ES+A256KW" : null;
    case "rsa":
      return modulusLength >= shortestRsa && modulusLength <= longestRsa ? "RSA-OAEP-256" : null;
    default:
      return null;
  }
}
