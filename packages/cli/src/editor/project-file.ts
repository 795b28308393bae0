import { lstatSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import { longestRecord, readBytes, unwritable } from "../input/read-bytes.ts";
import { openAtomicFile } from "../record/atomic-file.ts";

/** A file of a project, which may not be there yet. */
export interface ProjectFile {
  /** How messages call it. */
  readonly name: string;
  /** Its text; null when it is not there. Throws FileUnreadable, also when it is no UTF-8. */
  read(): Promise<string | null>;
  /** Puts it there with its folders, or another text in its place. Throws FileUnreadable. */
  write(text: string): void;
}

/**
 * `path` is relative to the project's folder, with `/`. Throws FileUnreadable when a link on the way leads out of the
 * project: a checkout decides nothing about files elsewhere.
 */
export function projectFile(folder: string, path: string, name: string): ProjectFile {
  const target = join(folder, ...path.split("/"));
  expectInside(folder, target, name);
  return {
    name,
    async read() {
      if (lstatSync(target, { throwIfNoEntry: false }) === undefined) return null;
      // What is no file may never end, or wait for somebody to write to it.
      if (!statSync(target).isFile()) {
        throw new IdleError("FileUnreadable", `${escapeText(name)} is no file. Move it away; nothing was written.`);
      }
      const bytes = await readBytes(target, longestRecord, name);
      try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        throw new IdleError(
          "FileUnreadable",
          `${escapeText(name)} is no UTF-8 text. Save it as UTF-8; nothing was written.`,
        );
      }
    },
    write(text) {
      try {
        mkdirSync(dirname(target), { recursive: true });
      } catch (error) {
        throw unwritable(name, error);
      }
      openAtomicFile(target, name, "shared").commit(text);
    },
  };
}

/** What is there of the way, links followed, has to stay below the folder. */
function expectInside(folder: string, target: string, name: string): void {
  const root = realpathSync(folder);
  let there = target;
  while (lstatSync(there, { throwIfNoEntry: false }) === undefined) there = dirname(there);
  const real = realPath(there);
  const inside = real === null ? null : relative(root, real);
  if (inside !== null && inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) return;
  const link = escapeText(relative(folder, there).replaceAll(sep, "/"));
  const where = real === null ? "a place that is not there" : "a place outside of the project";
  throw new IdleError(
    "FileUnreadable",
    `${escapeText(name)} is not written: ${link} leads to ${where}. Replace the link by a folder or file; nothing was written.`,
  );
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
