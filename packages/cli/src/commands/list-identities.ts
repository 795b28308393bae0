/**
 * idle identities list and find: a filter in; the identities of a provider that fit it out, one after the other as they are
 * read. Changes nothing.
 */
import type { Identity, IdentityFilter, ReadFacade } from "@idle/contract";
import type { CommandContext } from "../command-context.ts";
import { configurationFileName } from "../configuration/configuration-file-name.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { type DirectoryOptions, openDirectory } from "../identities/open-directory.ts";
import { readTerms } from "../identities/read-terms.ts";
import { watchInterrupts } from "../interrupts.ts";
import { documentWriter, type ListWriter, lineWriter, tableWriter } from "../listing/list-writer.ts";
import { type Read, readLimit, readList } from "../listing/read-list.ts";
import type { Output } from "../output.ts";
import { reportProblem } from "../report-problem.ts";
import { createSessionKeeper } from "../session-keeper.ts";
import { createStatusLine } from "../status-line.ts";
import { UsageError } from "../usage-error.ts";
import { createIdentityTable } from "../view/identity-table.ts";
import { sentence } from "../view/sentence.ts";

export interface ListIdentitiesOptions extends DirectoryOptions {
  readonly enabled?: boolean;
  readonly disabled?: boolean;
  readonly limit?: string;
  readonly json?: boolean;
  readonly ndjson?: boolean;
}

export async function listIdentities(options: ListIdentitiesOptions, context: CommandContext): Promise<ExitCode> {
  return list(stateOf(options), options, context);
}

export async function findIdentities(
  words: readonly string[],
  options: ListIdentitiesOptions,
  context: CommandContext,
): Promise<ExitCode> {
  return list({ ...stateOf(options), attributes: readTerms(words) }, options, context);
}

function stateOf({ enabled, disabled }: ListIdentitiesOptions): IdentityFilter {
  if (enabled === true && disabled === true) throw new UsageError("--enabled and --disabled exclude each other.");
  if (enabled === true) return { enabled: true };
  return disabled === true ? { enabled: false } : {};
}

async function list(
  filter: IdentityFilter,
  options: ListIdentitiesOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, stderr, redactor } = context;
  if (options.json === true && options.ndjson === true) {
    throw new UsageError("--json and --ndjson both want standard output. Choose one.");
  }
  const limit = readLimit(options.limit);
  const interrupts = watchInterrupts(stderr, () => "Interrupted: reading stops. Nothing was changed.");
  const keeper = createSessionKeeper(context);
  const statusLine = createStatusLine(stderr, !context.log.isOn);
  const allowCommandSecrets = options.allowCommandSecrets === true;
  const { signal } = interrupts;
  let writer: ListWriter<Identity> | undefined;
  try {
    const sessions = { keeper, allowCommandSecrets, signal, statusLine };
    const directory = await openDirectory("IdLE.Identity.List", options, context, sessions);
    const { alias } = directory.entry;
    const reader = await directory.read("IdLE.Identity.List");
    writer = writerFor(options, stdout, alias);
    const read = await readList(identitiesOf(reader, filter), { limit, writer, stdout });
    if (read === null) return exitCodes.done;
    writer.end(read.more);
    stderr.write(sentence(stderr.style(), summary(read, { alias, limit, isFiltered: Object.keys(filter).length > 0 })));
    return exitCodes.done;
  } catch (error) {
    if (writer === undefined || !writer.fail(redactor.error(error))) throw error;
    // What is on standard output is whole, with the error in it where it is a document.
    const configuration = context.config ?? configurationFileName;
    return reportProblem(error, { ...context, json: false, configuration });
  } finally {
    await keeper.close();
    interrupts.dispose();
  }
}

function identitiesOf(reader: ReadFacade<"IdLE.Identity.List">, filter: IdentityFilter): AsyncIterable<Identity> {
  return reader.listIdentities(Object.keys(filter).length === 0 ? {} : { filter });
}

function writerFor({ json, ndjson }: ListIdentitiesOptions, stdout: Output, alias: string): ListWriter<Identity> {
  if (json === true) return documentWriter(stdout, { provider: alias }, "identities");
  return ndjson === true ? lineWriter(stdout) : tableWriter(stdout, createIdentityTable);
}

function summary(
  { count, more }: Read,
  { alias, limit, isFiltered }: { alias: string; limit: number; isFiltered: boolean },
): string {
  if (count === 0) return isFiltered ? `No identity in ${alias} fits what was asked for.` : `No identity in ${alias}.`;
  const found = `${count.toLocaleString("en-US")} ${count === 1 ? "identity" : "identities"} in ${alias}`;
  return more ? `${found}, and there are more: --limit ${limit} leaves them out.` : `${found}.`;
}
