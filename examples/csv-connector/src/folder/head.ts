/**
 * What is valid of a partition's folder. A commit takes effect in the moment in which `head.json` is replaced: the lines
 * of the change log up to `logBytes`, and of each of `files` the version `<file>.<version>.new`, as long as that is there.
 */
import { join } from "node:path";
import type { Files } from "./files.ts";

export interface Head {
  /** Counts commits. */
  readonly version: number;
  /** Tells this change log from any other; empty before the first change. */
  readonly log: string;
  /** The number of the last line of the change log. */
  readonly sequence: number;
  readonly logBytes: number;
  /** What the last commit replaced. */
  readonly files: readonly string[];
}

export const headFile = "head.json";

/** A folder that nobody has changed yet has none. */
const beginning: Head = { version: 0, log: "", sequence: 0, logBytes: 0, files: [] };

export async function readHead(files: Files, folder: string): Promise<Head> {
  const path = join(folder, headFile);
  const text = await files.read(path);
  if (text === null) return beginning;
  const head = parseHead(text);
  if (head !== null) return head;
  throw new Error(
    `${JSON.stringify(path)} is not what this connector writes. Restore it together with the files beside it.`,
  );
}

function parseHead(text: string): Head | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { version, log, sequence, logBytes, files } = Object(value) as Readonly<Record<string, unknown>>;
  if (!isCount(version) || typeof log !== "string" || !isCount(sequence) || !isCount(logBytes)) return null;
  if (!Array.isArray(files) || !files.every((file) => typeof file === "string" && /^[a-z]+\.csv$/.test(file)))
    return null;
  return { version, log, sequence, logBytes, files };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** What `pendingFile` makes, of whatever version. */
export const anyPendingFile = /^(?:[a-z]+\.csv|head\.json)\.\d+\.new$/;

/** What a commit writes before it takes effect. */
export function pendingFile(file: string, { version }: Pick<Head, "version">): string {
  return `${file}.${version}.new`;
}
