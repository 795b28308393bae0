import { IdleError } from "@idle/contract";

/** SQLITE_BUSY (https://www.sqlite.org/rescode.html). */
const busy = 5;

export function unusableLedger(path: string, why: string, remedy: string): IdleError {
  const message = `What the policy has counted cannot be used: ${JSON.stringify(path)} ${why}. ${remedy}`;
  return new IdleError("FileUnreadable", message, { details: { file: path } });
}

/** What SQLite's error means; null for one that is not SQLite's. */
export function failureOfSqlite(path: string, error: unknown): IdleError | null {
  if (!(error instanceof Error)) return null;
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  // The code's lower byte; the rest of it says why.
  if (typeof errcode === "number" && (errcode & 0xff) === busy) {
    const message = `Others kept what the policy has counted busy for too long: ${JSON.stringify(path)}. Try again.`;
    return new IdleError("Busy", message, { details: { file: path }, transient: true });
  }
  const remedy = typeof errcode === "number" ? surroundings.get(errcode & 0xff) : undefined;
  if (remedy !== undefined) return unusableLedger(path, `cannot be used: ${error.message}`, remedy);
  const isOfSqlite = code === "ERR_SQLITE_ERROR" || code === "ERR_OUT_OF_RANGE";
  return isOfSqlite ? unusableLedger(path, `cannot be read: ${error.message}`, damagedRemedy) : null;
}

/** SQLITE_PERM, READONLY, IOERR, FULL and CANTOPEN: what is wrong with the place, and not with what was counted. */
const surroundings: ReadonlyMap<number, string> = new Map([
  [3, "Give this account the right to write to it, and to its folder."],
  [8, "Give this account the right to write to it, and to its folder."],
  [10, "Look after the disk. What was counted is still there."],
  [13, "Make room on the disk. What was counted is still there."],
  [14, "Look after the folder: whether it is there, and whether this account may use it."],
]);

export const damagedRemedy =
  "Bring it back from a backup. Or remove it while nothing runs: then all counts begin anew, which somebody has to answer for.";
