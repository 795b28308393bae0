import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { IdleEvent, Result } from "@idle/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace, joiner, type Workspace } from "./workspace.ts";

let work: Workspace;
beforeEach(() => {
  work = createWorkspace();
});
afterEach(() => work.remove());

const source = ["-w", "joiner.yaml", "-r", "request.json"];
const isWindows = process.platform === "win32";

/** Every step takes a second, so that an interrupt finds one running. */
function slowDown() {
  work.idle(["plan", ...source, "-o", "plan.json"]);
  work.write("idle.config.yaml", work.read("idle.config.yaml").replace("{ file", "{ latencyMs: 1000, file"));
}

describe.skipIf(isWindows)("an interrupt while a plan runs (Windows has no signals to send)", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("brings the run to a clean, recorded end: %s", async (signal) => {
    slowDown();
    const child = work.start(
      "apply",
      "plan.json",
      "--yes",
      "--events",
      "--out",
      "result.json",
      "--audit",
      "audit.ndjson",
    );
    await untilStepRuns(child.stdout);
    child.kill(signal);
    const { code, stderr } = await child.outcome;
    expect(code).toBe(130);
    expect(stderr).toContain("Interrupted: the running step is brought to a clean end, then the run stops.");
    const result = work.json("result.json") as Result;
    expect(result).toMatchObject({ status: "Cancelled", notReached: expect.arrayContaining(["Set attributes"]) });
    const events = work.read("audit.ndjson").trimEnd().split("\n");
    expect((JSON.parse(events.at(-1) ?? "") as IdleEvent).type).toBe("RunCompleted");
  });

  it("ends the wait for a sync at once, and calls nothing done", async () => {
    work.write(
      "idle.config.yaml",
      `providers: { DirectorySync: { use: "@idle/provider-directorysync-entraconnect" } }
authSessions: [{ match: { name: DirectorySync }, use: "@idle/adsync-simulator", options: { cycleSeconds: 600 } }]
`,
    );
    work.write(
      "sync.yaml",
      "name: S\nlifecycleEvent: Joiner\nsteps: [{ name: Sync, type: IdLE.Step.TriggerDirectorySync, with: { wait: true } }]\n",
    );
    const child = work.start("apply", "-w", "sync.yaml", "-r", "request.json", "--yes", "--out", "result.json");
    // What a step says of itself is a line each where there is no terminal.
    await once(child.stderr ?? child, "data");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await child.outcome;
    expect(code).toBe(130);
    expect(stderr).toContain("Sync: A Delta sync cycle was triggered.\nSync: Waiting for the sync cycle to end.\n");
    expect(stdout).toContain("cancelled, with changes");
    expect(stdout).toContain("error Cancelled: The run was interrupted.\n");
    expect(stdout).toMatch(/^Run cancelled: 1 changed \(1 of them cancelled\), 0 unchanged, in /m);
    const result = work.json("result.json") as Result;
    expect(result).toMatchObject({ status: "Cancelled", steps: [{ status: "Cancelled", changed: true }] });
    expect(result.events.map(({ type }) => type)).not.toContain("DirectorySyncCompleted");
  });

  it("ends at once the second time, and leaves no half of a file", async () => {
    slowDown();
    work.write("node_modules/stuck/package.json", { name: "stuck", type: "module", exports: "./i.js" });
    work.write(
      "node_modules/stuck/i.js",
      `export const idlePlugin = { contractVersion: 1, steps: [{ type: "Acme.Step.Stuck", description: "Never ends.",
        with: { type: "object", additionalProperties: false }, requiredCapabilities: [], previewCapabilities: [],
        execute: () => new Promise(() => {}) }] };`,
    );
    work.write("idle.config.yaml", "steps: [stuck]\n");
    work.write("stuck.yaml", "name: S\nlifecycleEvent: Joiner\nsteps: [{ name: Stuck, type: Acme.Step.Stuck }]\n");
    const child = work.start(
      "apply",
      "-w",
      "stuck.yaml",
      "-r",
      "request.json",
      "--yes",
      "--events",
      "--out",
      "result.json",
    );
    await untilStepRuns(child.stdout);
    child.kill("SIGINT");
    await once(child.stderr ?? child, "data");
    child.kill("SIGINT");
    expect((await child.outcome).code).toBe(130);
    expect(readdirSync(work.folder).filter((name) => name.includes("result.json"))).toEqual([]);
  });
});

async function untilStepRuns(stdout: NodeJS.ReadableStream | null): Promise<void> {
  let text = "";
  for await (const chunk of stdout ?? []) {
    text += String(chunk);
    if (text.includes('"StepStarted"')) return;
  }
  throw new Error(`No step was started: ${text}`);
}

describe("an error nobody waits for", () => {
  it("stops the run, which is recorded, and shows no stack", () => {
    work.write("node_modules/loose/package.json", { name: "loose", type: "module", exports: "./i.js" });
    work.write(
      "node_modules/loose/i.js",
      `export const idlePlugin = { contractVersion: 1, steps: [{ type: "Acme.Step.Loose", description: "Lets go of a promise.",
        with: { type: "object", additionalProperties: false }, requiredCapabilities: [], previewCapabilities: [],
        execute: async () => { Promise.reject(new Error("let go")); await new Promise((r) => setTimeout(r, 50)); return { changed: false }; } }] };`,
    );
    work.write("idle.config.yaml", "steps: [loose]\n");
    work.write(
      "loose.yaml",
      "name: L\nlifecycleEvent: Joiner\nsteps: [{ name: One, type: Acme.Step.Loose }, { name: Two, type: Acme.Step.Loose }]\n",
    );
    const args = ["apply", "-w", "loose.yaml", "-r", "request.json", "--yes", "--out", "result.json"];
    const { code, stderr } = work.idle(args);
    expect(code).toBe(1);
    expect(stderr).toContain(
      "error UnexpectedError: let go\nThis happened outside of any step, so the run is stopped.\n",
    );
    expect(stderr).not.toContain(" at ");
    expect(work.json("result.json")).toMatchObject({ status: "Cancelled", notReached: ["Two"] });
  });
});

describe.skipIf(isWindows)("a reader that goes away (the test needs a POSIX shell)", () => {
  const shell = (line: string) =>
    spawnSync("/bin/sh", ["-c", line.replaceAll("idle ", `"${process.execPath}" "${bin}" `)], {
      cwd: work.folder,
      encoding: "utf8",
    });
  const bin = fileURLToPath(new URL("../../bin/idle.js", import.meta.url));

  it("ends the output of a plan quietly", () => {
    const attributes = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`A${index}`, "x".repeat(20_000)]));
    work.write(
      "big.yaml",
      joiner.replace('{ Department: "{{Request.Intent.Department}}" }', JSON.stringify(attributes)),
    );
    const { stdout, stderr } = shell("idle plan -w big.yaml -r request.json | head -1");
    expect({ stdout, stderr }).toEqual({ stdout: "Joiner - Standard\n", stderr: "" });
  });

  it("does not end a run", () => {
    // Time enough between the events for the broken pipe to be noticed.
    work.write("idle.config.yaml", work.read("idle.config.yaml").replace("{ file", "{ latencyMs: 20, file"));
    work.idle(["plan", ...source, "-o", "plan.json"]);
    const { stderr } = shell("idle apply plan.json --yes --events --out result.json | true");
    expect(stderr).not.toContain("error");
    expect(work.json("result.json")).toMatchObject({ status: "Completed" });
  });
});
