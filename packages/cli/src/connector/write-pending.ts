/** Pending exports, one after the other as they come, as lines for people; and what they are in all. */
import { createHash } from "node:crypto";
import type { PendingExport } from "@idle/connector";
import { pageSize } from "../listing/list-writer.ts";
import { pause } from "../listing/read-list.ts";
import type { Output } from "../output.ts";
import { countText } from "../view/count-text.ts";
import { emptyLine, layOut } from "../view/lay-out.ts";
import {
  countPending,
  isNothing,
  noTotals,
  type PendingTotals,
  pendingLines,
  pendingTotalLine,
} from "../view/pending-lines.ts";
import { sentence } from "../view/sentence.ts";
import type { AsJson } from "./as-json.ts";

export interface WrittenPending {
  readonly totals: PendingTotals;
  /** The same as long as the same is pending. */
  readonly digest: string;
}

export interface PendingWish {
  readonly asJson: AsJson;
  /** Null for nobody: then it is only looked at. */
  readonly output: Output | null;
  readonly signal: AbortSignal;
  /** So many are shown; all are counted. Default: all. */
  readonly limit?: number;
}

export async function writePending(
  pending: Iterable<PendingExport>,
  { asJson, output, signal, limit = Number.POSITIVE_INFINITY }: PendingWish,
): Promise<WrittenPending> {
  const hash = createHash("sha256");
  let totals = noTotals;
  let count = 0;
  for (const each of pending) {
    const document = asJson.pending(each);
    hash.update(`${JSON.stringify(document)}\n`);
    totals = countPending(totals, document);
    count += 1;
    if (count <= limit)
      output?.write(layOut([...pendingLines(document, output.style()), emptyLine], output.style().width));
    if (count % pageSize === 0 && output !== null) await pause(output);
    signal.throwIfAborted();
    if (output?.isClosed() === true) break;
  }
  if (output !== null) {
    const style = output.style();
    if (count > limit) output.write(sentence(style, `… and ${countText(count - limit, "more object")}.`));
    if (isNothing(totals))
      output.write(sentence(style, "Nothing to export: all that is wanted holds, as far as the last import tells."));
    output.write(layOut([pendingTotalLine(totals, style)], style.width));
  }
  return { totals, digest: hash.digest("hex") };
}
