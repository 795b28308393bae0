/**
 * From a definition to a connector: the definition is read, the space opened, the scripts loaded when they are first needed.
 * What a caller does through `Connector` is done here in its order; how, stands in the folders.
 *
 * Longer than most files here, because it is the list of everything that can be done with a connector.
 */

import { dirname, join } from "node:path";
import { IdleError } from "@idle/contract";
import { createSecretResolver } from "@idle/core";
import type { CallOptions, Connector, OpenConnectorOptions } from "./connector.ts";
import { slotProblems } from "./definition/check-slots.ts";
import { readDefinition } from "./definition/read-definition.ts";
import { exportOne } from "./export/export-one.ts";
import type { ExportRun } from "./export/export-result.ts";
import { listPending } from "./export/list-pending.ts";
import { exportPartition, refuseDeletions } from "./export/run-export.ts";
import type { Staging } from "./export/stage.ts";
import { stageChange, unstage } from "./export/stage-change.ts";
import type { ImportRun } from "./import/import-result.ts";
import { importPartition } from "./import/run-import.ts";
import { indexSchema, type SchemaIndex } from "./model/schema-index.ts";
import { setPassword } from "./password/set-password.ts";
import {
  discoverChildren,
  discoverPartitions,
  discoverSchema,
  ensureReady,
  fixCapabilities,
  keptPartitions,
  keptSchema,
} from "./run/discover.ts";
import { expectChange, expectObjectName, expectStaging } from "./run/expect-change.ts";
import type { Internals } from "./run/internals.ts";
import { type PartitionScope, partitionScopes } from "./run/partition-scope.ts";
import { createRunTurns } from "./run/run-turns.ts";
import { createScriptCalls } from "./run/script-calls.ts";
import { settleUnknown } from "./run/settle-unknown.ts";
import { type ValidationOptions, validateChanges, validatedPages, validatePages } from "./run/validate-pages.ts";
import { loadScripts } from "./scripts/load-scripts.ts";
import { makeConnectorFolder } from "./scripts/own-folder.ts";
import type { ScriptAdapter } from "./scripts/script-port.ts";
import { findRow } from "./space/find-row.ts";
import { createNaming } from "./space/naming.ts";
import { createObjectStore } from "./space/object-store.ts";
import { openSpace } from "./space/open-space.ts";
import { listObjects, objectById, summarize } from "./space/queries.ts";
import { createRecordStore } from "./space/record-store.ts";
import type { ObjectName } from "./space/staging.ts";

/** The space, in the connector's folder. */
const spaceFile = "space.sqlite";

/**
 * Opens a connector; the caller closes it. Throws ConnectorInvalid with every problem of the definition, FileUnreadable for a
 * folder or a space that cannot be used. Scripts are loaded when they are first needed: looking at the space needs none.
 */
export async function openConnector(options: OpenConnectorOptions): Promise<Connector> {
  const definition = await readDefinition(
    options.definition,
    options.folder === undefined ? {} : { folder: options.folder },
  );
  makeConnectorFolder(definition.folder);
  const setTimer = options.setTimer ?? setProcessTimer;
  const pause = (milliseconds: number) => new Promise<void>((resolve) => void setTimer(milliseconds, resolve));
  const space = await openSpace(join(definition.folder, spaceFile), pause);
  const naming = createNaming(definition.capabilities);
  const records = createRecordStore(space.write);
  let adapter: Promise<ScriptAdapter> | null = null;
  let indexed: { readonly text: string; readonly index: SchemaIndex } | null = null;
  const internals: Internals = {
    definition,
    naming,
    space,
    objects: createObjectStore(space.write),
    records,
    secrets:
      options.secrets ?? createSecretResolver(definition.path === null ? {} : { baseFolder: dirname(definition.path) }),
    now: options.now ?? Date.now,
    setTimer,
    listeners: { onOutput: options.onScriptOutput, onError: options.onScriptError },
    scriptCalls: createScriptCalls(),
    adapter() {
      adapter ??= load();
      return adapter;
    },
    index() {
      const schema = keptSchema(internals);
      if (schema === null) return null;
      const text = JSON.stringify(schema);
      if (indexed?.text !== text) indexed = { text, index: indexSchema(schema, definition.capabilities.useDnAsAnchor) };
      return indexed.index;
    },
  };

  async function load(): Promise<ScriptAdapter> {
    const loaded = await loadScripts(definition, { given: options.scripts, setTimer });
    const problems = slotProblems(definition, loaded.slots);
    if (problems.length === 0) return loaded;
    const diagnostics = problems.map(({ pointer, message }) => definition.problem("ScriptMissing", pointer, message));
    throw new IdleError("ConnectorInvalid", problems.map(({ message }) => message).join(" "), {
      details: { diagnostics: diagnostics.map((each) => ({ ...each })) },
    });
  }

  const { alone, end } = createRunTurns(internals);
  const scopes = (named?: string) => partitionScopes({ definition, naming, rows: records.partitions() }, named);
  const never = () => new AbortController().signal;
  const asked = (given: CallOptions = {}) => ({
    signal: given.signal ?? never(),
    credential: given.credential,
  });

  function discover<T>(
    ask: (internals: Internals, call: ValidationOptions) => Promise<T>,
    given?: CallOptions,
  ): Promise<T> {
    const call = asked(given);
    return alone(call.signal, async () => {
      fixCapabilities(internals);
      await validateChanges(internals, call);
      return ask(internals, call);
    });
  }

  function scopeOf(partition: string): PartitionScope {
    const scope = scopes().find(({ key }) => key === partition);
    if (scope !== undefined) return scope;
    throw new IdleError(
      "InvalidInput",
      `The partition of the object is not among those that the connector ${definition.name} works in.`,
    );
  }

  function stagingFor(index: SchemaIndex, isDirect: boolean): Staging {
    const all = scopes();
    return {
      internals,
      index,
      isDirect,
      partitionOf(nameKey) {
        const scope = nameKey === null ? all[0] : all.find((each) => each.contains(nameKey));
        if (scope !== undefined && (nameKey === null || scope.isInScope(nameKey))) return scope.key;
        throw new IdleError(
          "InvalidInput",
          scope === undefined
            ? `The name is in none of the partitions of the connector ${definition.name}: ${all.map(({ dn }) => dn).join("; ")}.`
            : `The name is in a container that the connector ${definition.name} leaves out.`,
        );
      },
    };
  }

  function knownIndex(): SchemaIndex {
    const index = internals.index();
    if (index !== null) return index;
    throw new IdleError(
      "NotReady",
      `The schema of the connector ${definition.name} is not known yet. Discover it: idle connector schema.`,
    );
  }

  function refuseUnless(
    capability: "enableImport" | "enableDeltaImport" | "enableExport" | "enableFullExport",
    what: string,
  ): void {
    if (definition.capabilities[capability]) return;
    throw new IdleError(
      "Unsupported",
      `The connector ${definition.name} has no ${what}: its capability ${capability} is off.`,
    );
  }

  const connector: Connector = {
    definition,
    validate: (given = {}) =>
      alone(asked(given).signal, async () => {
        fixCapabilities(internals);
        await (await internals.adapter()).check?.();
        return validatePages(internals, given.page === undefined ? validatedPages : [given.page], asked(given));
      }),
    discoverSchema: (given) => discover(discoverSchema, given),
    schema: () => keptSchema(internals),
    discoverPartitions: (given) => discover(discoverPartitions, given),
    partitions: () => keptPartitions(internals),
    children: (given) => alone(asked(given).signal, () => discoverChildren(internals, given.parent, asked(given))),
    import: (given) =>
      alone(asked(given).signal, async () => {
        const { type, partition, onProgress = () => undefined } = given;
        refuseUnless("enableImport", "import");
        if (type === "Delta") refuseUnless("enableDeltaImport", "delta import");
        const index = await ensureReady(internals, asked(given));
        const runs: ImportRun[] = [];
        for (const scope of scopes(partition)) {
          runs.push(await importPartition({ internals, index, scope, type, onProgress, ...asked(given) }));
        }
        return { runs };
      }),
    stage(changes) {
      fixCapabilities(internals);
      const staging = stagingFor(knownIndex(), false);
      return space.transaction(() => {
        let [staged, unchanged] = [0, 0];
        for (const change of changes) {
          if (stageChange(expectStaging(change), staging)) staged += 1;
          else unchanged += 1;
        }
        records.forgetSettledErrors();
        return { staged, unchanged };
      });
    },
    unstage: (object) =>
      space.transaction(() => {
        if (unstage(expectObjectName(object), { internals, index: knownIndex() }) !== "takenBack") return false;
        records.forgetSettledErrors();
        return true;
      }),
    *pendingExports({ type = "Delta", partition } = {}) {
      const index = internals.index();
      if (index === null) return;
      for (const scope of scopes(partition)) yield* listPending(internals, index, scope, type === "Full");
    },
    checkExport({ partition } = {}) {
      for (const scope of scopes(partition)) refuseDeletions(definition, space.read, scope);
    },
    export: (given = {}) =>
      alone(asked(given).signal, async () => {
        const { type = "Delta", partition, onProgress = () => undefined } = given;
        refuseUnless("enableExport", "export");
        if (type === "Full") refuseUnless("enableFullExport", "full export");
        const index = await ensureReady(internals, asked(given));
        let confirmations = 0;
        for (const scope of scopes(partition)) {
          confirmations += await settleUnknown({ internals, index, scope, onProgress, ...asked(given) });
        }
        const chosen = scopes(partition);
        for (const scope of chosen) refuseDeletions(definition, space.write, scope);
        const runs: ExportRun[] = [];
        for (const scope of chosen) {
          const run = await exportPartition({ internals, index, scope, type, onProgress, ...asked(given) });
          if (run !== null) runs.push(run);
        }
        return { confirmations, runs };
      }),
    exportOne: (given) =>
      alone(asked(given).signal, async () => {
        refuseUnless("enableExport", "export");
        const index = await ensureReady(internals, asked(given));
        const staging = stagingFor(index, true);
        const one = {
          ...given,
          ...asked(given),
          change: expectChange(given.change),
          internals,
          index,
          staging,
          scopeOf,
        };
        const outcome = await exportOne(one);
        if (outcome !== "outcomeUnknown") return { changed: outcome === "changed" };
        for (const scope of scopes())
          await settleUnknown({ internals, index, scope, onProgress: () => undefined, ...asked(given) });
        const second = await exportOne(one);
        if (second !== "outcomeUnknown") return { changed: second === "changed" };
        throw new IdleError(
          "NotReady",
          `What became of an earlier export of the object is not known, and no import of the connector ${definition.name} told it.`,
        );
      }),
    setPassword: (given) =>
      alone(asked(given).signal, async () => {
        const index = await ensureReady(internals, asked(given));
        await setPassword({
          ...given,
          ...asked(given),
          object: expectObjectName(given.object),
          internals,
          index,
          scopeOf,
        });
      }),
    find(object: ObjectName) {
      const index = internals.index();
      if (index === null) return null;
      const row = findRow(expectObjectName(object), index, {
        naming,
        definition,
        objects: createObjectStore(space.read),
      });
      return row === null ? null : objectById(space, index, row.id);
    },
    objects(query = {}) {
      const key = query.partition === undefined ? null : (scopes(query.partition)[0]?.key ?? null);
      return listObjects({ space, index: internals.index(), naming }, query, key);
    },
    errors: () => createRecordStore(space.read).errors(),
    runs: (limit = 20) => createRecordStore(space.read).runs(limit),
    summary: () => summarize(space, definition),
    async close() {
      await end();
      await (await adapter?.catch(() => null))?.close();
      space.close();
    },
  };
  return connector;
}

function setProcessTimer(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
