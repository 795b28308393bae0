/** idle show: a saved plan or a kept result in; what plan and apply showed of it out. Loads no plug-in and no configuration. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { IdleError, isIdleError } from "@idle/contract";
import { escapeText, exportPlan, importPlan, importResult } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { fileKindInWords } from "../input/file-kind-in-words.ts";
import { longestRecord, readBytes, standardInputName } from "../input/read-bytes.ts";
import { type FileKind, recogniseFile } from "../input/recognise-file.ts";
import { escapeJson, jsonDocument } from "../record/json.ts";
import { planView } from "../view/plan-view.ts";
import { resultView } from "../view/result-view.ts";

export interface ShowOptions {
  readonly json?: boolean;
}

export async function show(file: string, { json }: ShowOptions, context: CommandContext): Promise<ExitCode> {
  const { stdout, workingFolder } = context;
  const isInput = file === "-";
  const name = isInput ? standardInputName : file;
  const path = isInput ? file : resolve(workingFolder, file);
  const bytes = await readBytes(path, longestRecord + 1, name);
  const kind = recogniseFile(bytes);
  switch (kind) {
    case "plan": {
      const plan = named(name, () => importPlan(bytes));
      const savedAt = isInput ? null : statSync(path, { throwIfNoEntry: false })?.mtime.toISOString();
      stdout.write(json ? escapeJson(exportPlan(plan)) : planView(plan, stdout.style(), { savedAt: savedAt ?? null }));
      return exitCodes.done;
    }
    case "result": {
      const result = named(name, () => importResult(bytes));
      const about = { file: isInput ? null : file, isInterrupted: false };
      stdout.write(json ? jsonDocument(result) : resultView(result, stdout.style(), about));
      return exitCodes.done;
    }
    default:
      throw new IdleError(notOurs(kind), `${escapeText(name)} ${whatItIs(kind, escapeText(isInput ? "FILE" : file))}`);
  }
}

/** The error with the name of the file. */
function named<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isIdleError(error)) throw error;
    const { code, message, details, cause } = error;
    throw new IdleError(code, `${escapeText(name)}: ${message}`, { ...(details && { details }), cause });
  }
}

/** Neither is more right than the other; a plan is what people have at hand. */
function notOurs(kind: FileKind | null): "PlanInvalid" | "ResultInvalid" {
  return kind === "events" || kind === "problems" ? "ResultInvalid" : "PlanInvalid";
}

function whatItIs(kind: Exclude<FileKind, "plan" | "result"> | null, file: string): string {
  return kind === null
    ? "is neither a plan nor a result. Name a file that idle plan --out or idle apply --out wrote."
    : fileKindInWords(kind, file);
}
