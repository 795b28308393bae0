/** Many processes with one ledger, and processes that are killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createFileLedger } from "../src/index.ts";

let place: string;
let program: string;
let folder: string;
let rounds = 0;
const children = new Set<ChildProcess>();

beforeAll(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "idle-policy-")));
  program = join(place, "ledger-process.mjs");
  buildSync({
    entryPoints: [fileURLToPath(new URL("support/ledger-process.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@idle/source"],
  });
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});
afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }));

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  let text = "";
  const first = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      resolve();
    });
  });
  const ended = new Promise<string>((resolve) => child.once("close", () => resolve(text)));
  return { child, first, ended };
}
const newFolder = () => {
  rounds += 1;
  folder = join(place, `state-${rounds}`);
  return folder;
};

it("sixty processes at once get fifty together", { timeout: 120_000 }, async () => {
  newFolder();
  const all = Array.from({ length: 60 }, (_, index) => start("admit", folder, "50", `user-${index}`).ended);
  const answers = await Promise.all(all);
  expect(answers.filter((answer) => answer === "asking, admitted")).toHaveLength(50);
  expect(answers.filter((answer) => answer === "asking, refused")).toHaveLength(10);
  const count = await createFileLedger(folder).read((view) =>
    view.count({ action: "disable", system: null, after: 0 }),
  );
  expect(count).toBe(50);
});

it("a process that is killed within a transaction holds nothing up, and leaves nothing of it", {
  timeout: 120_000,
}, async () => {
  newFolder();
  const ledger = createFileLedger(folder);
  const entry = { action: "disable", system: "ad", item: "i", planId: "p", runId: "r", isSettled: true } as const;
  await ledger.transact((page) => page.add([{ ...entry, time: 5 }]));
  for (let round = 0; round < 2; round += 1) {
    const holder = start("hold", folder);
    await holder.first;
    expect(statSync(join(folder, "policy.sqlite-journal")).size).toBeGreaterThan(0);
    holder.child.kill("SIGKILL");
    await holder.ended;
    // What it left is undone by whoever comes next, reader or writer.
    const count = () => ledger.read((view) => view.count({ action: "disable", system: null, after: 0 }));
    if (round === 0) expect(await count()).toBe(1);
    await ledger.transact((page) => page.add([{ ...entry, time: 10 + round }]));
    expect(await count()).toBe(2 + round);
  }
});

it("who waits for a transaction gets its turn when the other process is killed", { timeout: 120_000 }, async () => {
  newFolder();
  await createFileLedger(folder).transact(() => undefined);
  const holder = start("hold", folder);
  await holder.first;
  const waiting = start("admit", folder, "1", "somebody");
  await waiting.first;
  holder.child.kill("SIGKILL");
  expect(await waiting.ended).toBe("asking, admitted");
});

it("who waits for a transaction stops when it is aborted", { timeout: 120_000 }, async () => {
  newFolder();
  const ledger = createFileLedger(folder);
  await ledger.transact(() => undefined);
  const holder = start("hold", folder);
  await holder.first;
  const controller = new AbortController();
  const waiting = [ledger.read(() => "read", controller.signal), ledger.transact(() => "written", controller.signal)];
  controller.abort();
  const cancelled = { status: "rejected", reason: { code: "Cancelled" } };
  expect(await Promise.allSettled(waiting)).toMatchObject([cancelled, cancelled]);
});
