import { resolve } from "node:path";
import { UsageError } from "../usage-error.ts";
import { type AtomicFile, openAtomicFile } from "./atomic-file.ts";
import { type AuditLog, openAuditLog } from "./audit-log.ts";

/** Where a run is to be recorded. */
export interface Records {
  readonly result: AtomicFile | null;
  readonly audit: AuditLog | null;
}

/** Opened first: a path that cannot be written must be an error before anything runs. */
export function openRecords(
  { out, audit }: { readonly out?: string; readonly audit?: string },
  workingFolder: string,
): Records {
  const [outPath, auditPath] = [out, audit].map((name) => (name === undefined ? null : resolve(workingFolder, name)));
  if (outPath != null && outPath === auditPath) throw new UsageError("--out and --audit need a file each.");
  const result = out === undefined || outPath == null ? null : openAtomicFile(outPath, out);
  try {
    return { result, audit: audit === undefined || auditPath == null ? null : openAuditLog(auditPath, audit) };
  } catch (error) {
    result?.discard();
    throw error;
  }
}
