/** `passwords.csv`: the hash of each user who has a password. Nobody but its owner may read it. */
import { CsvError, parseRecord } from "../csv/parse-record.ts";
import { readRecords } from "../csv/read-records.ts";
import { writeRecord } from "../csv/write-record.ts";
import type { Files } from "../folder/files.ts";
import type { Head } from "../folder/head.ts";
import { openValid } from "../folder/snapshot.ts";

export const passwordFile = "passwords.csv";

/** Hashes by id. Empty where there is no file yet. Throws CsvError for one that is not as we write it. */
export async function readPasswords(files: Files, folder: string, head: Head): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  const file = await openValid(files, folder, passwordFile, head);
  if (file === null) return hashes;
  try {
    for await (const { text, line } of readRecords(file.read(0, file.size), { offset: 0, line: 1 })) {
      if (line === 1 || text === "") continue;
      const [id, hash] = parseRecord(text ?? "");
      if (!id || !hash) throw new CsvError(`${passwordFile} has no id and hash in line ${line}`);
      hashes.set(id, hash);
    }
    return hashes;
  } finally {
    await file.close();
  }
}

export function* writePasswords(hashes: ReadonlyMap<string, string>): Generator<string> {
  yield "id,hash\n";
  for (const record of hashes) yield `${writeRecord(record)}\n`;
}
