/**
 * export: what is pending in the space in; the connected system changed out. One run over one partition: begin, page after
 * page, the second pass, end. What went well is kept page by page: a run that is cut off goes on where it was.
 */
import { randomUUID } from "node:crypto";
import { IdleError, type Secret } from "@idle/contract";
import { checkNothing } from "../answers/check-nothing.ts";
import type { Definition } from "../definition/definition.ts";
import type { RunProgress } from "../import/import-result.ts";
import type { ConnectorCredential } from "../model/parameters.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { CloseReason, OpenExportConnectionRunStep } from "../model/slots.ts";
import type { Internals } from "../run/internals.ts";
import { timeText } from "../run/internals.ts";
import { countKnown, isPast, limitInWords } from "../run/limit.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import { reasonOf } from "../run/reason-of.ts";
import { openScriptRun, type ScriptRun } from "../run/script-run.ts";
import type { Intent } from "../space/intent.ts";
import type { Prepare } from "../space/open-space.ts";
import { createExchange, type Exchange, type Pass } from "./exchange.ts";
import type { ExportRun } from "./export-result.ts";
import { pendingIds } from "./pending.ts";

export interface PartitionExport {
  readonly internals: Internals;
  readonly index: SchemaIndex;
  readonly scope: PartitionScope;
  readonly type: "Full" | "Delta";
  readonly credential: ConnectorCredential | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
  /** These and nothing else, in place of what is staged. */
  readonly direct?: { readonly wishes: ReadonlyMap<number, Intent>; readonly passwords: ReadonlyMap<number, Secret> };
}

/** Null when nothing is pending: then no script is called. Throws what a script threw, and what its answers lack. */
export async function exportPartition(options: PartitionExport): Promise<ExportRun | null> {
  const { internals, scope, type, credential, signal, direct } = options;
  const { space, records } = internals;
  const ids =
    direct === undefined ? pendingIds(space.write, internals, scope, type === "Full") : [...direct.wishes.keys()];
  if (ids.length === 0) return null;
  const scripts = await openScriptRun(internals, {
    partition: scope.dn,
    runStep: type === "Full" ? "fullExport" : "export",
    credential,
    signal,
  });
  try {
    const started = timeText(internals);
    const run = space.transaction(() => records.beginRun({ kind: "export", type, partition: scope.dn, started }));
    return await exportWith(scripts, run, ids, options);
  } finally {
    await scripts.close();
  }
}

async function exportWith(
  scripts: ScriptRun,
  run: number,
  ids: readonly number[],
  options: PartitionExport,
): Promise<ExportRun> {
  const { internals, index, scope, type, signal, direct } = options;
  const { definition, space, records } = internals;
  const openExportConnectionRunStep: OpenExportConnectionRunStep = {
    exportType: type,
    pageSize: definition.pageSize,
    partition: scope.partition,
    included: scope.included,
    excluded: scope.excluded,
  };
  const common = { openExportConnectionRunStep, types: index.schema };
  const exchange = createExchange({
    internals,
    index,
    scope,
    scripts,
    run,
    common,
    newIdentifier: randomUUID,
    isFull: type === "Full",
    direct: direct === undefined ? null : new Map(direct.wishes),
    passwords: new Map(direct?.passwords),
    mostDeletions: mostDeletions(internals, scope, direct !== undefined),
  });
  let pages = 0;
  const finish = (status: "done" | "failed", message: string | null) =>
    space.transaction(() => {
      const counts = { ...exchange.counts, pages, errors: exchange.errors.length };
      records.endRun(run, { ended: timeText(internals), status, counts, message });
    });
  const endWith = (reason: CloseReason, endSignal?: AbortSignal) =>
    scripts.call("endExport", { ...common, closeExportConnectionRunStep: { reason } }, checkNothing, endSignal);
  let failed: CloseReason = "OpenConnectionFailure";
  try {
    try {
      await scripts.call("beginExport", common, checkNothing);
      failed = "Unknown";
      await sendAll(exchange, ids, options, () => {
        pages += 1;
        return pages;
      });
    } catch (error) {
      // What the end script says now would hide what happened before.
      await endWith(signal.aborted ? "TerminatedByUser" : failed, new AbortController().signal).catch(() => null);
      throw error;
    }
    await endWith("Normal");
  } catch (error) {
    finish("failed", reasonOf(error));
    throw error;
  }
  finish("done", null);
  return { run, type, partition: scope.dn, pages, ...exchange.counts, errors: exchange.errors };
}

async function sendAll(
  exchange: Exchange,
  ids: readonly number[],
  { internals, scope, signal, onProgress }: PartitionExport,
  countPage: () => number,
): Promise<void> {
  const { definition } = internals;
  const later = new Set<number>();
  let objects = 0;
  async function sendPass(list: readonly number[], pass: Pass): Promise<readonly number[]> {
    const again: number[] = [];
    for (let from = 0; from < list.length; ) {
      if (signal.aborted) throw interrupted(definition.name, signal);
      const page = list.slice(from, from + definition.pageSize);
      const outcome = await exchange.send(page, pass);
      from += outcome.taken;
      again.push(...outcome.again);
      for (const id of outcome.later) later.add(id);
      objects += pass === "first" ? outcome.taken : 0;
      onProgress({
        kind: "export",
        partition: scope.dn,
        pages: countPage(),
        objects: Math.min(objects, ids.length),
        total: ids.length,
        errors: exchange.errors.length,
      });
      refuseErrors(exchange, outcome.stop, internals);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return again;
  }
  // A replacement in two halves comes again: first it is deleted, then added.
  for (let list = ids; list.length > 0; ) list = await sendPass(list, "first");
  for (let list: readonly number[] = [...later]; list.length > 0; ) list = await sendPass(list, "second");
}

function interrupted(connector: string, { reason }: AbortSignal): IdleError {
  return new IdleError("Cancelled", `The export of ${connector} was interrupted. What went well before is done.`, {
    cause: reason,
  });
}

/** Asked again with each page: what is staged while an export runs goes with it. */
function mostDeletions({ definition, space }: Internals, { key }: PartitionScope, isDirect: boolean): number {
  const { deletions } = definition.limits;
  if ("count" in deletions) return deletions.count;
  // One change that somebody waits for is no part of a crowd; where none may be deleted, it may not, either.
  if (isDirect) return deletions.percent > 0 ? 1 : 0;
  return Math.floor((deletions.percent * countKnown(space.write, key)) / 100);
}

function refuseErrors({ errors }: Exchange, stop: Exchange["errors"][number] | null, { definition }: Internals): void {
  if (stop !== null) {
    throw new IdleError(
      "RemoteExecutionFailed",
      `The connector ${definition.name} ended the export at ${stop.object}: ${stop.message}`,
      {
        details: { connector: definition.name, code: stop.code },
      },
    );
  }
  if (errors.length <= definition.limits.errors) return;
  throw new IdleError(
    "ThresholdExceeded",
    `The export of ${definition.name} was stopped after ${errors.length} objects with errors; limits.errors is ${definition.limits.errors}. What went well before is done.`,
    { details: { connector: definition.name, errors: errors.length } },
  );
}

/** Looked at for all partitions before the first one begins. Throws ThresholdExceeded. */
export function refuseDeletions(
  { limits, capabilities, name }: Definition,
  prepare: Prepare,
  scope: PartitionScope,
): void {
  const halves = capabilities.deleteAddAsReplace ? "" : ", 'replace'";
  const count = (sql: string) => Number(prepare(sql).get(scope.key)?.n ?? 0);
  const deletions = count(
    `SELECT count(*) AS n FROM objects WHERE partition = ? AND staged IS NOT NULL AND sending IS NULL AND json_extract(staged, '$.kind') IN ('delete'${halves})`,
  );
  const total = countKnown(prepare, scope.key);
  if (!isPast(deletions, limits.deletions, total)) return;
  const where = scope.dn === null ? "" : ` in ${JSON.stringify(scope.dn)}`;
  throw new IdleError(
    "ThresholdExceeded",
    `The export of ${name} would delete ${deletions} of ${total} objects${where}; limits.deletions is ${limitInWords(limits.deletions)}. Nothing was exported. Look at what is pending; if it is right, raise the limit for once.`,
    { details: { connector: name, deletions } },
  );
}
