import { statSync } from "node:fs";
import { resolve } from "node:path";
import { isIdleError } from "@idle/contract";
import { readBytes } from "../input/read-bytes.ts";
import { UsageError } from "../usage-error.ts";

/** How many bytes hold its outermost element, whoever wrote it. */
const looked = 1024;
const report = /^\s*(<\?xml[^>]*>\s*)?<testsuites?[\s/>]/;

/** Throws UsageError when the file a report is to go to is there and is no report: a slip would cost a workflow. */
export async function checkReport(name: string | undefined, workingFolder: string): Promise<void> {
  if (name === undefined) return;
  const path = resolve(workingFolder, name);
  // Reading a pipe or a terminal would wait for somebody.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
  const start = await firstBytes(path, name);
  if (start === "" || report.test(start)) return;
  throw new UsageError(
    `--junit names ${name}, which is there and is no JUnit report. It is not overwritten: name another file.`,
  );
}

async function firstBytes(path: string, name: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readBytes(path, looked, name));
  } catch (error) {
    // Whether it can be written is asked later.
    if (isIdleError(error, "FileUnreadable")) return "";
    throw error;
  }
}
