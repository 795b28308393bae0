/** What stays of an import beside objects: watermark, errors by object, the account of the run. */
import { isIdleError } from "@idle/contract";
import type { Internals } from "../run/internals.ts";
import { timeText } from "../run/internals.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import { reasonOf } from "../run/reason-of.ts";
import type { Incoming } from "./incoming.ts";

interface ImportOf {
  readonly internals: Internals;
  readonly scope: PartitionScope;
  readonly type: "Full" | "Delta";
}

export function keepRecords(
  { internals, scope, type }: ImportOf,
  end: {
    readonly run: number;
    readonly incoming: Incoming;
    readonly customData: string;
    readonly counts: Readonly<Record<string, number>>;
  },
): void {
  const { records, space } = internals;
  const { run, incoming, customData } = end;
  const time = timeText(internals);
  for (const error of incoming.errors) records.putError(error, run);
  if (type === "Full") {
    space.write("DELETE FROM errors WHERE kind = 'import' AND partition IS ? AND run <> ?").run(scope.dn, run);
  }
  // What a delta could not take would never come again: it begins where it began, and repeats what it has done.
  const watermark = type === "Delta" && hasSkipped(incoming) ? (scope.watermark ?? "") : customData;
  records.noteImport(scope.key, { watermark, time, isFull: type === "Full" });
  const message = watermark === customData ? null : "The watermark stays where it was, because of entries with errors.";
  records.endRun(run, {
    ended: time,
    status: "done",
    counts: { ...end.counts, errors: incoming.errors.length },
    message,
  });
}

/** They are about what was exported or is wanted, and not about what came. */
const ofExports: ReadonlySet<string> = new Set(["ExportedChangeNotReimported", "PendingChangeDropped", "NameTaken"]);

function hasSkipped({ errors }: Incoming): boolean {
  return errors.some(({ code }) => !ofExports.has(code));
}

export function noteFailure({ internals }: ImportOf, run: number, incoming: Incoming | null, error: unknown): void {
  const { space, records } = internals;
  try {
    space.transaction(() => {
      for (const each of incoming?.errors ?? []) {
        if (!ofExports.has(each.code)) records.putError(each, run);
      }
      records.endRun(run, {
        ended: timeText(internals),
        status: "failed",
        counts: incoming === null ? {} : { entries: incoming.entries, errors: incoming.errors.length },
        message: reasonOf(error),
      });
    });
  } catch (failure) {
    // What happened first is what people must hear of.
    if (!isIdleError(error)) throw failure;
  }
}
