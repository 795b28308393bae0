/** Writes what was made: all of it or nothing, over nothing that is there. */
import { lstatSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import { unwritable } from "../input/read-bytes.ts";
import { interruptSignals } from "../interrupts.ts";
import { writeNewFile } from "../record/new-file.ts";
import type { NewFile } from "./template.ts";

export interface Destination {
  readonly path: string;
  /** What messages call it. */
  readonly name: string;
}

/** Throws FileUnreadable that names everything that is in the way; then nothing was written. */
export function writeFiles({ path: folder, name }: Destination, files: readonly NewFile[]): void {
  refuseConflicts({ path: folder, name }, files);
  withoutInterrupts(() => {
    if (isThere(folder)) writeInto({ path: folder, name }, files);
    else writeAside({ path: folder, name }, files);
  });
}

function refuseConflicts({ path: folder, name }: Destination, files: readonly NewFile[]): void {
  const conflicts = files.map(({ path }) => path).filter((path) => isThere(join(folder, path)));
  if (conflicts.length === 0) return;
  const what =
    conflicts.length === 1 ? "is there already and is not overwritten" : "are there already and are not overwritten";
  const list = conflicts.map((path) => escapeText(name === "." ? path : `${name}/${path}`)).join(", ");
  throw new IdleError(
    "FileUnreadable",
    `Nothing was written: ${list} ${what}. Choose another name, or another folder with --out.`,
  );
}

/** A new folder comes into being with everything in it, whatever ends this process meanwhile. */
function writeAside({ path: folder, name }: Destination, files: readonly NewFile[]): void {
  const made = makeFolder(dirname(folder), name);
  let aside: string | undefined;
  try {
    aside = mkdtempSync(join(dirname(folder), ".idle-new-"));
    const whole = join(aside, "whole");
    mkdirSync(whole);
    writeInto({ path: whole, name }, files);
    renameSync(whole, folder);
  } catch (error) {
    undo(made);
    throw error instanceof IdleError ? error : unwritable(name, error);
  } finally {
    if (aside !== undefined) rmSync(aside, { recursive: true, force: true });
  }
}

function writeInto({ path: folder, name }: Destination, files: readonly NewFile[]): void {
  const undoing: (() => void)[] = [];
  try {
    for (const { path, text } of files) {
      const target = join(folder, path);
      const made = makeFolder(dirname(target), `${name}/${path}`);
      undoing.push(() => undo(made));
      undoing.push(writeNewFile(target, name === "." ? path : `${name}/${path}`, text, 0o644).remove);
    }
  } catch (error) {
    for (const each of undoing.reverse()) each();
    throw error;
  }
}

/** The folders that had to be made, the outermost first. */
function makeFolder(path: string, name: string): string[] {
  const missing: string[] = [];
  for (let each = path; !isThere(each); each = dirname(each)) missing.unshift(each);
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    undo(missing);
    throw unwritable(name, error);
  }
  return missing;
}

function undo(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      // Somebody has put something into it, or it never came to be.
    }
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A part of the path is no folder, or must not be looked into: writing says so.
    return false;
  }
}

/** It takes milliseconds: an interrupt that comes meanwhile finds everything done. */
function withoutInterrupts(work: () => void): void {
  const ignore = () => {};
  for (const signal of interruptSignals) process.on(signal, ignore);
  try {
    work();
  } finally {
    for (const signal of interruptSignals) process.off(signal, ignore);
  }
}
