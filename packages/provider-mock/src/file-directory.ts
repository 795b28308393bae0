/**
 * Identities in one JSON file `{ identities }`. Read when first needed and again when somebody else wrote it since, so
 * that providers and processes can share one: they write one after the other.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { IdleError, isIdleError } from "@idle/contract";
import type { Directory } from "./directory.ts";
import { isRecord, readIdentities } from "./directory-content.ts";
import type { StoredIdentity } from "./mock-identity.ts";
import { alone } from "./write-lock.ts";

type Identities = ReadonlyMap<string, StoredIdentity>;

/** `initial` is what the directory holds as long as there is no file; the first write makes one. */
export function createFileDirectory(file: string, initial: Identities): Directory {
  let known: { readonly identities: Identities; readonly version: string | null } | null = null;

  const current = (): Identities => {
    const version = versionOf(file);
    if (known === null || known.version !== version) {
      known = { identities: version === null ? initial : readFile(file), version };
    }
    return known.identities;
  };

  return {
    current,
    alone: (work) => takeTurn(file, work),
    put(identityKey, stored) {
      const identities = new Map(current());
      if (stored === null) identities.delete(identityKey);
      else identities.set(identityKey, stored);
      writeFile(file, identities);
      known = { identities, version: versionOf(file) };
    },
  };
}

/** Differs whenever the file was replaced or written since; null when there is none. */
function versionOf(file: string): string | null {
  try {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? null : `${found.ino}-${found.mtimeNs}-${found.size}`;
  } catch (cause) {
    // Older Nodes throw when something on the way is no folder, newer ones find nothing there.
    if (cause instanceof Error && "code" in cause && cause.code === "ENOTDIR") return null;
    throw unreadable(file, "looked at", cause);
  }
}

function readFile(file: string): Identities {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw unreadable(file, "read", cause);
  }
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw foreign(file, "it is no JSON"); // the parser's message would quote from the file
  }
  if (!isRecord(data) || Object.keys(data).join() !== "identities") throw foreign(file, "it is not { identities }");
  const reading = readIdentities(data.identities);
  if ("problem" in reading) throw foreign(file, reading.problem);
  return reading.identities;
}

function takeTurn<T>(file: string, work: () => T): T {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return alone(file, work);
  } catch (cause) {
    throw isIdleError(cause) ? cause : unreadable(file, "written", cause);
  }
}

function writeFile(file: string, identities: Identities): void {
  const list = [...identities.values()].map(({ identity, entitlements }) => ({ ...identity, entitlements }));
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify({ identities: list }, null, 2)}\n`, { flag: "wx", mode: 0o600 });
    renameSync(temporary, file);
  } catch (cause) {
    remove(temporary);
    throw unreadable(file, "written", cause);
  }
}

/** Tidies up after what failed already; that it fails as well says nothing new. */
function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // the file is not there, or not ours to remove
  }
}

function foreign(file: string, why: string): IdleError {
  return new IdleError(
    "InvalidInput",
    `${file} is no directory of the mock provider: ${why}. It was left as it is; name another file, or move this one away.`,
    { details: { file } },
  );
}

function unreadable(file: string, what: string, cause: unknown): IdleError {
  return new IdleError(
    "FileUnreadable",
    `${file} cannot be ${what}. Check that the path and its permissions are right.`,
    {
      details: { file },
      cause,
    },
  );
}
