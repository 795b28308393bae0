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
import { type ObjectError, shortLabel } from "../space/object-error.ts";
import { anchorValues, type ObjectRow, rowColumns } from "../space/object-store.ts";
import { applyDelete, applyGone, applyUpdate, applyWhole, forget, settleRow } from "./apply-entry.ts";
import type { Applied, Applying, ImportCounts } from "./applying.ts";
import { type CheckedEntry, checkEntry, type EntryIdentity } from "./check-entry.ts";
import { type EntryRules, isWhole } from "./entry-rules.ts";
import { followInWishesAlone, followRename, type Rename } from "./follow-rename.ts";
import { createNeeds } from "./needs.ts";
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
  const needs = createNeeds();
  const asked = new Set<number>();
  const later = new Set<number>();
  const gone = new Map<number, ObjectRow>();
  const displaced = new Set<number>();
  const renames: Rename[] = [];
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
    see(id) {
      see.run(id);
      gone.delete(id);
    },
    isSeen: (id) => seen.get(id) !== undefined,
    settleLater: (id) => void later.add(id),
    goneLater(row) {
      if (!gone.has(row.id)) gone.set(row.id, row);
      forget(row, applying);
    },
    displaced: (id) => void displaced.add(id),
    renamed(rename) {
      renames.push(rename);
      // A full import brings each object under the name that it has.
      if (type === "Delta") followRename(rename, applying);
    },
    tell: (row, problem) => note({ object: labelOf(row), objectType: row.type, ...problem }),
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
      ...(identity.nameKey === null || !naming.hasNames ? [] : store.byName(identity.nameKey)),
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
      if (hadErrors) clearErrorOf(entry);
    } else {
      fail(applied, labelOfEntry(entry), {
        type: entry.type?.name ?? null,
        anchorKey: entry.anchorKey,
        nameKey: entry.nameKey,
      });
    }
    // Whatever came of it: the whole is there, or the object is gone.
    if (applied !== "unknown" && (isWhole(entry.modificationType) || entry.modificationType === "Delete"))
      needs.meet({ ...entry, nameKey: ownName(entry.nameKey) });
  }

  function apply(entry: CheckedEntry): Applied {
    if (isWhole(entry.modificationType) && entry.type !== null) return applyWhole(entry, entry.type, applying);
    return entry.modificationType === "Delete" ? applyDelete(entry, applying) : applyUpdate(entry, applying);
  }

  const clearErrorOf = (entry: CheckedEntry) =>
    records.clearError({
      object: labelOfEntry(entry),
      objectType: entry.type?.name ?? null,
      partition: scope.dn,
      kind: "import",
    });
  const labelOfEntry = (entry: CheckedEntry): string =>
    shortLabel(entry.dn ?? (entry.anchor === null ? `entry ${entries}` : naming.anchorText(entry.anchor)));
  const labelOf = (row: ObjectRow): string => shortLabel(row.dn ?? naming.anchorText(anchorValues(row.anchor) ?? []));

  /** Where objects have no names, those of several types may have the same anchor. */
  const ownName = (nameKey: string | null): string | null => (naming.hasNames ? nameKey : null);

  function need(entry: CheckedEntry): void {
    const rows = entry.anchorKey === null ? [] : store.byAnchor(entry.anchorKey, entry.type?.name);
    const row = rows[0] ?? (entry.nameKey === null ? undefined : store.byName(entry.nameKey)[0]);
    needs.add({
      type: entry.type?.name ?? row?.type ?? null,
      anchorKey: entry.anchorKey,
      nameKey: ownName(entry.nameKey),
      entry:
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
    });
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
      found.push(...needs.ask(most));
      // What became of them is not known, and a delta may never say.
      for (const row of unknownOutcomes()) {
        if (found.length >= most) return found;
        if (asked.has(row.id) || applying.isSeen(row.id)) continue;
        asked.add(row.id);
        found.push(csEntryOf(row));
      }
      return found;
    },
    endOfAnswers() {
      for (const { type: objectType, anchorKey, nameKey, entry } of needs.unmet()) {
        const object = entry.dn ?? naming.anchorText(entry.anchorAttributes.map(({ value }) => value));
        const message = "only a part of the object came, and the connector did not bring the whole when it was asked";
        fail({ code: "FullObjectMissing", message }, object, { type: objectType, anchorKey, nameKey });
      }
    },
    finish() {
      if (type === "Full") followInWishesAlone(renames, applying);
      for (const id of later) settleRow(id, applying);
      for (const row of gone.values()) {
        const now = store.byId(row.id);
        if (now !== null) applyGone({ ...now, image: row.image, nameKey: row.nameKey }, applying);
      }
      const kept = type === "Full" ? removeUnseen({ internals, applying, nameless }) : 0;
      giveNamesBack();
      return { kept, unresolvedReferences: type === "Full" ? countUnresolved(internals, scope.key) : null };
    },
  };

  /** Whose name was taken and who has none now: it is free again, or somebody has to hear of it. */
  function giveNamesBack(): void {
    for (const id of displaced) {
      const row = store.byId(id);
      if (row === null || row.nameKey !== null || row.dn === null) continue;
      const nameKey = naming.nameKey(row.dn);
      if (nameKey !== null && store.byName(nameKey).length === 0) {
        store.update(id, { nameKey });
        continue;
      }
      const isWanted = row.image === null;
      note({
        object: labelOf(row),
        objectType: row.type,
        code: isWanted ? "NameTaken" : "DuplicateName",
        message: isWanted
          ? "What is to be added has the name of an object that an import brought. Take it back, or give it another name."
          : "Another object has the name of this one now, and its own new name did not come.",
      });
    }
  }

  function unknownOutcomes(): readonly ObjectRow[] {
    return space
      .write(`SELECT ${rowColumns} FROM objects WHERE partition = ? AND sending IS NOT NULL`)
      .all(scope.key) as unknown as ObjectRow[];
  }
}
