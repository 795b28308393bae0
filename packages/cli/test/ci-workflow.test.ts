/** The continuous integration runs what everybody runs, on the versions that the packages say they support. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readData } from "@idle/core";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { root } from "./docs/pages.ts";

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: unknown;
  readonly "timeout-minutes"?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly strategy: {
    readonly "fail-fast": boolean;
    readonly matrix: {
      readonly os: readonly string[];
      readonly node: readonly string[];
      readonly include: readonly object[];
    };
  };
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly if?: string }[];
}

const text = readFileSync(join(root, ".github", "workflows", "ci.yml"), "utf8");
const { data, diagnostics } = readData({ text, file: null });
const workflow: Workflow = JSON.parse(JSON.stringify(data));
const jobs = Object.values(workflow.jobs);
const steps = jobs.flatMap((job) => job.steps);

describe("The workflow of continuous integration", () => {
  it("is YAML", () => expect(diagnostics).toEqual([]));

  it("tests every system and Node, the oldest that is supported too", () => {
    const matrices = jobs.map(({ strategy }) => strategy.matrix);
    const oldest = manifest.engines.node.replace(">=", "");
    expect(matrices).toEqual([
      {
        os: ["ubuntu-latest", "macos-latest", "windows-latest"],
        node: ["22", "24", "26"],
        include: [{ os: "ubuntu-latest", node: `${oldest}.0` }],
      },
    ]);
    expect(jobs.map(({ env, strategy }) => [env?.IDLE_NODE, strategy["fail-fast"]])).toEqual([["current", false]]);
  });

  it("runs npm test everywhere, on Linux through the script that installs servers first", () => {
    const tests = steps.filter(({ run }) => run === "npm test" || run === ".ci/run");
    expect(tests).toEqual([
      { if: "runner.os == 'Linux'", run: ".ci/run" },
      { if: "runner.os != 'Linux'", run: "npm test" },
    ]);
    expect(readFileSync(join(root, ".ci", "run"), "utf8")).toMatch(/^npm test\b/m);
  });

  it("may read only, ends, and takes actions by hash", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    for (const job of jobs) {
      expect(job.permissions).toBeUndefined();
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
    }
    const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(actions.filter((uses) => !/^actions\/[a-z-]+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  });
});
