import { open, stat } from "node:fs/promises";
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";

/** One byte more than core reads: what is read then says that it is too long. */
const mostBytes = 1024 * 1024 + 1;
const chunkBytes = 64 * 1024;

/** The bytes of a file, but no more than tell that it is too long. Throws FileUnreadable; `name` is what it is called there. */
export async function readDefinitionFile(path: string, name: string): Promise<Uint8Array> {
  try {
    // Opening a pipe that nobody writes to never comes back.
    const found = await stat(path);
    if (found.isFIFO() || found.isSocket()) throw Object.assign(new Error("no file"), { code: "NOFILE" });
    const file = await open(path, "r");
    try {
      const chunks: Buffer[] = [];
      let length = 0;
      for (let read = -1; read !== 0 && length < mostBytes; ) {
        const chunk = Buffer.alloc(Math.min(chunkBytes, mostBytes - length));
        ({ bytesRead: read } = await file.read(chunk, 0, chunk.length, null));
        chunks.push(chunk.subarray(0, read));
        length += read;
      }
      return Buffer.concat(chunks);
    } finally {
      await file.close();
    }
  } catch (error) {
    const message = `The connector's definition ${escapeText(name)} cannot be read: ${reasonOf(error)}.`;
    throw new IdleError("FileUnreadable", message, { details: { file: name }, cause: error });
  }
}

const reasons: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["EISDIR", "it is a folder; name the file in it"],
  ["NOFILE", "it is a pipe or a socket, and no file"],
  ["EACCES", "you have no permission"],
  ["EPERM", "you have no permission"],
  ["ELOOP", "its symbolic links go in a circle"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ERR_INVALID_ARG_VALUE", "no file can be called so"],
]);

function reasonOf(error: unknown): string {
  const { code, message }: { readonly code?: unknown; readonly message?: unknown } = Object(error);
  return reasons.get(code) ?? escapeText(String(message));
}
