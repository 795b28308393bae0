import { generateKeyPairSync } from "node:crypto";
import { isIdleError } from "@idle/contract";
import { createEngine, type SealRecipient } from "@idle/core";
import { describe, expect, it } from "vitest";
import { pairs, privatePem, publicPem, rsa, x25519 } from "./keys.ts";

const messageOf = (sealTo: unknown): string => {
  try {
    createEngine({ steps: [], sealTo: sealTo as SealRecipient });
    return "taken";
  } catch (error) {
    return isIdleError(error, "SealRecipientInvalid") ? error.message : `another error: ${error}`;
  }
};

describe("a recipient of sealed outputs", () => {
  it.each(Object.entries(pairs))("may have a key %s, as PEM or as JWK", (_, pair) => {
    expect(messageOf(publicPem(pair))).toBe("taken");
    expect(messageOf(pair.publicKey.export({ format: "jwk" }))).toBe("taken");
    expect(messageOf({ ...pair.publicKey.export({ format: "jwk" }), use: "enc", kid: "mine" })).toBe("taken");
  });

  const other = (type: "ed25519" | "x448") => generateKeyPairSync(type as "x448");
  const short = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const jwk = x25519.publicKey.export({ format: "jwk" });
  it.each<[string, unknown, string]>([
    ["a private key as PEM", privatePem(x25519), "private key"],
    ["a private key behind a public one", publicPem(x25519) + privatePem(x25519), "private key"],
    ["a private key as JWK", x25519.privateKey.export({ format: "jwk" }), "private key"],
    ["a part of a private RSA key", { ...rsa.publicKey.export({ format: "jwk" }), p: "AQAB" }, "private key"],
    ["a symmetric key", { kty: "oct", k: "c2VjcmV0LXNlY3JldC1zZWNyZXQ" }, "a symmetric key"],
    ["a short RSA key", publicPem(short), "1024 bits, too short"],
    ["a key for signatures", publicPem(other("ed25519")), "a key of the kind ed25519"],
    ["a key for signatures by its use", { ...jwk, use: "sig" }, "no key to encrypt to"],
    ["another kind of key", publicPem(other("x448")), "a key of the kind x448"],
    ["another curve", publicPem(generateKeyPairSync("ec", { namedCurve: "secp256k1" })), "the curve secp256k1"],
    ["a point that leads nowhere", { ...jwk, x: Buffer.alloc(32).toString("base64url") }, "nothing can be encrypted"],
    ["an exponent of one", { ...rsa.publicKey.export({ format: "jwk" }), e: "AQ" }, ""],
    ["a part of a key", { kty: "EC", crv: "P-256", x: jwk.x }, "malformed"],
    ["a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "take its public key"],
    ["another text", "hunter2hunter2", "no PEM text"],
    ["nothing", null, "neither a JWK object nor PEM text"],
    ["a list", [jwk], "neither a JWK object nor PEM text"],
  ])("may not have %s", (_, sealTo, what) => {
    const message = messageOf(sealTo);
    expect(message).toContain("The recipient for sealed outputs ");
    expect(message).toContain(what);
    expect(message).toMatch(/P-256.*X25519.*RSA.*2048.*idle secrets create-key/);
    const text = typeof sealTo === "string" ? sealTo : JSON.stringify(sealTo);
    for (const part of text.match(/[A-Za-z0-9+/_-]{12,}/g) ?? []) {
      if (part !== "CERTIFICATE") expect(message).not.toContain(part);
    }
  });
});
