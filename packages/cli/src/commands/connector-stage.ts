/** idle connector stage: lines of JSON that say what is wanted in; pending exports in the connector space out. Sends nothing. */
import { resolve } from "node:path";
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { readChanges } from "../connector/read-changes.ts";
import { stageChanges } from "../connector/stage-changes.ts";
import { type ConnectorOptions, useConnector } from "../connector/use-connector.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { longestRecord, readBytes, standardInputName } from "../input/read-bytes.ts";
import { jsonDocument } from "../record/json.ts";
import { countText } from "../view/count-text.ts";
import { countProblems, diagnosticsView } from "../view/problem-view.ts";
import { sentence } from "../view/sentence.ts";
import { shellWord } from "../view/shell-word.ts";

export async function connectorStage(
  file: string,
  changes: string,
  options: ConnectorOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, sources, redactor, workingFolder } = context;
  const name = changes === "-" ? standardInputName : changes;
  const bytes = await readBytes(changes === "-" ? changes : resolve(workingFolder, changes), longestRecord + 1, name);
  const text = decoded(bytes, name);
  return useConnector(file, options, context, async ({ connector }) => {
    const { name: who, capabilities } = connector.definition;
    if (!capabilities.enableExport) {
      const why = "its capability enableExport is off, so what is staged would never be sent";
      throw new IdleError("Unsupported", `Nothing can be staged for the connector ${escapeText(who)}: ${why}.`);
    }
    const read = readChanges(text, name, connector.schema());
    const outcome =
      read.problems.length > 0 ? { problems: read.problems, more: false } : stageChanges(connector, read.changes, name);
    if ("staged" in outcome) {
      const { staged, unchanged } = outcome;
      const { pendingAdds, pendingUpdates, pendingDeletes } = connector.summary();
      const pending = pendingAdds + pendingUpdates + pendingDeletes;
      if (options.json === true) stdout.write(jsonDocument({ staged, unchanged, pending }));
      else stdout.write(sentence(stdout.style(), inWords({ staged, unchanged, pending }, file)));
      return exitCodes.done;
    }
    const { problems, more } = outcome;
    if (options.json === true) {
      const diagnostics = redactor.data(problems);
      stdout.write(jsonDocument({ staged: 0, errors: problems.length, more, diagnostics }));
      return exitCodes.invalid;
    }
    stdout.write(diagnosticsView(problems, stdout.style(), sources));
    const rest = more ? ", and there may be more" : "";
    stdout.write(sentence(stdout.style(), `${countProblems(problems)}${rest}: nothing was staged.`));
    return exitCodes.invalid;
  });
}

function decoded(bytes: Uint8Array, name: string): string {
  const refuse = (why: string) =>
    new IdleError("FileUnreadable", `${escapeText(name)} ${why}`, { details: { file: name } });
  if (bytes.length > longestRecord) throw refuse("is longer than 256 MiB. Stage it in parts.");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("is no UTF-8 text. Save it as UTF-8.");
  }
}

function inWords(
  { staged, unchanged, pending }: { readonly staged: number; readonly unchanged: number; readonly pending: number },
  file: string,
): string {
  const done = staged === 0 ? "Nothing was staged" : `${countText(staged, "change")} staged`;
  const same =
    unchanged === 0 ? "" : `, ${unchanged.toLocaleString("en-US")} ${unchanged === 1 ? "is" : "are"} so already`;
  const next = pending === 0 ? "" : ` To see them: idle connector export ${shellWord(file)} --dry-run`;
  return `${done}${same}. ${countText(pending, "object is", "objects are")} pending.${next}`;
}
