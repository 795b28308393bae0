/**
 * import: what a connected system has in; the space as it is then out. One run over one partition: begin, page after page,
 * end, and all of it takes effect in one transaction, or nothing does. A run that is cut off anywhere is simply run again.
 */
import { IdleError } from "@idle/contract";
import { checkCloseImport } from "../answers/check-close-import.ts";
import { checkOpenImport } from "../answers/check-open-import.ts";
import { checkPage } from "../answers/check-page.ts";
import type { CSEntry } from "../model/entry.ts";
import type { ConnectorCredential } from "../model/parameters.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { CloseReason, OpenImportConnectionRunStep } from "../model/slots.ts";
import { expectNotAborted } from "../run/expect-not-aborted.ts";
import type { Internals } from "../run/internals.ts";
import { timeText } from "../run/internals.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import { openScriptRun, type ScriptRun } from "../run/script-run.ts";
import { spaceFailure } from "../space/open-space.ts";
import type { ImportRun, RunProgress } from "./import-result.ts";
import { createIncoming, type Incoming } from "./incoming.ts";
import { keepRecords, noteFailure } from "./keep-records.ts";

export interface PartitionImport {
  readonly internals: Internals;
  readonly index: SchemaIndex;
  readonly scope: PartitionScope;
  readonly type: "Full" | "Delta";
  readonly credential: ConnectorCredential | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
}

/** Throws what a script threw, and what its answers lack; the space is then as it was. */
export async function importPartition(options: PartitionImport): Promise<ImportRun> {
  const { internals, index, scope, type, credential, signal } = options;
  const { space, records } = internals;
  const watermark = expectWatermark(options);
  const scripts = await openScriptRun(internals, {
    partition: scope.dn,
    runStep: type === "Full" ? "fullImport" : "deltaImport",
    credential,
    signal,
  });
  let run = 0;
  let incoming: Incoming | null = null;
  try {
    run = space.transaction(() =>
      records.beginRun({ kind: "import", type, partition: scope.dn, started: timeText(internals) }),
    );
    space.begin();
    incoming = createIncoming({ internals, index, scope, type, redact: scripts.redact });
    const { pages, customData } = await runScripts(scripts, incoming, watermark, options);
    const { kept, unresolvedReferences } = incoming.finish();
    const summary = { ...summaryOf(incoming), pages, kept, unresolvedReferences };
    const counts = { ...summary, unresolvedReferences: unresolvedReferences ?? 0 };
    keepRecords(options, { run, incoming, customData, counts });
    records.forgetSettledErrors();
    space.commit();
    return { run, type, partition: scope.dn, ...summary, errors: incoming.errors };
  } catch (error) {
    space.rollback();
    const failure = spaceFailure(space.file, error);
    if (run !== 0) noteFailure(options, run, incoming, failure);
    throw failure;
  } finally {
    await scripts.close();
  }
}

function expectWatermark({ internals, scope, type }: PartitionImport): string {
  if (type === "Full") return "";
  if (scope.watermark !== null) return scope.watermark;
  const where = scope.dn === null ? "" : ` of its partition ${JSON.stringify(scope.dn)}`;
  throw new IdleError(
    "NotReady",
    `A delta import of ${internals.definition.name} needs a full import${where} first, which ended well: it leaves the watermark to begin with.`,
  );
}

/** From begin to end: whatever happens after begin was called, end is called with the reason. */
async function runScripts(
  scripts: ScriptRun,
  incoming: Incoming,
  watermark: string,
  options: PartitionImport,
): Promise<{ readonly pages: number; readonly customData: string }> {
  const { internals, index, scope, type, signal } = options;
  const openImportConnectionRunStep: OpenImportConnectionRunStep = {
    importType: type,
    customData: watermark,
    pageSize: internals.definition.pageSize,
    partition: scope.partition,
    included: scope.included,
    excluded: scope.excluded,
  };
  const common = { openImportConnectionRunStep, types: index.schema };
  let customData = watermark;
  let failed: CloseReason = "OpenConnectionFailure";
  let pages = 0;
  try {
    const opened = await scripts.call("beginImport", common, checkOpenImport);
    customData = opened.customData ?? watermark;
    failed = "Unknown";
    ({ pages, customData } = await readPages(scripts, incoming, common, customData, options));
  } catch (error) {
    const reason = signal.aborted ? "TerminatedByUser" : failed;
    // What the end script says now would hide what happened before.
    await scripts
      .call(
        "endImport",
        { ...common, closeImportConnectionRunStep: { reason, customData } },
        () => null,
        neverAborted(),
      )
      .catch(() => null);
    throw error;
  }
  const closed = await scripts.call(
    "endImport",
    { ...common, closeImportConnectionRunStep: { reason: "Normal", customData } },
    checkCloseImport,
  );
  return { pages, customData: closed.customData ?? customData };
}

interface CommonArguments {
  readonly openImportConnectionRunStep: OpenImportConnectionRunStep;
  readonly types: SchemaIndex["schema"];
}

async function readPages(
  scripts: ScriptRun,
  incoming: Incoming,
  common: CommonArguments,
  first: string,
  { internals, scope, signal, onProgress }: PartitionImport,
): Promise<{ readonly pages: number; readonly customData: string }> {
  const { definition } = internals;
  let customData = first;
  let pages = 0;
  let idle = 0;
  const ask = (fullObjectEntries: readonly CSEntry[], take: (raw: unknown) => void) =>
    scripts.call(
      "importData",
      { ...common, getImportEntriesRunStep: { customData, fullObjectEntries } },
      async (answer, context) => {
        const page = checkPage(answer, context);
        let count = 0;
        for await (const entry of page.entries) {
          expectNotAborted(signal, definition.name);
          count += 1;
          if (count > definition.pageSize) throw tooManyEntries(context, definition.pageSize);
          take(entry);
        }
        // A script that never waits for anything would keep interrupts and timers from their turn.
        await new Promise((resolve) => setImmediate(resolve));
        return { count, moreToImport: page.moreToImport, customData: page.customData };
      },
    );
  const tell = (kind: RunProgress["kind"]) =>
    onProgress({
      kind,
      partition: scope.dn,
      pages,
      objects: incoming.entries,
      total: null,
      errors: incoming.errors.length,
    });

  for (let more = true; more; ) {
    const page = await ask([], incoming.take);
    more = page.moreToImport;
    const isSame = page.count === 0 && (page.customData === undefined || page.customData === customData);
    idle = more && isSame ? idle + 1 : 0;
    if (idle > 1) throw noProgress(internals);
    customData = page.customData ?? customData;
    pages += 1;
    tell("import");
  }
  for (;;) {
    const asked = incoming.wanted(definition.pageSize);
    if (asked.length === 0) return { pages, customData };
    await ask(asked, incoming.takeWhole);
    incoming.endOfAnswers(asked);
    pages += 1;
    tell("fullObjects");
  }
}

function tooManyEntries(
  { connector, script }: { readonly connector: string; readonly script: string },
  pageSize: number,
): IdleError {
  return new IdleError(
    "PluginAnswerInvalid",
    `The script importData of the connector ${connector} (${script}) returned more than ${pageSize.toLocaleString("en-US")} entries in one page. Return at most openImportConnectionRunStep.pageSize of them, say moreToImport, and go on from customData.`,
  );
}

function noProgress({ definition }: Internals): IdleError {
  return new IdleError(
    "PluginAnswerInvalid",
    `The script importData of the connector ${definition.name} says moreToImport again and again, and brings neither entries nor another customData.`,
  );
}

function summaryOf({ entries, outOfScope, counts }: Incoming) {
  return { entries, outOfScope, ...counts };
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
