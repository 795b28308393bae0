import { generateKeyPairSync } from "node:crypto";
import { Secret } from "@idle/contract";
import { openSealedOutput, type SealPrivateKey } from "@idle/core";
import fc from "fast-check";
import { CompactEncrypt, decodeProtectedHeader } from "jose";
import { describe, expect, it } from "vitest";
import { readRecipient } from "../../src/sealing/recipient.ts";
import { seal } from "../../src/sealing/seal.ts";
import { errorOf } from "../support/product.ts";
import { pairs, privatePem, publicPem, rsa, x25519 } from "./keys.ts";

const place = { run: "run-1", step: "step-01", output: "initialPassword" };
const sealFor = (pair: typeof x25519, value: string) => seal(new Secret(value), place, readRecipient(publicPem(pair)));
const open = async (sealed: string, key: SealPrivateKey, expected = place) =>
  (await openSealedOutput(sealed, key, expected)).reveal();
const whyNot = async (sealed: string, key: SealPrivateKey, expected = place) => {
  const error = await errorOf(openSealedOutput(sealed, key, expected));
  expect(error.code).toBe("SealedOutputUnreadable");
  return error.message;
};

describe("what was sealed", () => {
  it.each(Object.entries(pairs))("opens with the private key %s, however it is handed in", async (_, pair) => {
    const sealed = await sealFor(pair, "Grüße 🔑");
    const passphrase = new Secret("open sesame");
    const options = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: passphrase.reveal() } as const;
    const keys: SealPrivateKey[] = [
      pair.privateKey,
      privatePem(pair),
      pair.privateKey.export({ format: "jwk" }),
      { pem: pair.privateKey.export(options).toString(), passphrase },
    ];
    for (const key of keys) expect(await open(sealed, key)).toBe("Grüße 🔑");
  });

  it("says how it was sealed, to which key and for which place", async () => {
    const header = decodeProtectedHeader(await sealFor(x25519, "secret"));
    expect(header).toMatchObject({ alg: "ECDH-ES+A256KW", enc: "A256GCM", cty: "text/plain", idle: place });
    expect(header.kid).toMatch(/^[\w-]{43}$/);
    expect(decodeProtectedHeader(await sealFor(rsa, "secret")).alg).toBe("RSA-OAEP-256");
  });

  it("comes out as it went in, whatever the text", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect(await open(await sealFor(x25519, value), x25519.privateKey)).toBe(value);
      }),
      { examples: [[""], ["\ufeffa"], ["👩‍👩‍👧"], ["a\ud800"], ["\udc00"], ["\r\n\0"], ['"quoted"']] },
    );
  });

  it.each([["X25519", x25519] as const, ["RSA", rsa] as const])(
    "never opens with a character changed (%s)",
    async (_, pair) => {
      const sealed = await sealFor(pair, "correct horse");
      const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";
      const ends = [...sealed.matchAll(/\./g)].map(({ index }) => index - 1);
      const at = fc.oneof(fc.nat(sealed.length - 1), fc.constantFrom(...ends, sealed.length - 1));
      await fc.assert(
        fc.asyncProperty(at, fc.constantFrom(...alphabet), async (index, character) => {
          fc.pre(sealed[index] !== character);
          const changed = sealed.slice(0, index) + character + sealed.slice(index + 1);
          expect(await whyNot(changed, pair.privateKey)).not.toContain("correct horse");
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe("why it does not open is told:", () => {
  it("sealed to another key", async () => {
    const sealed = await sealFor(x25519, "secret");
    const { kid } = decodeProtectedHeader(sealed);
    expect(await whyNot(sealed, generateKeyPairSync("x25519").privateKey)).toContain(`another key (kid ${kid})`);
    expect(await whyNot(sealed, rsa.privateKey)).toContain(`another key (kid ${kid})`);
  });

  it("changed since", async () => {
    const parts = (await sealFor(x25519, "secret")).split(".");
    const [last = ""] = parts.slice(-1);
    parts[4] = (last.startsWith("A") ? "B" : "A") + last.slice(1);
    expect(await whyNot(parts.join("."), x25519.privateKey)).toContain("It was changed since it was sealed");
  });

  it.each([{ run: "run-2" }, { step: "step-02" }, { output: "token" }])("in the wrong place %o", async (elsewhere) => {
    const why = await whyNot(await sealFor(x25519, "secret"), x25519.privateKey, { ...place, ...elsewhere });
    expect(why).toContain('sealed as the output "initialPassword" of step "step-01" in run "run-1"');
  });

  it("for no place at all", async () => {
    const { kid = "" } = decodeProtectedHeader(await sealFor(x25519, "secret"));
    const foreign = await new CompactEncrypt(new TextEncoder().encode("secret"))
      .setProtectedHeader({ alg: "ECDH-ES+A256KW", enc: "A256GCM", kid })
      .encrypt(x25519.publicKey);
    expect(await whyNot(foreign, x25519.privateKey)).toContain("wrong place");
    expect((await openSealedOutput(foreign, x25519.privateKey)).reveal()).toBe("secret");
  });

  it.each(["", "a.b.c", "....", `${"A".repeat(20)}.a.b.c.d`, "eyJ9.AAAA.AAAA.AAAA.AAAA"])(
    "not sealed: %j",
    async (text) => {
      expect(await whyNot(text, x25519.privateKey)).toContain("It is no sealed output");
    },
  );

  const encrypted = x25519.privateKey
    .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "right" })
    .toString();
  it.each<[string, unknown, string]>([
    ["a public key", publicPem(x25519), "is a public key"],
    ["a public JWK", x25519.publicKey.export({ format: "jwk" }), "is a public key"],
    ["a public key object", x25519.publicKey, "is no private key"],
    ["a key of another kind", privatePem(generateKeyPairSync("ed25519")), "of a kind that nothing is sealed to"],
    ["an encrypted key alone", encrypted, "its passphrase is missing"],
    ["a wrong passphrase", { pem: encrypted, passphrase: new Secret("wrong") }, "does not open with this passphrase"],
    ["another text", "hunter2hunter2", "cannot be read"],
    ["another object", { kty: "oct", k: "AAAA" }, "is no JWK"],
    ["nothing", null, "is neither PEM text nor a JWK object"],
  ])("the key is %s", async (_, key, what) => {
    const why = await whyNot(await sealFor(x25519, "secret"), key as SealPrivateKey);
    expect(why).toContain(`The private key `);
    expect(why).toContain(what);
    expect(why).not.toMatch(/hunter2|wrong$/);
  });
});
