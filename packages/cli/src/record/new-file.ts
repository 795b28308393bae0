import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from "node:fs";
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import { unwritable } from "../input/read-bytes.ts";

/** Writes a file that must not be there yet, not even as a link. Throws FileUnreadable; then nothing was written. */
export function writeNewFile(path: string, name: string, text: string, mode: number): { remove(): void } {
  const remove = () => rmSync(path, { force: true });
  const descriptor = openNew(path, name, mode);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    remove();
    throw unwritable(name, error);
  } finally {
    closeSync(descriptor);
  }
  return { remove };
}

function openNew(path: string, name: string, mode: number): number {
  try {
    return openSync(path, "wx", mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unwritable(name, error);
    throw new IdleError(
      "FileUnreadable",
      `${escapeText(name)} is there already and is not overwritten. Name another file.`,
    );
  }
}
