/** One change as an export of its own: whoever asked hears what became of it, and nothing of it stays pending. */
import { IdleError, type IdleErrorCode } from "@idle/contract";
import type { DirectExport } from "../connector.ts";
import type { ConnectorCredential } from "../model/parameters.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { Internals } from "../run/internals.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import type { Intent } from "../space/intent.ts";
import type { ObjectError } from "../space/object-error.ts";
import { namedBy } from "../space/references.ts";
import { exportPartition } from "./run-export.ts";
import { readChange, type Staging } from "./stage.ts";

export interface OneExport extends Omit<DirectExport, "credential" | "signal"> {
  readonly internals: Internals;
  readonly index: SchemaIndex;
  readonly staging: Staging;
  scopeOf(partition: string): PartitionScope;
  readonly credential: ConnectorCredential | undefined;
  readonly signal: AbortSignal;
}

export type OneOutcome = "changed" | "unchanged" | "outcomeUnknown";

/** `outcomeUnknown`: an earlier export of the object was cut off, and an import has to tell first what became of it. */
export async function exportOne(options: OneExport): Promise<OneOutcome> {
  const { internals, index, staging, change, password, scopeOf, signal } = options;
  const { definition, objects: store, space } = internals;
  const found = space.transaction(() => {
    const wanted = readChange(change, staging);
    if (wanted.row?.sending != null) return "outcomeUnknown" as const;
    if (wanted.intent === null) return "unchanged" as const;
    const targets = namedBy(wanted.intent.attributes, wanted.type, internals.naming);
    if (wanted.row !== null) {
      store.addWishes(wanted.row.id, targets);
      return { ...wanted, id: wanted.row.id, intent: wanted.intent };
    }
    const { partition, type, anchorKey, anchor, dn, nameKey, intent } = wanted;
    const place = { partition, type: type.name, anchorKey, anchor, dn, nameKey };
    // There as long as this run: what becomes of it decides what stays.
    const id = store.insert({ ...place, image: null, staged: null, sent: null, sending: null });
    store.addWishes(id, targets);
    return { ...wanted, id, intent };
  });
  if (typeof found === "string") return found;
  const { id, intent, partition } = found;
  if (password !== undefined && intent.kind === "update") {
    throw new IdleError("InvalidInput", "A password goes with a new object only.");
  }
  const scope = scopeOf(partition);
  const wishes = new Map<number, Intent>([[id, intent]]);
  const passwords = new Map(password === undefined ? [] : [[id, password]]);
  try {
    const run = await exportPartition({
      internals,
      index,
      scope,
      type: "Delta",
      credential: options.credential,
      signal,
      onProgress: () => undefined,
      direct: { wishes, passwords },
    });
    const [error] = run?.errors ?? [];
    if (error !== undefined) throw refusedEntry(definition.name, error);
    // What holds by now was not sent.
    const sent = run === null ? 0 : run.added + run.updated + run.deleted + run.replaced + run.secondPass;
    return sent > 0 ? "changed" : "unchanged";
  } finally {
    const row = store.byId(id);
    // Nothing of it was sent: it is as if nobody had asked.
    if (row !== null && row.image === null && row.staged === null && row.sent === null && row.sending === null) {
      space.transaction(() => store.remove(id));
    }
  }
}

/** What the codes of ECMA2 are among those of the contract. */
const codes: ReadonlyMap<string, IdleErrorCode> = new Map([
  ["ExportErrorConnectedDirectoryMissingObject", "NotFound"],
  ["ExportActionConvertUpdateToAdd", "NotFound"],
  ["ExportErrorNonExistingParent", "NotFound"],
  ["ExportActionProvisioningParent", "NotFound"],
  ["ExportErrorConnectedDirectoryExistingObject", "AlreadyExists"],
  ["ExportErrorDuplicateAnchor", "AlreadyExists"],
  ["ExportErrorPermissionIssue", "PermissionDenied"],
  ["ExportErrorConnectedDirectoryError", "RemoteExecutionFailed"],
  ["ExportErrorKerberosTimeSkew", "ConnectionFailed"],
  ["ExportErrorKerberosNoLogOnServer", "ConnectionFailed"],
  ["ExportErrorCustomContinueRun", "RemoteExecutionFailed"],
]);

function refusedEntry(connector: string, { object, code, message }: ObjectError): IdleError {
  const known = codes.get(code) ?? (/^Export(?:Error|Action)/.test(code) ? "InvalidInput" : "RemoteExecutionFailed");
  return new IdleError(
    known,
    `The connector ${connector} did not export ${JSON.stringify(object)} (${code}): ${message}`,
    {
      details: { connector, object, code },
    },
  );
}
