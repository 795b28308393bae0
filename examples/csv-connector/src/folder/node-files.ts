import { constants } from "node:fs";
import { access, type FileHandle, open, readdir, readFile, rename, rm } from "node:fs/promises";
import type { Files } from "./files.ts";

const pieceSize = 64 * 1024;

/** The files of this machine. */
export const nodeFiles: Files = {
  async read(path) {
    try {
      return await readFile(path, "utf8");
    } catch (error) {
      return nullWhenMissing(error);
    }
  },

  async open(path) {
    let file: FileHandle;
    try {
      file = await open(path, "r");
    } catch (error) {
      return nullWhenMissing(error);
    }
    const { size } = await file.stat();
    return {
      size,
      async *read(from, to) {
        for (let at = from; at < to; ) {
          const piece = Buffer.allocUnsafe(Math.min(pieceSize, to - at));
          const { bytesRead } = await file.read(piece, 0, piece.length, at);
          if (bytesRead === 0) return;
          at += bytesRead;
          yield piece.subarray(0, bytesRead);
        }
      },
      close: () => file.close(),
    };
  },

  async write(path, pieces, isPrivate) {
    // A file that somebody left there would keep its mode.
    if (isPrivate) await rm(path, { force: true });
    const file = await open(path, "w", isPrivate ? 0o600 : 0o666);
    try {
      let text = "";
      for (const piece of pieces) {
        text += piece;
        if (text.length < pieceSize) continue;
        await file.writeFile(text);
        text = "";
      }
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  },

  async writeAt(path, offset, text) {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o666);
    try {
      const { bytesWritten } = await file.write(text, offset, "utf8");
      const length = offset + bytesWritten;
      if (bytesWritten < Buffer.byteLength(text)) throw new Error(`The disk took a part of ${path} only.`);
      await file.truncate(length);
      await file.sync();
      return length;
    } finally {
      await file.close();
    }
  },

  async create(path, text) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(text).finally(() => file.close());
      return true;
    } catch (error) {
      if (Object(error).code === "EEXIST") return false;
      throw error;
    }
  },

  rename,
  remove: (path) => rm(path, { force: true }),
  list: (folder) => readdir(folder),

  async mayUse(folder) {
    try {
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },

  async sync(folder) {
    // Windows has no such thing for folders.
    if (process.platform === "win32") return;
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  },
};

function nullWhenMissing(error: unknown): null {
  if (Object(error).code === "ENOENT") return null;
  throw error;
}
