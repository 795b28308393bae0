/**
 * The command `idle`: arguments come in, an exit code goes out. What a command makes is on standard output, everything
 * else on standard error. What only some commands need is loaded by those.
 */
import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { configurationFileName } from "./configuration/configuration-file-name.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { createSources } from "./input/sources.ts";
import { createOutput } from "./output.ts";
import { takeOverWarnings } from "./process-warnings.ts";
import { createProgram, type GlobalOptions, VersionPrinted } from "./program/program.ts";
import { lazyRedactor } from "./redaction/lazy-redactor.ts";
import type { RunAction } from "./run-action.ts";

let colour = true;
const colourWish = () => ({ environment: process.env, colour });
const stdout = createOutput(process.stdout, colourWish);
const stderr = createOutput(process.stderr, colourWish);
const sources = createSources();
// Asked for only where it matters: Node loads a good part of itself for standard input.
const isInputTerminal = () => process.stdin.isTTY === true;
const nothing = () => {};
const getRedactor = lazyRedactor();

let warned: Promise<unknown> = Promise.resolve();
const warn = (line: string) => {
  const write = async () => {
    const [{ escapeText }, redactor] = await Promise.all([import("@idle/core"), getRedactor()]);
    stderr.write(`${escapeText(redactor.text(line))}\n`);
  };
  warned = warned.then(write);
};
takeOverWarnings(process, warn, { execArgv: process.execArgv, environment: process.env });

const run: RunAction = async (action, { json }) => {
  const { config, logLevel = "silent", color } = program.opts<GlobalOptions>();
  colour = color;
  try {
    const redactor = await getRedactor();
    const log =
      logLevel === "silent"
        ? { isOn: false, isDebugOn: false, debug: nothing, info: nothing }
        : await (await import("./log.ts")).createLog({
            level: logLevel,
            isTerminal: stderr.isTerminal,
            colour: stderr.style().colour,
            redactor,
          });
    const workingFolder = process.cwd();
    await end(await action({ stdout, stderr, isInputTerminal, workingFolder, config, sources, log, redactor }));
  } catch (error) {
    await end(await report(error, json));
  }
};

async function report(error: unknown, json: boolean): Promise<ExitCode> {
  const { reportProblem } = await import("./report-problem.ts");
  const { config: configuration = configurationFileName } = program.opts<GlobalOptions>();
  return reportProblem(error, { stdout, stderr, sources, json, redactor: await getRedactor(), configuration });
}

/** Ends the process even when a plug-in has left something open, but not before everything is written. */
async function end(code: ExitCode): Promise<never> {
  await warned;
  await Promise.all([stdout.flush(), stderr.flush()]);
  // Streams to files tell of an error a little later.
  await new Promise((resolve) => setImmediate(resolve));
  if (code === exitCodes.done && stdout.failure() !== null) {
    stderr.write(`error: The output could not be written: ${stdout.failure()}\n`);
    await stderr.flush();
    process.exit(exitCodes.error);
  }
  process.exit(code);
}

function version(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return manifest.version;
}

// Errors nobody waits for. While a plan runs, the run deals with them.
process.on("uncaughtException", (error) => {
  if (process.listenerCount("uncaughtException") > 1) return;
  void report(error, false).then(end);
});

const program = createProgram(version, run);
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof VersionPrinted) await end(exitCodes.done);
  if (!(error instanceof CommanderError)) throw error;
  const isHelp = error.code === "commander.helpDisplayed" || (error.code === "commander.help" && error.exitCode === 0);
  await end(isHelp ? exitCodes.done : exitCodes.usage);
}
