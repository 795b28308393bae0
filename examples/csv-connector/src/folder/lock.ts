/** One writer at a time: a file that says who it is. That of a process which is gone is taken away. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { ConnectorException } from "@idle/connector";
import type { Files } from "./files.ts";

export interface Lock {
  release(): Promise<void>;
}

const lockFile = "writer.lock";

/** What this process holds: a number of a process alone may be that of a former one. */
const held = new Set<string>();

/** Throws ConnectorException ServerDown while somebody else writes. */
export async function takeLock(files: Files, folder: string): Promise<Lock> {
  const path = join(folder, lockFile);
  const token = randomUUID();
  const text = JSON.stringify({ host: hostname(), process: process.pid, token });
  held.add(token);
  try {
    if (!(await files.create(path, text))) {
      await removeLeftOver(files, path);
      if (!(await files.create(path, text))) throw busy(path);
    }
  } catch (error) {
    held.delete(token);
    throw error;
  }
  return {
    async release() {
      held.delete(token);
      await files.remove(path);
    },
  };
}

/** Two that find the same left-over lock must not both remove it: the second would remove what the first has made. */
async function removeLeftOver(files: Files, path: string): Promise<void> {
  const guard = `${path}.removing`;
  const before = await files.read(path);
  if (before === null) return;
  if (isInUse(before) || !(await files.create(guard, ""))) throw busy(path);
  try {
    if ((await files.read(path)) === before) await files.remove(path);
  } finally {
    await files.remove(guard);
  }
}

function isInUse(text: string): boolean {
  let owner: unknown;
  try {
    owner = JSON.parse(text);
  } catch {
    // Somebody is just writing it, or died while doing so; the latter is for people to look at.
    return true;
  }
  const { host, process: id, token } = Object(owner) as Readonly<Record<string, unknown>>;
  if (host !== hostname() || typeof id !== "number" || typeof token !== "string") return true;
  return id === process.pid ? held.has(token) : isAlive(id);
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return Object(error).code !== "ESRCH";
  }
}

function busy(path: string): ConnectorException {
  return new ConnectorException(
    "ServerDown",
    `Somebody else writes to the directory; ${JSON.stringify(path)} says which process. Try again later. Remove the file if that process is gone.`,
  );
}
