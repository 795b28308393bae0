/** The folder of the whole directory: its partitions, as `partitions.csv` has them. */
import { join } from "node:path";
import { ConnectorException, type Partition } from "@idle/connector";
import { CsvError, type Field, parseRecord } from "../csv/parse-record.ts";
import { readRecords } from "../csv/read-records.ts";
import { isWithin, type Name, readName } from "../names.ts";
import type { Files } from "./files.ts";

export interface PartitionFolder extends Required<Partition> {
  readonly root: Name;
  /** Where its files are. */
  readonly folder: string;
}

const listFile = "partitions.csv";
const columns = ["dn", "folder", "id", "name"] as const;

/** Throws ConnectorException when the list is not there, or is not one. */
export async function readPartitions(files: Files, folder: string): Promise<readonly PartitionFolder[]> {
  const file = await files.open(join(folder, listFile));
  if (file === null) {
    throw new ConnectorException("ServerDown", `There is no ${listFile} in the folder ${JSON.stringify(folder)}.`);
  }
  const found: PartitionFolder[] = [];
  let header: readonly Field[] | null = null;
  try {
    for await (const { text, line } of readRecords(file.read(0, file.size), { offset: 0, line: 1 })) {
      if (text === null) throw new CsvError("is no UTF-8");
      if (text === "") continue;
      const fields = parseRecord(text);
      if (header === null) header = fields;
      else found.push(readPartition(header, fields, line, folder));
    }
  } catch (error) {
    if (error instanceof CsvError) throw wrong(error.message);
    throw error;
  } finally {
    await file.close();
  }
  if (found.length === 0) throw wrong("names no partition");
  return found;
}

function readPartition(
  header: readonly Field[],
  fields: readonly Field[],
  line: number,
  parent: string,
): PartitionFolder {
  const [dn, folder, id, name] = columns.map((column) => {
    const place = header.indexOf(column);
    if (place === -1) throw wrong(`has no column ${column} in its first line`);
    return fields[place] ?? "";
  });
  const root = readName(dn ?? "");
  if (root === null) throw wrong(`has no distinguished name as dn in line ${line}`);
  if (!/^[\w-]+$/.test(folder ?? "")) {
    throw wrong(`has no folder in line ${line}: it has to be the plain name of one beside the file`);
  }
  return { dn: root.text, root, folder: join(parent, folder ?? ""), id: id || root.text, name: name || root.text };
}

function wrong(how: string): ConnectorException {
  return new ConnectorException("ExtensibleExtension", `${listFile} ${how}.`);
}

/** The partition that a name is, or is in. */
export function partitionOf(partitions: readonly PartitionFolder[], key: string): PartitionFolder | undefined {
  const around = partitions.filter(({ root }) => root.key === key || isWithin(key, root.key));
  return around.toSorted((one, other) => other.root.key.length - one.root.key.length)[0];
}
