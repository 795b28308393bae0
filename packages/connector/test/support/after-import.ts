/** A scripted connector after a full import, with what tests ask of it again and again. */
import { onTestFinished } from "vitest";
import type { CSEntryChange, ExportEntry } from "../../src/index.ts";
import { wholeEntry } from "../../src/index.ts";
import { openScripted, type ScriptedOptions } from "./scripted-connector.ts";

type Values = Parameters<typeof wholeEntry>[0]["attributes"];

export const user = (id: string, attributes: Values = {}, dn?: string): CSEntryChange =>
  wholeEntry({ objectType: "user", ...(dn !== undefined && { dn }), attributes: { id, ...attributes } });
export const group = (id: string, attributes: Values = {}, dn?: string): CSEntryChange =>
  wholeEntry({ objectType: "group", ...(dn !== undefined && { dn }), attributes: { id, ...attributes } });
export const named = (id: string, objectType = "user") => ({ objectType, anchor: { id } });
export const withNames = { distinguishedNameStyle: "LDAP", enableObjectRename: true };

export async function afterImport(entries: readonly CSEntryChange[], options: ScriptedOptions = {}) {
  const scripted = await openScripted(options, onTestFinished);
  const { connector, use, callsOf } = scripted;
  let now = entries;
  use({ importData: () => now });
  await connector.import({ type: "Full" });
  const run = async (type: "Full" | "Delta") => {
    const [done] = (await connector.import({ type })).runs;
    if (done === undefined) throw new Error("There was no run.");
    return done;
  };
  return {
    ...scripted,
    /** What the system has, or says, from now on. */
    has: (more: readonly CSEntryChange[]) => {
      now = more;
    },
    full: () => run("Full"),
    delta: () => run("Delta"),
    /** What was sent, page by page: `Update 7 level=1`. */
    sent: () =>
      callsOf("exportData").map(({ csEntries }) =>
        (csEntries as readonly ExportEntry[]).map(({ modificationType, dn, anchorAttributes, attributeChanges }) =>
          [
            modificationType,
            dn ?? anchorAttributes[0]?.value,
            ...attributeChanges.map(({ name, valueChanges }) => `${name}=${valueChanges.map(({ value }) => value)}`),
          ].join(" "),
        ),
      ),
    pending: () =>
      [...connector.pendingExports()].map(({ action, object, newDn, attributes }) =>
        [
          action,
          object,
          ...(newDn === null ? [] : [`DN=${newDn}`]),
          ...attributes.map(({ name, after }) => `${name}=${after}`),
        ].join(" "),
      ),
    state: (id: string) => connector.find(named(id))?.state,
    values: (id: string, objectType = "user") =>
      Object.fromEntries(connector.find(named(id, objectType))?.current ?? []),
  };
}
