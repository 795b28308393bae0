import { dirname, isAbsolute, join, resolve } from "node:path";
import type { NamedFile } from "./test-file.ts";

/** A file that another one names. */
export function namedFrom({ path, name }: NamedFile, reference: string): NamedFile {
  return {
    path: resolve(dirname(path), reference),
    name: isAbsolute(reference) ? reference : join(dirname(name), reference),
  };
}
