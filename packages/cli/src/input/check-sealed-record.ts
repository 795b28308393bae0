import { statSync } from "node:fs";
import { resolve } from "node:path";
import { isIdleError } from "@idle/contract";
import { UsageError } from "../usage-error.ts";
import { readSealedOutputs } from "./read-sealed-outputs.ts";

/** Throws UsageError when the file a result is to go to is a result with sealed outputs: it may be their only copy. */
export async function checkSealedRecord(out: string | undefined, workingFolder: string): Promise<void> {
  if (out === undefined || !statSync(resolve(workingFolder, out), { throwIfNoEntry: false })?.isFile()) return;
  if (!(await hasSealedOutputs(out, workingFolder))) return;
  throw new UsageError(
    `--out names ${out}, which has the sealed outputs of an earlier run. It may be the only copy of a password, so it is not overwritten. Nothing was changed. Name another file, or move this one away.`,
  );
}

async function hasSealedOutputs(file: string, workingFolder: string): Promise<boolean> {
  try {
    return (await readSealedOutputs(resolve(workingFolder, file), workingFolder)).outputs.length > 0;
  } catch (error) {
    // No result, or nothing that can be read: whether it can be written is asked later.
    if (isIdleError(error, "InvalidInput") || isIdleError(error, "FileUnreadable")) return false;
    throw error;
  }
}
