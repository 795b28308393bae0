/** Locks in a folder between real processes, and between the threads of one. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFolderState } from "../../src/index.ts";

const program = fileURLToPath(new URL("hold-lock.mjs", import.meta.url));
let place: string;
let folder: string;
const children = new Set<ChildProcess>();

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "idle-lock-")));
  folder = join(place, "state");
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  return child;
}
const said = (child: ChildProcess) =>
  new Promise<string>((resolve) => child.stdout?.setEncoding("utf8").once("data", (text) => resolve(text.trim())));
const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once("close", resolve));

describe("a lock", () => {
  it("is refused while it is free for nobody else, whatever is read and written meanwhile", async () => {
    const state = createFolderState(folder);
    const lock = await state.tryLock("name");
    await state.write("name", { a: 1 });
    await state.read("name");
    expect(await said(start("hold", folder, "name"))).toBe("busy");
    await lock?.release();
  });

  it("of a process that is killed is free at once", async () => {
    const state = createFolderState(folder);
    for (let round = 0; round < 3; round += 1) {
      const child = start("hold", folder, "name");
      expect(await said(child)).toBe("held");
      expect(await state.tryLock("name")).toBeNull();
      const end = ended(child);
      child.kill("SIGKILL");
      await end;
      const lock = await state.tryLock("name");
      expect(lock).not.toBeNull();
      await lock?.release();
    }
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("keeps many processes apart: none loses what another one wrote", { timeout: 120_000 }, async () => {
    const [processes, times] = [8, 25];
    const counter = join(place, "counter");
    const all = Array.from({ length: processes }, () => start("count", folder, "name", counter, String(times)));
    expect(await Promise.all(all.map(ended))).toEqual(all.map(() => 0));
    expect(readFileSync(counter, "utf8")).toBe(String(processes * times));
  });

  it("keeps threads of one process apart, and is free when its thread is ended", async () => {
    const state = createFolderState(folder);
    const thread = () =>
      new Worker(program, {
        argv: ["hold", folder, "name"],
        stdout: true,
      });
    const heard = (worker: Worker) =>
      new Promise<string>((resolve) => worker.stdout.setEncoding("utf8").once("data", (text) => resolve(text.trim())));
    const holder = thread();
    expect(await heard(holder)).toBe("held");
    expect(await state.tryLock("name")).toBeNull();
    const late = thread();
    expect(await heard(late)).toBe("busy");
    await Promise.all([holder.terminate(), late.terminate()]);
    const lock = await state.tryLock("name");
    expect(lock).not.toBeNull();
    await lock?.release();
  });
});
