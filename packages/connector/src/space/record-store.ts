/** What the space keeps beside objects: settings, partitions with their watermarks, runs, and errors by object. */
import type { JsonValue } from "@idle/contract";
import type { RunSummary } from "../connector.ts";
import type { Partition } from "../model/schema.ts";
import type { ObjectError } from "./object-error.ts";
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
  putError(error: ObjectError, run: number): void;
  hasErrors(kind: ObjectError["kind"]): boolean;
  clearError(object: string, kind: ObjectError["kind"]): void;
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
    putError: ({ object, kind, objectType, partition, code, message, time }, run) =>
      void prepare(
        "INSERT OR REPLACE INTO errors (object, kind, type, partition, code, message, time, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ).run(object, kind, objectType, partition, code, message, time, run),
    hasErrors: (kind) => prepare("SELECT 1 FROM errors WHERE kind = ? LIMIT 1").get(kind) !== undefined,
    clearError: (object, kind) => void prepare("DELETE FROM errors WHERE object = ? AND kind = ?").run(object, kind),
    *errors() {
      const rows = prepare(
        "SELECT object, kind, type AS objectType, partition, code, message, time FROM errors ORDER BY time, object",
      ).iterate();
      for (const row of rows) yield row as unknown as ObjectError;
    },
  };
}
