/** The key under `sealTo`, read and checked. Read only where something is planned or run. */
import { dirname, resolve } from "node:path";
import { type IdleError, isIdleError } from "@idle/contract";
import { checkSealRecipient, escapeText, type SealRecipient } from "@idle/core";
import { parseKey } from "../input/parse-key.ts";
import { longestDocument, readBytes } from "../input/read-bytes.ts";
import { type Configuration, type ConfigurationCode, invalidConfiguration } from "./configuration.ts";

/** Null when there is none. Throws ConfigInvalid, which never holds anything of a key. */
export async function loadRecipient(configuration: Configuration | null): Promise<SealRecipient | null> {
  if (configuration === null || configuration.sealTo === null) return null;
  const { sealTo, path } = configuration;
  const refuse = (message: string): IdleError =>
    invalidConfiguration([
      configuration.problem("SealRecipientInvalid" satisfies ConfigurationCode, "/sealTo", message),
    ]);
  if (typeof sealTo !== "string") return checked(sealTo, "The JWK", refuse);
  if (sealTo.includes("-----BEGIN")) {
    // Not shown: who puts a whole key here may have taken the private one.
    throw refuse(
      "A key as PEM text goes into a file of its own, and sealTo names the file. If this was the private key, make a new pair: idle secrets create-key --out FILE",
    );
  }
  const key = await readKey(resolve(dirname(path), sealTo), sealTo, refuse);
  return checked(key, escapeText(sealTo), refuse);
}

async function readKey(path: string, name: string, refuse: (message: string) => IdleError): Promise<SealRecipient> {
  try {
    const key = parseKey(await readBytes(path, longestDocument, name));
    if (key !== null) return key;
  } catch (error) {
    if (isIdleError(error, "FileUnreadable")) throw refuse(error.message);
    throw error;
  }
  throw refuse(`${escapeText(name)} is neither PEM nor a JWK as JSON.`);
}

function checked(key: SealRecipient, name: string, refuse: (message: string) => IdleError): SealRecipient {
  try {
    checkSealRecipient(key);
    return key;
  } catch (error) {
    if (isIdleError(error, "SealRecipientInvalid")) throw refuse(`${name}: ${error.message}`);
    throw error;
  }
}
