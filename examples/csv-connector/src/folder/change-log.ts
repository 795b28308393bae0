/** The change log: what happened to which object, in the order in which it happened. */
import { join } from "node:path";
import { ConnectorException } from "@idle/connector";
import { parseRecord } from "../csv/parse-record.ts";
import { readRecords } from "../csv/read-records.ts";
import { writeRecord } from "../csv/write-record.ts";
import { type TypeName, typeNamed } from "../object-types.ts";
import { logFile } from "./commit.ts";
import type { Files } from "./files.ts";
import type { Head } from "./head.ts";

export const changeKinds = ["add", "update", "rename", "delete"] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface LoggedChange {
  readonly change: ChangeKind;
  readonly type: TypeName;
  readonly id: string;
  /** What the object is called afterwards; of one that is gone, what it was called. */
  readonly dn: string;
}

export function logLine({ change, type, id, dn }: LoggedChange, sequence: number): string {
  return `${writeRecord([String(sequence), change, type, id, dn])}\n`;
}

/** A watermark: up to where the log has been read. */
export function watermarkOf({ log, sequence, logBytes }: Head): string {
  return [log, sequence, logBytes].join(":");
}

/** What was logged after a watermark. Throws ConnectorException when the log does not tell. */
export async function changesSince(
  files: Files,
  folder: string,
  head: Head,
  watermark: string,
): Promise<LoggedChange[]> {
  const [, log, sequence, bytes] = /^([\w-]*):(\d{1,15}):(\d{1,15})$/.exec(watermark) ?? [];
  const from = { sequence: Number(sequence), bytes: Number(bytes) };
  const isFromBeginning = log === "" && from.sequence === 0;
  if (log === undefined || (log !== head.log && !isFromBeginning) || from.sequence > head.sequence) {
    throw new ConnectorException(
      "ExtensibleExtension",
      "The change log of the directory is not the one that the last import has read: it was restored or begun anew. Run a full import.",
    );
  }
  if (from.sequence === head.sequence) return [];
  const file = await files.open(join(folder, logFile));
  if (file === null) throw broken("is not there");
  try {
    const changes: LoggedChange[] = [];
    for await (const { text, line, next } of readRecords(file.read(from.bytes, head.logBytes), {
      offset: from.bytes,
      line: 1,
    })) {
      if (from.bytes === 0 && line === 1) continue;
      const change = text === null ? null : readChange(text, from.sequence + changes.length + 1);
      if (change === null) throw broken(`has something else than the next change before byte ${next.offset}`);
      changes.push(change);
    }
    if (from.sequence + changes.length !== head.sequence) throw broken("ends too early");
    return changes;
  } finally {
    await file.close();
  }
}

function readChange(text: string, sequence: number): LoggedChange | null {
  const [number, change, type, id, dn] = parseRecord(text);
  const kind = changeKinds.find((each) => each === change);
  const known = typeNamed(type ?? "");
  if (number !== String(sequence) || kind === undefined || known === undefined) return null;
  if (typeof id !== "string" || typeof dn !== "string") return null;
  return { change: kind, type: known.name, id, dn };
}

function broken(how: string): ConnectorException {
  return new ConnectorException(
    "ExtensibleExtension",
    `${logFile} ${how}. It is written by this connector alone: restore it together with the files beside it, then run a full import.`,
  );
}
