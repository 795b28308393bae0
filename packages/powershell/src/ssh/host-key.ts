/** Whether a server's key is the one that is known for it, and which kinds of keys to ask for. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { IdleError } from "@idle/contract";
import type { SshSessionOptions } from "../options/options.ts";
import { type KnownKey, knownKeys } from "./known-hosts.ts";

export interface HostKeyCheck {
  /** The kinds to ask the server for; undefined for any. */
  readonly algorithms: readonly string[] | undefined;
  /** Null when the key is the right one, else what is wrong, in words. */
  complaint(key: Buffer): string | null;
}

const signatures: Readonly<Record<string, readonly string[]>> = {
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
};

/** Throws RemoteExecutionFailed for a server nobody knows, and FileUnreadable for a `knownHosts` that cannot be read. */
export async function readHostKeyCheck(options: SshSessionOptions): Promise<HostKeyCheck> {
  const { hostName, port = 22, hostKey, checkHostKey = true } = options;
  if (!checkHostKey) return { algorithms: undefined, complaint: () => null };
  if (hostKey !== undefined) {
    const wanted = hostKey.replace(/=$/, "");
    return {
      algorithms: undefined,
      complaint: (key) => {
        const found = fingerprint(key);
        return found === wanted ? null : `its key is ${found}, and hostKey says ${wanted}`;
      },
    };
  }
  const files = options.knownHosts === undefined ? defaultFiles() : [options.knownHosts];
  const texts = await Promise.all(files.map((file) => readKnownHosts(file, options.knownHosts !== undefined)));
  const known = texts.flatMap((text) => knownKeys(text, hostName, port));
  const trusted = known.filter(({ isRevoked }) => !isRevoked);
  if (trusted.length === 0) throw unknownHost(hostName, port, files);
  return {
    algorithms: [...new Set(trusted.flatMap(({ type }) => signatures[type] ?? []))],
    complaint: (key) => complaintOf(key, known),
  };
}

function complaintOf(key: Buffer, known: readonly KnownKey[]): string | null {
  const same = known.filter((each) => each.key.equals(key));
  if (same.some(({ isRevoked }) => isRevoked)) return `its key ${fingerprint(key)} is revoked in known_hosts`;
  if (same.length > 0) return null;
  return `its key ${fingerprint(key)} is not the one in known_hosts: somebody may stand between, or the server has a new key`;
}

function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

function defaultFiles(): string[] {
  const system =
    process.platform === "win32"
      ? join(process.env.PROGRAMDATA ?? "C:\\ProgramData", "ssh", "ssh_known_hosts")
      : "/etc/ssh/ssh_known_hosts";
  return [join(homedir(), ".ssh", "known_hosts"), system];
}

async function readKnownHosts(file: string, isRequired: boolean): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (!isRequired) return "";
    throw new IdleError("FileUnreadable", `knownHosts ${JSON.stringify(file)} cannot be read.`, { cause: error });
  }
}

function unknownHost(hostName: string, port: number, files: readonly string[]): IdleError {
  const name = port === 22 ? hostName : `[${hostName}]:${port}`;
  return new IdleError(
    "RemoteExecutionFailed",
    `No key of the server ${name} is known, so that nobody can tell whether it is the right one. Put its key into ${files[0]}, after comparing it with what the server's owner says (ssh-keyscan shows it), or give it as hostKey.`,
  );
}
