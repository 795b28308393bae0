/** The end of a full import: who was not seen is not there any more. */
import { IdleError } from "@idle/contract";
import type { Internals } from "../run/internals.ts";
import { countKnown, isPast, limitInWords } from "../run/limit.ts";
import { applyGone } from "./apply-entry.ts";
import type { Applying } from "./applying.ts";

export interface Unseen {
  readonly internals: Internals;
  readonly applying: Applying;
  /** Entries of which nobody knows whom they were about: then everybody stays. */
  readonly nameless: number;
}

/** Says how many stay although they were not seen. Throws ThresholdExceeded. */
export function removeUnseen({ internals, applying, nameless }: Unseen): number {
  const { space, definition } = internals;
  const { partition, store, counts } = applying;
  const unseen = space
    .write(
      "SELECT id, image IS NOT NULL AND coalesce(json_extract(sent, '$.kind'), '') <> 'delete' AS known FROM objects WHERE partition = ? AND (image IS NOT NULL OR sent IS NOT NULL OR sending IS NOT NULL) AND id NOT IN (SELECT id FROM temp.seen)",
    )
    .all(partition) as unknown as { readonly id: number; readonly known: number }[];
  if (nameless > 0) return unseen.length;
  const gone = unseen.filter(({ known }) => known === 1).length;
  const before = countKnown(space.write, partition) - counts.added;
  const { obsolete } = definition.limits;
  if (obsolete !== null && isPast(gone, obsolete, before)) {
    throw new IdleError(
      "ThresholdExceeded",
      `The full import of ${definition.name} did not bring ${gone} of ${before} objects any more; limits.obsolete is ${limitInWords(obsolete)}. Nothing of it took effect. Look at what the system has; if it is right, raise the limit for once.`,
      { details: { connector: definition.name, obsolete: gone } },
    );
  }
  for (const { id } of unseen) {
    const row = store.byId(id);
    if (row !== null) applyGone(row, applying);
  }
  return 0;
}

/** References of a partition's objects to nobody. */
export function countUnresolved({ space }: Pick<Internals, "space">, partition: string): number {
  const row = space
    .write(
      "SELECT count(*) AS n FROM refs JOIN objects AS o ON o.id = refs.source WHERE o.partition = ? AND NOT EXISTS (SELECT 1 FROM objects AS t WHERE t.nameKey = refs.target AND t.image IS NOT NULL)",
    )
    .get(partition);
  return Number(row?.n ?? 0);
}
