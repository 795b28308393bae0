import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { type ActionClass, actionClasses } from "../action-class.ts";
import type { LedgerEntry, LedgerPage, LedgerQuery } from "./ledger.ts";

const dayMs = 24 * 60 * 60_000;

/** The entries of a database inside of a transaction. Errors are SQLite's. */
export function sqlitePage(database: DatabaseSync): LedgerPage {
  const all = (sql: string, ...values: readonly SQLInputValue[]) => database.prepare(sql).all(...values);
  const single = (sql: string, ...values: readonly SQLInputValue[]) =>
    Object.values(database.prepare(sql).get(...values) ?? {})[0];
  const timeOf = (sql: string, ...values: readonly SQLInputValue[]) => {
    const time = single(sql, ...values) ?? null;
    return time === null ? null : Number(time);
  };
  return {
    newest: () => timeOf("SELECT max(time) FROM entries"),
    oldestTime: () => timeOf("SELECT min(time) FROM entries"),
    startOfNewestDays: (days) =>
      timeOf(
        `SELECT DISTINCT time / ${dayMs} * ${dayMs} AS day FROM entries ORDER BY day DESC LIMIT 1 OFFSET ?`,
        days - 1,
      ),
    count(query) {
      const { condition, values } = conditionOf(query);
      return Number(single(`SELECT count(*) FROM entries WHERE ${condition}`, ...values));
    },
    oldest(query, most) {
      const { condition, values } = conditionOf(query);
      const sql = `SELECT * FROM entries WHERE ${condition} ORDER BY time, id LIMIT ?`;
      return all(sql, ...values, most).map(entryOf);
    },
    openOf: (planId) => all("SELECT * FROM entries WHERE settled = 0 AND plan = ?", planId).map(entryOf),
    add(entries) {
      const insert = database.prepare(
        "INSERT INTO entries (action, system, item, plan, run, time, settled) VALUES (?, ?, ?, ?, ?, ?, ?)",
      );
      for (const { action, system, item, planId, runId, time, isSettled } of entries) {
        insert.run(action, system, item, planId, runId, time, isSettled ? 1 : 0);
      }
    },
    remove(ids) {
      const remove = database.prepare("DELETE FROM entries WHERE id = ?");
      for (const id of ids) remove.run(id);
    },
    removeBefore(time) {
      database.prepare("DELETE FROM entries WHERE time < ?").run(time);
    },
  };
}

function conditionOf({ action, system, after }: LedgerQuery): {
  readonly condition: string;
  readonly values: readonly SQLInputValue[];
} {
  if (system === null) return { condition: "action = ? AND time > ?", values: [action, after] };
  return { condition: "action = ? AND system = ? AND time > ?", values: [action, system, after] };
}

function entryOf(row: Readonly<Record<string, unknown>>): LedgerEntry {
  return {
    id: Number(row.id),
    action: actionOf(row.action),
    system: String(row.system),
    item: String(row.item),
    planId: String(row.plan),
    runId: String(row.run),
    time: Number(row.time),
    isSettled: row.settled !== 0,
  };
}

/** The table's own check lets nothing else in. */
function actionOf(value: unknown): ActionClass {
  const action = actionClasses.find((known) => known === value);
  if (action === undefined) throw new TypeError("An entry of the ledger has an action that is not known.");
  return action;
}
