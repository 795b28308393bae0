/** What the space keeps beside objects: settings, partitions with their watermarks, runs, and errors by object. */
import type { JsonValue } from "@idle/contract";
import type { RunSummary } from "../connector.ts";
import type { Partition } from "../model/schema.ts";
import { type ObjectError, type ObjectErrorKey, shortLabel } from "./object-error.ts";
import type { Prepare } from "./open-space.ts";

export interface PartitionRow {
  readonly key: string;
  readonly dn: string;
  readonly id: string;
  readonly name: string;
  /** 0 for one that the last discovery did not bring any more. */
  readonly isKnown: number;
  readonly watermark: string | null;
  readonly lastFullImport: string | null;
  readonly lastImport: string | null;
}

export interface RecordStore {
  setting(key: string): JsonValue | undefined;
  setSetting(key: string, value: JsonValue): void;
  partitions(): readonly PartitionRow[];
  putPartitions(partitions: readonly (Partition & { readonly key: string })[]): void;
  noteImport(key: string, note: { readonly watermark: string; readonly time: string; readonly isFull: boolean }): void;
  /** Delta imports need a full one first. */
  forgetWatermarks(): void;
  beginRun(run: Pick<RunSummary, "kind" | "type" | "partition" | "started">): number;
  endRun(run: number, end: Pick<RunSummary, "ended" | "status" | "counts" | "message">): void;
  /** Of runs that were under way when their process ended. For whoever holds the lock. */
  closeCutOffRuns(): void;
  runs(limit: number): readonly RunSummary[];
  /** In the place of the one before with the same key. `row`: the object's, for an error of an export. */
  putError(error: ObjectError, run: number, row?: number): void;
  hasErrors(kind: ObjectError["kind"]): boolean;
  /** Without a type: of whichever. One whose own type is not known goes as well, and that of the row under another name. */
  clearError(key: ObjectErrorKey, row?: number): void;
  /** Those of exports of which nothing is pending any more. */
  forgetSettledErrors(): void;
  /** In the order in which they were noted. */
  errors(): Iterable<ObjectError>;
}

/** The newest ones are kept. */
const mostRuns = 1_000;

export function createRecordStore(prepare: Prepare): RecordStore {
  return {
    setting(key) {
      const row = prepare("SELECT value FROM meta WHERE key = ?").get(key);
      return row === undefined ? undefined : JSON.parse(String(row.value));
    },
    setSetting: (key, value) =>
      void prepare(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      ).run(key, JSON.stringify(value)),
    partitions: () => prepare("SELECT * FROM partitions ORDER BY dn").all() as unknown as PartitionRow[],
    putPartitions(partitions) {
      prepare("UPDATE partitions SET isKnown = 0").run();
      const put = prepare(
        "INSERT INTO partitions (key, dn, id, name, isKnown) VALUES (?, ?, ?, ?, 1) ON CONFLICT (key) DO UPDATE SET dn = excluded.dn, id = excluded.id, name = excluded.name, isKnown = 1",
      );
      for (const { key, dn, id = dn, name = dn } of partitions) put.run(key, dn, id, name);
    },
    noteImport(key, { watermark, time, isFull }) {
      prepare("INSERT OR IGNORE INTO partitions (key, dn, id, name) VALUES (?, '', '', '')").run(key);
      prepare(
        "UPDATE partitions SET watermark = ?, lastImport = ?, lastFullImport = CASE WHEN ? THEN ? ELSE lastFullImport END WHERE key = ?",
      ).run(watermark, time, isFull ? 1 : 0, time, key);
    },
    forgetWatermarks: () => void prepare("UPDATE partitions SET watermark = NULL").run(),
    beginRun({ kind, type, partition, started }) {
      const { lastInsertRowid } = prepare(
        "INSERT INTO runs (kind, type, partition, started, status, counts) VALUES (?, ?, ?, ?, 'running', '{}')",
      ).run(kind, type, partition, started);
      const run = Number(lastInsertRowid);
      // Each change of a workflow is a run of its own: nobody reads thousands of them.
      prepare("DELETE FROM runs WHERE id <= ?").run(run - mostRuns);
      return run;
    },
    endRun: (run, { ended, status, counts, message }) =>
      void prepare("UPDATE runs SET ended = ?, status = ?, counts = ?, message = ? WHERE id = ?").run(
        ended,
        status,
        JSON.stringify(counts),
        message,
        run,
      ),
    closeCutOffRuns: () =>
      void prepare(
        "UPDATE runs SET status = 'cutOff', message = 'Its process ended before the run did.' WHERE status = 'running'",
      ).run(),
    runs: (limit) =>
      prepare("SELECT * FROM runs ORDER BY id DESC LIMIT ?")
        .all(limit)
        .map(
          ({ id, counts, ...row }) =>
            ({ run: id, ...row, counts: JSON.parse(String(counts)) }) as unknown as RunSummary,
        ),
    putError({ object, kind, objectType, partition, code, message, time }, run, row) {
      // What it was called before.
      if (row !== undefined) prepare("DELETE FROM errors WHERE kind = ? AND row = ?").run(kind, row);
      prepare(
        "INSERT OR REPLACE INTO errors (object, kind, type, partition, code, message, time, run, row) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      ).run(shortLabel(object), kind, objectType, partition, code, message, time, run, row ?? null);
    },
    hasErrors: (kind) => prepare("SELECT 1 FROM errors WHERE kind = ? LIMIT 1").get(kind) !== undefined,
    clearError({ object, kind, objectType, partition }, row) {
      prepare(
        "DELETE FROM errors WHERE object = ? AND kind = ? AND partition IS ? AND (type IS NULL OR ifnull(?, type) = type)",
      ).run(shortLabel(object), kind, partition, objectType);
      if (row !== undefined) prepare("DELETE FROM errors WHERE kind = ? AND row = ?").run(kind, row);
    },
    forgetSettledErrors: () =>
      void prepare(
        "DELETE FROM errors WHERE kind = 'export' AND NOT EXISTS (SELECT 1 FROM objects AS o WHERE o.id = errors.row AND (o.staged IS NOT NULL OR o.sending IS NOT NULL))",
      ).run(),
    *errors() {
      // By pages: a statement that stays open would see nothing of what is committed meanwhile, and hold it in the way.
      for (let after = 0; ; ) {
        const rows = prepare(
          "SELECT id, object, kind, type AS objectType, partition, code, message, time FROM errors WHERE id > ? ORDER BY id LIMIT 500",
        ).all(after) as unknown as (ObjectError & { readonly id: number })[];
        for (const { id, ...error } of rows) {
          after = id;
          yield error;
        }
        if (rows.length === 0) return;
      }
    },
  };
}
