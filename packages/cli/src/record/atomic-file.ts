/**
 * A file that is there whole or not at all, readable by its owner only unless it is to be shared. The place for it is taken
 * at once, so that a path that cannot be written is an error before anything runs and not after.
 */
import { closeSync, fchmodSync, fsyncSync, lstatSync, openSync, realpathSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { unwritable } from "../input/read-bytes.ts";
import { replaceFile } from "./replace-file.ts";

export interface AtomicFile {
  /** Writes the text and puts the file in its place. */
  commit(text: string): void;
  /** Leaves everything as it was. Does nothing after `commit`. */
  discard(): void;
}

/** private: for its owner only. shared: as files usually are, and one that is there stays open to whom it was. */
export type FileAccess = "private" | "shared";

/** `path` is where the file goes, `name` what messages call it. Throws FileUnreadable when it cannot be written. */
export function openAtomicFile(path: string, name: string, access: FileAccess = "private"): AtomicFile {
  try {
    return prepare(path, name, access);
  } catch (error) {
    throw unwritable(name, error);
  }
}

function prepare(path: string, name: string, access: FileAccess): AtomicFile {
  const target = existingTarget(path);
  // A device or a pipe cannot be replaced, only written to.
  const isReplaced = target === null || target.isFile;
  const place = target === null ? path : target.path;
  const temporary = isReplaced ? join(dirname(place), `.${basename(place)}.${process.pid}.tmp`) : null;
  if (temporary !== null) rmSync(temporary, { force: true });
  let descriptor: number | null = openSync(
    temporary ?? place,
    temporary === null ? "w" : "wx",
    access === "private" ? 0o600 : 0o666,
  );
  if (access === "shared" && temporary !== null && target !== null && process.platform !== "win32") {
    fchmodSync(descriptor, target.mode);
  }
  const close = () => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  const discard = () => {
    process.off("exit", discard);
    if (descriptor === null) return;
    close();
    if (temporary !== null) rmSync(temporary, { force: true });
  };
  // However the process ends, no half of a file stays behind.
  process.on("exit", discard);
  return {
    discard,
    commit(text) {
      if (descriptor === null) return;
      try {
        writeWhole(descriptor, text);
        if (temporary !== null) fsyncSync(descriptor);
        close();
        if (temporary !== null) replaceFile(temporary, place);
        process.off("exit", discard);
      } catch (error) {
        discard();
        if (temporary !== null) rmSync(temporary, { force: true });
        throw unwritable(name, error);
      }
    },
  };
}

/** What is at the path already, behind a symbolic link too: the link stays, what it points to is replaced. */
function existingTarget(path: string): { path: string; isFile: boolean; mode: number } | null {
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (link === undefined) return null;
  const real = link.isSymbolicLink() ? realpathSync(path) : path;
  const stat = link.isSymbolicLink() ? lstatSync(real) : link;
  if (stat.isDirectory()) throw Object.assign(new Error("is a folder"), { code: "EISDIR" });
  return { path: real, isFile: stat.isFile(), mode: stat.mode & 0o777 };
}

function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}
