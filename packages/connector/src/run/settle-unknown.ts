/** What became of what was on its way when an export was cut off: an import tells, before anything is sent again. */
import type { RunProgress } from "../import/import-result.ts";
import { importPartition } from "../import/run-import.ts";
import type { ConnectorCredential } from "../model/parameters.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import { mergeIntents } from "../space/intent.ts";
import { intentIn, intentText, type ObjectRow, rowColumns } from "../space/object-store.ts";
import type { Internals } from "./internals.ts";
import type { PartitionScope } from "./partition-scope.ts";

export interface Unknown {
  readonly internals: Internals;
  readonly index: SchemaIndex;
  readonly scope: PartitionScope;
  readonly credential: ConnectorCredential | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
}

/** How many imports it took. */
export async function settleUnknown(unknown: Unknown): Promise<number> {
  const { internals, scope } = unknown;
  const { definition } = internals;
  if (rowsOf(internals, scope).length === 0) return 0;
  if (!definition.capabilities.enableImport) {
    sendAgain(internals, scope);
    return 0;
  }
  let imports = 0;
  if (definition.capabilities.enableDeltaImport && scope.watermark !== null) {
    await importPartition({ ...unknown, type: "Delta" });
    imports += 1;
    if (rowsOf(internals, scope).length === 0) return imports;
  }
  await importPartition({ ...unknown, type: "Full" });
  return imports + 1;
}

function rowsOf({ space }: Internals, { key }: PartitionScope): readonly ObjectRow[] {
  return space
    .write(`SELECT ${rowColumns} FROM objects WHERE partition = ? AND sending IS NOT NULL`)
    .all(key) as unknown as ObjectRow[];
}

/** Nobody can look: what was wanted is wanted still. */
function sendAgain(internals: Internals, scope: PartitionScope): void {
  const { objects: store, space } = internals;
  space.transaction(() => {
    for (const row of rowsOf(internals, scope)) {
      const sending = intentIn(row.sending);
      const staged = intentIn(row.staged);
      if (sending === null) continue;
      const wanted = sending.isDirect ? staged : staged === null ? sending : mergeIntents(sending, staged);
      if (wanted === null && row.image === null && row.sent === null) store.remove(row.id);
      else store.update(row.id, { sending: null, staged: intentText(wanted) });
    }
  });
}
