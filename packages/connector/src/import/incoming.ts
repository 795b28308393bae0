/**
 * What a run brings, entry by entry, into the space. In: entries as a script wrote them. Out: objects changed within the
 * run's transaction, and an account of it.
 *
 * Longer than most files here, because it holds the one account that all entries of a run write to.
 */
import { IdleError } from "@idle/contract";
import type { CSEntry } from "../model/entry.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { Internals } from "../run/internals.ts";
import { timeText } from "../run/internals.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import { asCsEntry } from "../space/cs-entry.ts";
import type { ObjectError } from "../space/object-error.ts";
import { anchorValues, type ObjectRow, rowColumns } from "../space/object-store.ts";
import { applyDelete, applyUpdate, applyWhole, settleRow } from "./apply-entry.ts";
import type { Applied, Applying, ImportCounts } from "./applying.ts";
import { type CheckedEntry, checkEntry, type EntryIdentity } from "./check-entry.ts";
import { type EntryRules, isWhole } from "./entry-rules.ts";
import { countUnresolved, removeUnseen } from "./obsolete.ts";

export interface IncomingOptions {
  readonly internals: Internals;
  readonly index: SchemaIndex;
  readonly scope: PartitionScope;
  readonly type: "Full" | "Delta";
  /** Takes secrets out of what a connector says. */
  readonly redact: (text: string) => string;
}

export interface Incoming {
  readonly counts: Readonly<ImportCounts>;
  readonly errors: readonly ObjectError[];
  readonly entries: number;
  readonly outOfScope: number;
  /** Throws ThresholdExceeded past the limit of errors, RemoteExecutionFailed when the connector ends the run. */
  take(raw: unknown): void;
  /** Objects that are needed whole, at most so many; each is named once. */
  wanted(most: number): readonly CSEntry[];
  /** An answer to a question for whole objects. */
  takeWhole(raw: unknown): void;
  /** Those that were asked for and did not come are errors. */
  endOfAnswers(asked: readonly CSEntry[]): void;
  /** What the end of a run says: of a full one, who is not there any more. Throws ThresholdExceeded. */
  finish(): { readonly kept: number; readonly unresolvedReferences: number | null };
}

/** Words of a connector that an error keeps. */
const mostWords = 2_000;

export function createIncoming({ internals, index, scope, type, redact }: IncomingOptions): Incoming {
  const { definition, naming, space, objects: store, records } = internals;
  const counts: ImportCounts = {
    added: 0,
    updated: 0,
    renamed: 0,
    deleted: 0,
    unchanged: 0,
    confirmed: 0,
    notConfirmed: 0,
  };
  const errors: ObjectError[] = [];
  const needed = new Map<string, CSEntry>();
  const asked = new Set<string>();
  const later = new Set<number>();
  const hadErrors = type === "Delta" && records.hasErrors("import");
  let entries = 0;
  let outOfScope = 0;
  /** Entries that were wrong and of which nobody knows whom they are about. */
  let nameless = 0;

  space.write("CREATE TEMP TABLE IF NOT EXISTS seen (id INTEGER PRIMARY KEY)").run();
  space.write("DELETE FROM temp.seen").run();
  const see = space.write("INSERT OR IGNORE INTO temp.seen (id) VALUES (?)");
  const seen = space.write("SELECT 1 FROM temp.seen WHERE id = ?");

  const rulesFor = (importType: EntryRules["importType"]): EntryRules => ({
    index,
    naming,
    useDnAsAnchor: definition.capabilities.useDnAsAnchor,
    importType,
    isInPartition: scope.contains,
  });
  const applying: Applying = {
    store,
    index,
    naming,
    partition: scope.key,
    isFull: type === "Full",
    counts,
    see: (id) => void see.run(id),
    isSeen: (id) => seen.get(id) !== undefined,
    settleLater: (id) => void later.add(id),
    notConfirmed: (row, message) =>
      note({
        object: labelOf(row),
        objectType: row.type,
        code: "ExportedChangeNotReimported",
        message: `The object ${message}. It is pending again.`,
      }),
  };

  function note(error: Pick<ObjectError, "object" | "objectType" | "code" | "message">): void {
    errors.push({ ...error, partition: scope.dn, kind: "import", time: timeText(internals) });
  }

  function fail(
    problem: { readonly code: string; readonly message: string },
    object: string | null,
    identity: EntryIdentity,
  ): void {
    const label = object ?? `entry ${entries}`;
    const words = redact(problem.message).slice(0, mostWords);
    note({
      object: label,
      objectType: identity.type,
      code: redact(problem.code).slice(0, 100),
      message: `The entry was skipped: ${words.endsWith(".") || words.endsWith("?") ? words : `${words}.`}`,
    });
    // Whoever could not be read is not gone.
    const rows = [
      ...(identity.anchorKey === null ? [] : store.byAnchor(identity.anchorKey, identity.type ?? undefined)),
      ...(identity.nameKey === null ? [] : store.byName(identity.nameKey)),
    ];
    for (const { id } of rows) applying.see(id);
    if (identity.anchorKey === null && identity.nameKey === null) nameless += 1;
    const { errors: most } = definition.limits;
    if (errors.length <= most) return;
    throw new IdleError(
      "ThresholdExceeded",
      `The import of ${definition.name} was stopped after ${errors.length} objects with errors; limits.errors is ${most}. Nothing of it took effect. The last one: ${label}: ${words}`,
      { details: { connector: definition.name, errors: errors.length } },
    );
  }

  function takeChecked(raw: unknown, rules: EntryRules): void {
    entries += 1;
    const check = checkEntry(raw, rules);
    if ("problem" in check) {
      const { problem } = check;
      if (problem.stopsRun) {
        throw new IdleError(
          "RemoteExecutionFailed",
          `The connector ${definition.name} ended the import: ${redact(problem.message).slice(0, mostWords)}`,
          { details: { connector: definition.name, code: problem.code } },
        );
      }
      fail(problem, problem.object, problem.identity);
      return;
    }
    const { entry } = check;
    const nameKey = entry.newDn === null ? entry.nameKey : naming.nameKey(entry.newDn);
    if (nameKey !== null && !scope.isInScope(nameKey)) {
      outOfScope += 1;
      // What was moved out of the containers that were chosen is not there any more; a full import sees that by itself.
      if (type === "Delta") applyDelete(entry, applying);
      return;
    }
    const applied = apply(entry);
    if (applied === "unknown") need(entry);
    else if (applied === "done") {
      if (hadErrors) records.clearError(labelOfEntry(entry), "import");
    } else {
      fail(applied, labelOfEntry(entry), {
        type: entry.type?.name ?? null,
        anchorKey: entry.anchorKey,
        nameKey: entry.nameKey,
      });
    }
    if (rules.importType === "whole") needed.delete(needKey(entry));
  }

  function apply(entry: CheckedEntry): Applied {
    if (isWhole(entry.modificationType) && entry.type !== null) return applyWhole(entry, entry.type, applying);
    return entry.modificationType === "Delete" ? applyDelete(entry, applying) : applyUpdate(entry, applying);
  }

  const labelOfEntry = (entry: CheckedEntry): string =>
    entry.dn ?? (entry.anchor === null ? `entry ${entries}` : naming.anchorText(entry.anchor));
  const labelOf = (row: ObjectRow): string => row.dn ?? naming.anchorText(anchorValues(row.anchor) ?? []);
  const needKey = ({ anchorKey, nameKey }: Pick<CheckedEntry, "anchorKey" | "nameKey">) => anchorKey ?? nameKey ?? "";

  function need(entry: CheckedEntry): void {
    const rows = entry.anchorKey === null ? [] : store.byAnchor(entry.anchorKey, entry.type?.name);
    const row = rows[0] ?? (entry.nameKey === null ? undefined : store.byName(entry.nameKey)[0]);
    needed.set(
      needKey(entry),
      row !== undefined
        ? csEntryOf(row)
        : {
            objectType: entry.type?.name ?? "",
            dn: entry.dn,
            anchorAttributes: (entry.anchor ?? []).flatMap((value, place) => {
              const name = entry.type?.anchors[place]?.name;
              return name === undefined ? [] : [{ name, value }];
            }),
            attributes: new Map(),
          },
    );
  }

  const csEntryOf = (row: ObjectRow): CSEntry => asCsEntry(row, index, naming);

  return {
    counts,
    errors,
    get entries() {
      return entries;
    },
    get outOfScope() {
      return outOfScope;
    },
    take: (raw) => takeChecked(raw, rulesFor(type)),
    takeWhole: (raw) => takeChecked(raw, rulesFor("whole")),
    wanted(most) {
      if (type === "Full") return [];
      const found: CSEntry[] = [];
      for (const [key, entry] of needed) {
        if (found.length >= most) return found;
        if (asked.has(key)) continue;
        asked.add(key);
        found.push(entry);
      }
      // What became of them is not known, and a delta may never say.
      for (const row of unknownOutcomes()) {
        const key = `row ${row.id}`;
        if (found.length >= most) return found;
        if (asked.has(key) || applying.isSeen(row.id)) continue;
        asked.add(key);
        found.push(csEntryOf(row));
      }
      return found;
    },
    endOfAnswers() {
      for (const [key, entry] of needed) {
        if (!asked.has(key)) continue;
        needed.delete(key);
        const object = entry.dn ?? naming.anchorText(entry.anchorAttributes.map(({ value }) => value));
        fail(
          {
            code: "FullObjectMissing",
            message: "only a part of the object came, and the connector did not bring the whole when it was asked",
          },
          object,
          {
            type: entry.objectType || null,
            anchorKey: key,
            nameKey: entry.dn === null ? null : naming.nameKey(entry.dn),
          },
        );
      }
    },
    finish() {
      for (const id of later) settleRow(id, applying);
      if (type === "Delta") return { kept: 0, unresolvedReferences: null };
      const kept = removeUnseen({ internals, applying, nameless });
      return { kept, unresolvedReferences: countUnresolved(internals, scope.key) };
    },
  };

  function unknownOutcomes(): readonly ObjectRow[] {
    return space
      .write(`SELECT ${rowColumns} FROM objects WHERE partition = ? AND sending IS NOT NULL`)
      .all(scope.key) as unknown as ObjectRow[];
  }
}
