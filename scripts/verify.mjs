// Everything a change is checked for, in one command. Runs all checks even when one fails, prints a line for each with
// its duration, and the output of those that failed. The last line counts the tests. Where IDLE_REPORT names a file,
// the tests are reported there as JUnit XML, too.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runCaptured } from "./child.mjs";
import { setUp } from "./setup.mjs";
import { chosenNode, pinnedNode, readJson, root, toolPath } from "./workspace.mjs";

const temporary = mkdtempSync(join(tmpdir(), "idle-verify-"));
const testReport = join(temporary, "tests.json");

const runNode = (...args) => runCaptured(process.execPath, args);
const script = (name, ...args) => runNode(join(root, "scripts", name), ...args);
const biome = (...args) => runNode(toolPath("@biomejs/biome", "biome"), ...args);

/** Two at a time; the tests come last and alone, so that nothing slows down those that watch the clock. */
const checks = [
  ["build", checkBuild],
  ["format", () => biome("format")],
  ["lint", () => biome("check", "--formatter-enabled=false", "--error-on-warnings")],
  ["types", () => runNode(toolPath("typescript", "tsc"), "--project", "tsconfig.json")],
  ["unused code", () => runNode(toolPath("knip"), "--no-config-hints")],
  ["architecture", () => script("check-architecture.mjs")],
  ["generated files", () => script("generate.mjs", "--check")],
  ["packages", () => script("check-packages.mjs")],
];

const testsName = chosenNode() === pinnedNode() ? "tests" : "tests, your Node";

const failed = [];
try {
  const waiting = [...checks];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await perform(...next);
  };
  await Promise.all([worker(), worker()]);
  await perform(testsName, runTests);
  if (failed.length > 0) process.stdout.write(`\nFailed: ${failed.join(", ")}\n`);
  process.stdout.write(`\n${testCount()}\n`);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

async function perform(name, check) {
  const started = performance.now();
  const { ok, output } = await check();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${ok ? "ok    " : "FAILED"}  ${name.padEnd(16)} ${seconds.padStart(6)} s\n`);
  if (ok) return;
  failed.push(name);
  process.exitCode = 1;
  process.stdout.write(`\n${output.trimEnd()}\n\n`);
}

/** The set-up has built already; this asks whether it worked and shows what it said when it did not. */
async function checkBuild() {
  const { built, output } = await setUp();
  return { ok: built, output };
}

function runTests() {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${testReport}`];
  const { IDLE_REPORT: report } = process.env;
  if (report) reporters.push("--reporter=junit", `--outputFile.junit=${resolve(root, report)}`);
  return runCaptured(chosenNode(), [toolPath("vitest"), "run", "--no-color", ...reporters]);
}

function testCount() {
  let report = {};
  try {
    report = readJson(testReport);
  } catch {
    // Vitest did not come far enough to count; the check "tests" has failed and said why.
  }
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report;
  return `Tests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`;
}
