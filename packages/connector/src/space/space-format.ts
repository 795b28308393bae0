/** The database of a connector space: its tables, and the version of their format. */
import type { DatabaseSync } from "node:sqlite";
import { IdleError } from "@idle/contract";

/** Counted up when tables change. Older ones are brought up to date when they are opened; newer ones are refused. */
export const formatVersion = 1;

/** So that `file` and others know what it is: "IdLC". */
const applicationId = 0x49644c43;

/*
 * objects: one row for each object that an import saw or that somebody wants.
 *   nameKey    how it is found by name, see naming.ts; null while another object took its name in an import under way
 *   anchor     the anchor's values, null as long as the system has not told it
 *   image      what the last import saw, null when none has
 *   staged     what is wanted, an intent (intent.ts)
 *   sent       what was exported and went well, until an import confirms it
 *   sending    what was on its way when an export was cut off; an import tells what became of it
 * refs: which object's attribute names which other one, by nameKey, whether it is there or not.
 * errors: the last one of each object and kind. row: whose export failed, as long as something of it is pending.
 * wishes: whose staged or sent changes name which other one; a row too many does no harm.
 */
const tables = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE partitions (
  key TEXT PRIMARY KEY, dn TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, isKnown INTEGER NOT NULL DEFAULT 1,
  watermark TEXT, lastFullImport TEXT, lastImport TEXT
) WITHOUT ROWID;
CREATE TABLE objects (
  id INTEGER PRIMARY KEY, partition TEXT NOT NULL, type TEXT NOT NULL,
  anchorKey TEXT, anchor TEXT, dn TEXT, nameKey TEXT,
  image TEXT, staged TEXT, sent TEXT, sending TEXT
);
CREATE INDEX objects_anchor ON objects (anchorKey) WHERE anchorKey IS NOT NULL;
CREATE INDEX objects_name ON objects (nameKey) WHERE nameKey IS NOT NULL;
CREATE INDEX objects_unseen ON objects (id) WHERE image IS NULL;
CREATE INDEX objects_staged ON objects (partition, id) WHERE staged IS NOT NULL;
CREATE INDEX objects_sent ON objects (partition, id) WHERE sent IS NOT NULL;
CREATE INDEX objects_sending ON objects (partition, id) WHERE sending IS NOT NULL;
CREATE TABLE refs (
  source INTEGER NOT NULL, attribute TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (source, attribute, target)
) WITHOUT ROWID;
CREATE INDEX refs_target ON refs (target);
CREATE TABLE wishes (source INTEGER NOT NULL, target TEXT NOT NULL, PRIMARY KEY (source, target)) WITHOUT ROWID;
CREATE INDEX wishes_target ON wishes (target);
CREATE TABLE errors (
  id INTEGER PRIMARY KEY, object TEXT NOT NULL, kind TEXT NOT NULL, type TEXT, partition TEXT, code TEXT NOT NULL,
  message TEXT NOT NULL, time TEXT NOT NULL, run INTEGER NOT NULL, row INTEGER
);
CREATE UNIQUE INDEX errors_key ON errors (object, kind, ifnull(type, ''), ifnull(partition, ''));
CREATE INDEX errors_row ON errors (row) WHERE row IS NOT NULL;
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, type TEXT NOT NULL, partition TEXT, started TEXT NOT NULL, ended TEXT,
  status TEXT NOT NULL, counts TEXT NOT NULL, message TEXT
);
`;

/** Makes the tables of a new database. Throws FileUnreadable for what is no connector space, or one of a later version. */
export function prepareDatabase(database: DatabaseSync, file: string): void {
  if (isEmpty(database)) createTables(database);
  const id = pragma(database, "application_id");
  const version = pragma(database, "user_version");
  const shown = JSON.stringify(file);
  if (id !== applicationId) throw new IdleError("FileUnreadable", `The file ${shown} is no connector space.`);
  if (version > formatVersion) {
    throw new IdleError(
      "FileUnreadable",
      `The connector space ${shown} has format ${version}, and this version reads up to ${formatVersion}. Use the version of IdLE that wrote it.`,
    );
  }
}

/** Two processes may both find it empty: the second one finds the tables of the first. */
function createTables(database: DatabaseSync): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    if (isEmpty(database)) {
      database.exec(`${tables} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion};`);
    }
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function pragma(database: DatabaseSync, name: string): number {
  const row = database.prepare(`PRAGMA ${name}`).get();
  return Number(Object.values(row ?? {})[0] ?? 0);
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
}
