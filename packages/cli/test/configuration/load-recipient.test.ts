import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Diagnostic, isIdleError } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importConfiguration } from "../../src/configuration/import-configuration.ts";
import { loadRecipient } from "../../src/configuration/load-recipient.ts";
import { readConfiguration } from "../../src/configuration/read-configuration.ts";
import { createSources } from "../../src/input/sources.ts";

const { publicKey, privateKey } = generateKeyPairSync("x25519");
const publicPem = publicKey.export({ type: "spki", format: "pem" }).toString();
const privatePem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const publicJwk = publicKey.export({ format: "jwk" });
const privateJwk = privateKey.export({ format: "jwk" });

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-config-"));
  mkdirSync(join(folder, "keys"));
  writeFileSync(join(folder, "keys/seal.pub"), publicPem);
  writeFileSync(join(folder, "keys/seal.json"), JSON.stringify(publicJwk));
  writeFileSync(join(folder, "keys/private.pem"), privatePem);
  writeFileSync(join(folder, "keys/private.json"), JSON.stringify(privateJwk));
  writeFileSync(join(folder, "keys/broken.json"), "{ kty");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = async (sealTo: unknown) => {
  const path = join(folder, "idle.config.yaml");
  writeFileSync(path, `redactNames: []\nsealTo: ${JSON.stringify(sealTo)}\n`);
  return loadRecipient(await readConfiguration(path, "idle.config.yaml", createSources()));
};
const problemOf = async (sealTo: unknown): Promise<string> => {
  try {
    await load(sealTo);
    return "none";
  } catch (error) {
    if (!isIdleError(error, "ConfigInvalid")) throw error;
    const [problem] = (error.details?.diagnostics ?? []) as unknown as Diagnostic[];
    return `${problem?.file}:${problem?.line} ${problem?.code} ${problem?.message}`;
  }
};

describe("sealTo", () => {
  it("names a file with the key, beside the configuration, or has the key", async () => {
    expect(await load("keys/seal.pub")).toBe(publicPem.trim());
    expect(await load("keys/seal.json")).toEqual(publicJwk);
    expect(await load(publicJwk)).toEqual(publicJwk);
    expect(await loadRecipient(null)).toBeNull();
  });

  it("means the same in a configuration that is code", async () => {
    const path = join(folder, "idle.config.mjs");
    writeFileSync(path, `export default { sealTo: "keys/seal.pub" };`);
    expect(await loadRecipient(await importConfiguration(path, "idle.config.mjs"))).toBe(publicPem.trim());
  });

  it.each<[string, unknown, string]>([
    ["a missing file", "keys/none.pub", "keys/none.pub cannot be read: there is no such file"],
    ["a folder", "keys", "it is a folder"],
    ["broken JSON", "keys/broken.json", "neither PEM nor a JWK"],
    ["a private key in a file", "keys/private.pem", "private key"],
    ["a private JWK in a file", "keys/private.json", "private key"],
    ["a private JWK", privateJwk, "private key"],
    ["a private key as text", privatePem, "goes into a file of its own"],
    ["a public key as text", publicPem, "goes into a file of its own"],
    ["an empty object", {}, "malformed"],
  ])("is refused with its place for %s, and no key is shown", async (_, sealTo, what) => {
    const problem = await problemOf(sealTo);
    expect(problem).toMatch(/^idle\.config\.yaml:2 SealRecipientInvalid /);
    expect(problem).toContain(what);
    for (const text of [privatePem.split("\n")[1] ?? "", privateJwk.d ?? "", privateJwk.x ?? ""]) {
      expect(problem).not.toContain(text);
    }
  });

  it.each([[["a"]], [7], [""]])("is a text or an object: %j", async (sealTo) => {
    expect(await problemOf(sealTo)).not.toContain("SealRecipientInvalid");
    expect(await problemOf(sealTo)).not.toBe("none");
  });
});
