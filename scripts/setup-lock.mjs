// Lets one set-up work at a time. The lock is a folder, because creating one is atomic on every system; its owner
// touches it every other second, so that a lock left behind by a killed process is noticed and taken away.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./workspace.mjs";

const lock = join(root, ".setup.lock");
const ownerFile = join(lock, "owner.json");
const heartbeatMs = 2_000;
const silentForMs = 60_000;

export async function withSetupLock(work) {
  await acquire();
  const heartbeat = setInterval(touch, heartbeatMs);
  const release = () => rmSync(lock, { recursive: true, force: true });
  const interrupted = (signal) => {
    release();
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.on("SIGINT", interrupted);
  process.on("SIGTERM", interrupted);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
    release();
  }
}

async function acquire() {
  let told = false;
  for (const started = Date.now(); !tryToTake(); ) {
    removeIfAbandoned();
    if (!told && Date.now() - started > 1_000) {
      told = true;
      process.stderr.write("Waiting for another set-up of this repository to finish …\n");
    }
    await sleep(100);
  }
}

function tryToTake() {
  try {
    mkdirSync(lock);
  } catch (error) {
    // Windows answers EPERM while a folder of that name is being removed.
    if (error.code === "EEXIST" || error.code === "EPERM") return false;
    throw error;
  }
  writeFileSync(ownerFile, JSON.stringify({ pid: process.pid, host: hostname() }));
  return true;
}

function removeIfAbandoned() {
  const owner = readOwner();
  if (!isAbandoned(owner)) return;
  // Renaming first makes sure that only one of several waiting set-ups removes the lock.
  const aside = `${lock}.${process.pid}.${Date.now()}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  const taken = readOwner(join(aside, "owner.json"));
  if (taken !== owner && !existsSync(lock)) renameSync(aside, lock);
  else rmSync(aside, { recursive: true, force: true });
}

function isAbandoned(owner) {
  let silence;
  try {
    silence = Date.now() - statSync(lock).mtimeMs;
  } catch {
    return false;
  }
  if (silence > silentForMs) return true;
  if (owner === undefined) return silence > 5 * heartbeatMs;
  try {
    const { pid, host } = JSON.parse(owner);
    return host === hostname() && !isRunning(pid);
  } catch {
    return false;
  }
}

function readOwner(path = ownerFile) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function touch() {
  try {
    utimesSync(lock, new Date(), new Date());
  } catch {
    // Someone removed the folder by hand; the work goes on.
  }
}
