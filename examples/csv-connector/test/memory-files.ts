/** Files in memory, which can break down at any step: from then on nothing is done any more, as when a process is gone. */
import { dirname, join } from "node:path";
import type { Files } from "../src/folder/files.ts";

export interface MemoryFiles extends Files {
  readonly contents: Map<string, Buffer>;
  readonly privateOnes: Set<string>;
  /** Steps that change something, so far. */
  readonly steps: () => number;
}

/** `breakAt`: the step that is the first not to be done; a write of many pieces leaves a part of it behind. */
export function createMemoryFiles(
  contents = new Map<string, Buffer>(),
  breakAt = Number.POSITIVE_INFINITY,
): MemoryFiles {
  let steps = 0;
  const privateOnes = new Set<string>();
  const step = (leaving: () => void = () => undefined) => {
    steps += 1;
    if (steps === breakAt) leaving();
    if (steps >= breakAt) throw new Error("The process is gone.");
  };
  return {
    contents,
    privateOnes,
    steps: () => steps,
    async read(path) {
      return contents.get(path)?.toString("utf8") ?? null;
    },
    async open(path) {
      const bytes = contents.get(path);
      if (bytes === undefined) return null;
      return {
        size: bytes.length,
        // Small pieces, so that records and characters are cut in two.
        async *read(from, to) {
          for (let at = from; at < to; at += 7) yield bytes.subarray(at, Math.min(at + 7, to));
        },
        async close() {},
      };
    },
    async write(path, pieces, isPrivate) {
      const bytes = Buffer.from([...pieces].join(""));
      step(() => contents.set(path, bytes.subarray(0, bytes.length / 2)));
      contents.set(path, bytes);
      if (isPrivate) privateOnes.add(path);
    },
    async writeAt(path, offset, text) {
      const before = contents.get(path) ?? Buffer.alloc(0);
      const added = Buffer.from(text);
      step(() => contents.set(path, Buffer.concat([before.subarray(0, offset), added.subarray(0, added.length / 2)])));
      contents.set(path, Buffer.concat([before.subarray(0, offset), added]));
      return offset + added.length;
    },
    async create(path, text) {
      if (contents.has(path)) return false;
      step();
      contents.set(path, Buffer.from(text));
      return true;
    },
    async rename(from, to) {
      step();
      const bytes = contents.get(from);
      if (bytes === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
      contents.delete(from);
      contents.set(to, bytes);
    },
    async remove(path) {
      step();
      contents.delete(path);
    },
    async list(folder) {
      return [...contents.keys()]
        .filter((path) => dirname(path) === folder)
        .map((path) => path.slice(folder.length + 1));
    },
    async mayUse(folder) {
      return [...contents.keys()].some((path) => dirname(path) === folder);
    },
    async sync() {
      step();
    },
  };
}

/** A directory with one partition, `DC=test`, whose files have no rows yet, or those that are given. */
export function emptyDirectory(rows: Readonly<Record<string, string>> = {}): Map<string, Buffer> {
  const texts = {
    "partitions.csv": "dn,folder,id,name\nDC=test,test,test-id,Test\n",
    "test/ous.csv": "id,dn\n",
    "test/users.csv": "id,dn\n",
    "test/groups.csv": "id,dn\n",
    ...rows,
  };
  return new Map(Object.entries(texts).map(([path, text]) => [join("/dir", path), Buffer.from(text)]));
}
