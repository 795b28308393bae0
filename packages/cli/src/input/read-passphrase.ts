import { resolve } from "node:path";
import { Secret } from "@idle/contract";
import { UsageError } from "../usage-error.ts";
import { longestDocument, readBytes } from "./read-bytes.ts";

/** The passphrase that `env:NAME` or `file:PATH` names. Throws UsageError, which never shows what was given, or FileUnreadable. */
export async function readPassphrase(reference: string, workingFolder: string): Promise<Secret> {
  const [, kind, where = ""] = /^(env|file):(.+)$/s.exec(reference) ?? [];
  if (kind === "env") {
    const value = process.env[where];
    if (value === undefined || value === "") {
      throw new UsageError("--passphrase names an environment variable that is not set.");
    }
    return new Secret(value);
  }
  if (kind === "file") {
    const bytes = await readBytes(resolve(workingFolder, where), longestDocument, where);
    return new Secret(new TextDecoder().decode(bytes).replace(/\r?\n$/, ""));
  }
  throw new UsageError(
    "--passphrase says where the passphrase is, env:NAME or file:PATH. Never write the passphrase itself: others see the command line.",
  );
}
