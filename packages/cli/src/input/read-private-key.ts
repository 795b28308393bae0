import { statSync } from "node:fs";
import { resolve } from "node:path";
import { escapeText, readSealPrivateKey } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { parseKey } from "./parse-key.ts";
import { longestDocument, readBytes } from "./read-bytes.ts";
import { readPassphrase } from "./read-passphrase.ts";

/** Reads a private key, and warns when others could. Throws FileUnreadable, SealedOutputUnreadable or UsageError. */
export async function readPrivateKey(
  file: string,
  passphrase: string | undefined,
  { workingFolder, stderr }: CommandContext,
): Promise<ReturnType<typeof readSealPrivateKey>> {
  const path = resolve(workingFolder, file);
  const key = parseKey(await readBytes(path, longestDocument, file));
  if (isOpenToOthers(path)) {
    const shown = escapeText(file);
    stderr.write(`warning Others than you can use the private key in ${shown}. Close it: chmod 600 ${shown}\n`);
  }
  if (typeof key !== "string") return readSealPrivateKey(key ?? "");
  if (passphrase !== undefined)
    return readSealPrivateKey({ pem: key, passphrase: await readPassphrase(passphrase, workingFolder) });
  if (key.includes("ENCRYPTED")) {
    throw new UsageError("The key is encrypted. Say where its passphrase is: --passphrase env:NAME or file:PATH.");
  }
  return readSealPrivateKey(key);
}

/** Windows has access lists in place of these bits; there nothing can be said. */
function isOpenToOthers(path: string): boolean {
  if (process.platform === "win32") return false;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && (stat.mode & 0o077) !== 0;
}
