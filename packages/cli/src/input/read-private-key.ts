import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { JsonObject } from "@idle/contract";
import { escapeText, readSealPrivateKey } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { sentence } from "../view/sentence.ts";
import { parseKey } from "./parse-key.ts";
import { longestDocument, readBytes } from "./read-bytes.ts";
import { readSecretOption } from "./read-secret-option.ts";

/** Reads a private key, and warns when others could. Throws FileUnreadable, SealedOutputUnreadable or UsageError, which also says of a public key that it is one. */
export async function readPrivateKey(
  file: string,
  passphrase: string | undefined,
  { workingFolder, stderr }: CommandContext,
): Promise<ReturnType<typeof readSealPrivateKey>> {
  const path = resolve(workingFolder, file);
  const key = parseKey(await readBytes(path, longestDocument, file));
  if (isPublic(key)) throw new UsageError(publicKeyGiven(file, path));
  if (isOpenToOthers(path)) {
    const shown = escapeText(file);
    const words = `Others than you can use the private key in ${shown}. Close it: chmod 600 ${shown}`;
    const style = stderr.style();
    stderr.write(sentence(style, { text: "warning ", paint: style.yellow }, words));
  }
  if (typeof key !== "string") return readSealPrivateKey(key ?? "");
  if (passphrase !== undefined) {
    const about = { option: "--passphrase", what: "the passphrase" };
    return readSealPrivateKey({ pem: key, passphrase: await readSecretOption(passphrase, workingFolder, about) });
  }
  if (key.includes("ENCRYPTED")) {
    throw new UsageError("The key is encrypted. Say where its passphrase is: --passphrase env:NAME or file:PATH.");
  }
  return readSealPrivateKey(key);
}

function isPublic(key: string | JsonObject | null): boolean {
  if (typeof key === "string") return key.includes("PUBLIC KEY-----") && !key.includes("PRIVATE KEY-----");
  return key !== null && Object.hasOwn(key, "kty") && !Object.hasOwn(key, "d");
}

/** idle secrets create-key calls the public key like the private one with .pub behind it. */
function publicKeyGiven(file: string, path: string): string {
  const what = `${file} is the public key, which only seals.`;
  const meant = file.replace(/\.pub$/, "");
  if (meant !== file && existsSync(path.slice(0, -".pub".length))) return `${what} Did you mean --key ${meant}?`;
  return `${what} Name the private key of that pair.`;
}

/** Windows has access lists in place of these bits; there nothing can be said. */
function isOpenToOthers(path: string): boolean {
  if (process.platform === "win32") return false;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && (stat.mode & 0o077) !== 0;
}
