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
  const isOfSqlite = code === "ERR_SQLITE_ERROR" || code === "ERR_OUT_OF_RANGE";
  return isOfSqlite ? unusableLedger(path, `cannot be read: ${error.message}`, damagedRemedy) : null;
}

export const damagedRemedy =
  "Bring it back from a backup. Or remove it while nothing runs: then all counts begin anew, which somebody has to answer for.";
