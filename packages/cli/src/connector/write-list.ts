import { IdleError } from "@idle/contract";
import type { CommandContext } from "../command-context.ts";
import { configurationFileName } from "../configuration/configuration-file-name.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { ListWriter } from "../listing/list-writer.ts";
import { type Read, readList } from "../listing/read-list.ts";
import { reportProblem } from "../report-problem.ts";

export interface Writing<T> {
  readonly writer: ListWriter<T>;
  readonly limit: number;
  readonly signal: AbortSignal;
  /** What there is to say of a list that came to its end. */
  atEnd?(read: Read): void;
}

/** Writes a list to its end. Where it breaks off, what is written is whole all the same, and says why. */
export async function writeList<T>(
  items: Iterable<T>,
  { writer, limit, signal, atEnd }: Writing<T>,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, redactor } = context;
  try {
    const read = await readList(items, { limit, writer, stdout, signal });
    if (read === null) return exitCodes.done;
    writer.end(read.more);
    atEnd?.(read);
    return exitCodes.done;
  } catch (error) {
    const why = signal.aborted ? new IdleError("Cancelled", "The command was interrupted.", { cause: error }) : error;
    if (!writer.fail(redactor.error(why))) throw why;
    return reportProblem(why, { ...context, json: false, configuration: context.config ?? configurationFileName });
  }
}

/** One after the other, as they are asked for. */
export function* mapped<T, D>(items: Iterable<T>, map: (item: T) => D): Iterable<D> {
  for (const item of items) yield map(item);
}
