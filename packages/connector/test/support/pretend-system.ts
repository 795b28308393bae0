/**
 * A connected system in memory, and the scripts of a connector for it: objects with or without names, groups, containers, a
 * log of changes for delta imports, exports of every type, and failures on demand. What it is asked for is remembered.
 *
 * Longer than most files here: the system and its scripts are one thing.
 */
import { dnKey, type Secret } from "@idle/contract";
import type {
  AnchorAttribute,
  AttributeChange,
  ConnectorSchema,
  ConnectorScripts,
  CSEntryChange,
  CSEntryChangeResult,
  CsValue,
  ExportEntry,
  SchemaAttribute,
  SlotName,
} from "../../src/index.ts";
import { deletedEntry, nameAttribute, passwordAttribute, wholeEntry } from "../../src/index.ts";

export interface PretendOptions {
  readonly schema: ConnectorSchema;
  /** Default `None`. */
  readonly style?: "None" | "Generic" | "LDAP";
  /** With `LDAP`: the containers that there are, in full. Partitions are among them. */
  readonly containers?: readonly string[];
  /** Default: none. */
  readonly partitions?: readonly string[];
  /** Which attribute the system gives a number of its own to, by object type. */
  readonly makes?: Readonly<Record<string, string>>;
  /** What deltas bring of a changed object: all of it, or what it has now attribute by attribute. Default `whole`. */
  readonly deltas?: "whole" | "parts";
}

interface PretendObject {
  readonly objectType: string;
  readonly dn: string | null;
  readonly attributes: ReadonlyMap<string, readonly CsValue[]>;
}

interface NewPretendObject {
  readonly objectType: string;
  readonly dn?: string;
  readonly attributes: Readonly<Record<string, CsValue | readonly CsValue[]>>;
}

interface PretendCall {
  readonly slot: SlotName;
  readonly userName: string | undefined;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface PretendSystem {
  readonly scripts: ConnectorScripts;
  /** Somebody else creates an object in the system. */
  put(object: NewPretendObject): void;
  /** Somebody else changes one. */
  change(object: string, attributes: Readonly<Record<string, readonly CsValue[]>>): void;
  /** Somebody else deletes one. */
  remove(object: string): void;
  /** By its name, or where there are none by its anchor. */
  find(object: string): PretendObject | undefined;
  readonly objects: readonly PretendObject[];
  /** What new objects were given, in clear. */
  readonly passwords: ReadonlyMap<string, string>;
  readonly calls: readonly PretendCall[];
  /** The names of the scripts in the order they were called in. */
  slotsCalled(): readonly SlotName[];
  /** How many imports began, of one type or of whichever. */
  importsBegun(type?: "Full" | "Delta"): number;
  forgetCalls(): void;
  /** The next call of a script does this before it does anything else; what it throws, the script throws. */
  next(slot: SlotName, work: () => void | Promise<void>): void;
  /** The next call of a script does its work and does this then: of what it throws nobody knows what was done. */
  nextAfter(slot: SlotName, work: () => void | Promise<void>): void;
  /** Entries are refused with this error as long as it says so. */
  refuse(why: (entry: ExportEntry) => Omit<CSEntryChangeResult, "identifier"> | null): void;
  /** What the schema script says from now on. */
  setSchema(changed: ConnectorSchema): void;
  /** What deltas would bring waits until it is let go. */
  holdDeltas(isHeld: boolean): void;
}

interface Stored {
  readonly objectType: string;
  dn: string | null;
  attributes: Map<string, readonly CsValue[]>;
}

interface Logged {
  readonly sequence: number;
  readonly object: Stored;
  readonly isGone: boolean;
  readonly dn: string | null;
}

export function createPretendSystem(options: PretendOptions): PretendSystem {
  const { style = "None", makes = {}, deltas = "whole", partitions = [] } = options;
  const containers = new Set([...(options.containers ?? []), ...partitions].map(keyOf));
  const objects = new Set<Stored>();
  const log: Logged[] = [];
  let { schema } = options;
  const passwords = new Map<string, string>();
  const calls: PretendCall[] = [];
  const before = new Map<SlotName, () => void | Promise<void>>();
  const after = new Map<SlotName, () => void | Promise<void>>();
  let refusal: (entry: ExportEntry) => Omit<CSEntryChangeResult, "identifier"> | null = () => null;
  let sequence = 0;
  let nextNumber = 1_000;
  let heldSince: number | null = null;

  function keyOf(name: string): string {
    if (style === "LDAP") return dnKey(name) ?? name;
    return style === "Generic" ? name.toLowerCase() : name;
  }
  const typeOf = (name: string) => schema.types.find((type) => type.name === name);
  const attributeOf = (type: string, name: string): SchemaAttribute | undefined =>
    typeOf(type)?.attributes.find((each) => each.name === name);
  const anchorsOf = (type: string) => (typeOf(type)?.attributes ?? []).filter(({ isAnchor }) => isAnchor === true);
  const anchorOf = ({ objectType, attributes }: Pick<Stored, "objectType" | "attributes">): AnchorAttribute[] =>
    anchorsOf(objectType).flatMap(({ name }) => {
      const [value] = attributes.get(name) ?? [];
      return value === undefined ? [] : [{ name, value }];
    });
  const anchorText = (object: Pick<Stored, "objectType" | "attributes">): string => {
    const values = anchorOf(object).map(({ value }) => String(value));
    return values.length === 1 ? (values[0] ?? "") : JSON.stringify(values);
  };
  const labelOf = (object: Stored): string => object.dn ?? anchorText(object);
  const findStored = (label: string) => [...objects].find((object) => keyOf(labelOf(object)) === keyOf(label));

  function note(object: Stored, isGone = false): void {
    sequence += 1;
    log.push({ sequence, object, isGone, dn: object.dn });
  }

  /** References follow the objects they name, as in a directory. */
  function redirect(from: string, to: string | null): void {
    for (const object of objects) {
      for (const [name, values] of object.attributes) {
        if (attributeOf(object.objectType, name)?.dataType !== "Reference") continue;
        const kept = values.flatMap((value) =>
          keyOf(String(value)) !== keyOf(from) ? [value] : to === null ? [] : [to],
        );
        if (kept.every((value, place) => value === values[place]) && kept.length === values.length) continue;
        object.attributes.set(name, kept);
        note(object);
      }
    }
  }

  function isThere(container: string): boolean {
    if (style !== "LDAP" || options.containers === undefined) return true;
    return containers.has(keyOf(container)) || findStored(container) !== undefined;
  }

  function add(given: Omit<Stored, "attributes"> & { attributes: ReadonlyMap<string, readonly CsValue[]> }): Stored {
    const attributes = new Map([...given.attributes].filter(([, values]) => values.length > 0));
    const made = makes[given.objectType];
    if (made !== undefined && !attributes.has(made)) {
      const type = attributeOf(given.objectType, made)?.dataType;
      attributes.set(made, [type === "String" ? String(nextNumber) : nextNumber]);
      nextNumber += 1;
    }
    const object: Stored = { objectType: given.objectType, dn: given.dn, attributes };
    objects.add(object);
    note(object);
    return object;
  }

  function drop(object: Stored): void {
    objects.delete(object);
    note(object, true);
    redirect(labelOf(object), null);
  }

  /** The result of one entry: a code of the table, and the anchor of what is new. */
  function take(entry: ExportEntry): Omit<CSEntryChangeResult, "identifier"> {
    const refused = refusal(entry);
    if (refused !== null) return refused;
    if (entry.modificationType === "Add") return takeNew(entry);
    const object = [...objects].find((each) => isCalled(each, entry));
    if (object === undefined) return { errorCode: "ExportErrorConnectedDirectoryMissingObject" };
    if (entry.modificationType === "Delete") {
      drop(object);
      return {};
    }
    const renamed = rename(object, entry);
    if (renamed !== null) return renamed;
    if (entry.modificationType === "Replace") keepOnlyMade(object);
    for (const change of entry.attributeChanges) apply(object, change);
    note(object);
    return {};
  }

  function takeNew(entry: ExportEntry): Omit<CSEntryChangeResult, "identifier"> {
    const { objectType, dn } = entry;
    const fresh: Stored = { objectType, dn, attributes: new Map() };
    for (const change of entry.attributeChanges) apply(fresh, change);
    const anchor = anchorText(fresh);
    const isTaken = [...objects].some(
      (each) =>
        (dn !== null && each.dn !== null && keyOf(each.dn) === keyOf(dn)) ||
        (anchorOf(fresh).length > 0 && each.objectType === objectType && anchorText(each) === anchor),
    );
    if (isTaken) return { errorCode: "ExportErrorConnectedDirectoryExistingObject" };
    if (dn !== null && !isThere(parentOf(dn))) return { errorCode: "ExportErrorNonExistingParent" };
    return { anchorAttributes: anchorOf(add(fresh)) };
  }

  function isCalled(object: Stored, { objectType, dn, anchorAttributes }: ExportEntry): boolean {
    if (object.objectType !== objectType) return false;
    if (anchorAttributes.length === 0) return dn !== null && object.dn !== null && keyOf(object.dn) === keyOf(dn);
    return anchorAttributes.every(({ name, value }) => String(object.attributes.get(name)?.[0]) === String(value));
  }

  function rename(object: Stored, entry: ExportEntry): Omit<CSEntryChangeResult, "identifier"> | null {
    const change = entry.attributeChanges.find(({ name }) => name === nameAttribute);
    const newDn = change === undefined ? null : String(change.valueChanges[0]?.value);
    if (newDn === null || object.dn === null) return null;
    if (!isThere(parentOf(newDn))) return { errorCode: "ExportErrorNonExistingParent" };
    if (findStored(newDn) !== undefined && keyOf(newDn) !== keyOf(object.dn)) {
      return { errorCode: "ExportErrorConnectedDirectoryExistingObject" };
    }
    const old = object.dn;
    object.dn = newDn;
    redirect(old, newDn);
    return null;
  }

  /** What the system makes, and who it is, no export replaces. */
  function keepOnlyMade(object: Stored): void {
    const { objectType } = object;
    const stays = [...object.attributes].filter(([name]) => {
      const attribute = attributeOf(objectType, name);
      return attribute?.isAnchor === true || attribute?.operation === "ImportOnly" || makes[objectType] === name;
    });
    object.attributes = new Map(stays);
  }

  function apply(object: Stored, { name, modificationType, valueChanges }: AttributeChange<CsValue | Secret>): void {
    if (name === nameAttribute) return;
    if (name === passwordAttribute) {
      const [first] = valueChanges;
      if (first !== undefined) passwords.set(labelOf(object), (first.value as Secret).reveal());
      return;
    }
    const values = (which: "Add" | "Delete") =>
      valueChanges.filter(({ modificationType: how = "Add" }) => how === which).map(({ value }) => value as CsValue);
    const kept = modificationType === "Update" ? [...(object.attributes.get(name) ?? [])] : [];
    const gone = new Set(values("Delete").map(String));
    const now = [...kept.filter((value) => !gone.has(String(value))), ...values("Add")];
    if (now.length === 0) object.attributes.delete(name);
    else object.attributes.set(name, now);
  }

  function entryOf(object: Stored): CSEntryChange {
    const shown = [...object.attributes].filter(
      ([name]) => attributeOf(object.objectType, name)?.operation !== "ExportOnly",
    );
    return wholeEntry({
      objectType: object.objectType,
      ...(object.dn !== null && { dn: object.dn }),
      attributes: Object.fromEntries(shown),
    });
  }

  function partsOf(object: Stored): CSEntryChange {
    const attributes = (typeOf(object.objectType)?.attributes ?? []).filter(
      ({ isAnchor, operation }) => isAnchor !== true && operation !== "ExportOnly",
    );
    return {
      modificationType: "Update",
      objectType: object.objectType,
      ...(object.dn !== null && { dn: object.dn }),
      anchorAttributes: anchorOf(object),
      attributeChanges: attributes.map(({ name }) => {
        const values = object.attributes.get(name) ?? [];
        const modificationType = values.length === 0 ? ("Delete" as const) : ("Replace" as const);
        return { name, modificationType, valueChanges: values.map((value) => ({ value })) };
      }),
    };
  }

  function deltaSince(watermark: number): readonly CSEntryChange[] {
    const visible = log.filter(
      (each) => each.sequence > watermark && (heldSince === null || each.sequence <= heldSince),
    );
    const last = new Map(visible.map((each) => [each.object, each]));
    const isNew = new Set(visible.map(({ object }) => object).filter((object) => firstOf(object) > watermark));
    return [...last.values()].map(({ object, isGone, dn }) => {
      if (isGone) {
        const anchor = Object.fromEntries(anchorOf(object).map(({ name, value }) => [name, value]));
        return deletedEntry({ objectType: object.objectType, ...(dn !== null && { dn }), anchor });
      }
      return deltas === "whole" || isNew.has(object)
        ? { ...entryOf(object), modificationType: "Replace" }
        : partsOf(object);
    });
  }

  const firstOf = (object: Stored) => log.find((each) => each.object === object)?.sequence ?? 0;

  /** Wraps the scripts: remembers the call, and does what a test asked for. */
  function watched(scripts: ConnectorScripts): ConnectorScripts {
    const wrapped = Object.entries(scripts).map(([slot, script]) => [
      slot,
      async (args: PretendCall["args"] & { readonly credential?: { readonly userName: string } }) => {
        const name = slot as SlotName;
        calls.push({ slot: name, userName: args.credential?.userName, args });
        const first = before.get(name);
        before.delete(name);
        await first?.();
        const answer = await (script as (given: unknown) => unknown)(args);
        const last = after.get(name);
        after.delete(name);
        await last?.();
        return answer;
      },
    ]);
    return Object.fromEntries(wrapped) as unknown as ConnectorScripts;
  }

  const scripts = watched({
    schema: () => schema,
    ...(partitions.length > 0 && { partition: () => partitions.map((dn) => ({ dn })) }),
    ...(style === "LDAP" && {
      hierarchy: ({ parentNode }) =>
        [...(options.containers ?? [])]
          .filter((dn) => keyOf(parentOf(dn)) === keyOf(parentNode.dn))
          .map((dn) => ({ dn })),
    }),
    beginImport: ({ openImportConnectionRunStep: { importType, customData, partition }, globals }) => {
      const all = importType === "Full" ? [...objects].map(entryOf) : deltaSince(Number(customData));
      const isIn = ({ dn }: CSEntryChange) => partition.dn === "" || (dn !== undefined && isWithin(dn, partition.dn));
      globals.set("entries", all.filter(isIn));
      globals.set("watermark", heldSince ?? sequence);
      return { customData: "0" };
    },
    importData: ({
      getImportEntriesRunStep: { customData, fullObjectEntries },
      openImportConnectionRunStep,
      globals,
    }) => {
      if (fullObjectEntries.length > 0) {
        return fullObjectEntries.map(({ objectType, dn, anchorAttributes }) => {
          const object = [...objects].find((each) =>
            anchorAttributes.length > 0
              ? anchorText(each) === anchorText({ objectType, attributes: mapOf(anchorAttributes) })
              : dn !== null && each.dn !== null && keyOf(each.dn) === keyOf(dn),
          );
          if (object !== undefined) return entryOf(object);
          const anchor = Object.fromEntries(anchorAttributes.map(({ name, value }) => [name, value]));
          return deletedEntry({ objectType, ...(dn !== null && { dn }), anchor });
        });
      }
      const entries = globals.get("entries") as readonly CSEntryChange[];
      const from = Number(customData);
      const to = from + openImportConnectionRunStep.pageSize;
      return { csEntries: entries.slice(from, to), moreToImport: to < entries.length, customData: String(to) };
    },
    endImport: ({ globals }) => ({ customData: String(globals.get("watermark") ?? "") }),
    beginExport: () => undefined,
    exportData: ({ csEntries }) => ({
      csEntryChangeResults: csEntries.map((entry) => ({ identifier: entry.identifier, ...take(entry) })),
    }),
    endExport: () => undefined,
    password: ({ csEntry, newPassword }) => {
      passwords.set(csEntry.dn ?? String(csEntry.anchorAttributes[0]?.value), newPassword.reveal());
    },
  });

  return {
    scripts,
    put({ objectType, dn, attributes }) {
      const lists = Object.entries(attributes).map(([name, value]) => [name, asList(value)] as const);
      add({ objectType, dn: dn ?? null, attributes: new Map(lists) });
    },
    change(label, attributes) {
      const object = findStored(label);
      if (object === undefined) throw new Error(`The system has no ${label}.`);
      for (const [name, values] of Object.entries(attributes)) object.attributes.set(name, values);
      note(object);
    },
    remove(label) {
      const object = findStored(label);
      if (object === undefined) throw new Error(`The system has no ${label}.`);
      drop(object);
    },
    find: findStored,
    get objects() {
      return [...objects];
    },
    passwords,
    calls,
    slotsCalled: () => calls.map(({ slot }) => slot),
    importsBegun: (type) =>
      calls.filter(({ slot, args }) => {
        const step = args.openImportConnectionRunStep as { readonly importType: string } | undefined;
        return slot === "beginImport" && (type === undefined || step?.importType === type);
      }).length,
    forgetCalls: () => void calls.splice(0),
    next: (slot, work) => void before.set(slot, work),
    nextAfter: (slot, work) => void after.set(slot, work),
    refuse: (why) => {
      refusal = why;
    },
    setSchema: (changed) => {
      schema = changed;
    },
    holdDeltas: (isHeld) => {
      heldSince = isHeld ? sequence : null;
    },
  };
}

/** What a name stands in. */
function parentOf(dn: string): string {
  const [rdn = ""] = /^(?:[^\\,]|\\[\s\S])*/.exec(dn) ?? [];
  return dn.slice(rdn.length + 1);
}

function isWithin(dn: string, container: string): boolean {
  for (let name = dn; name !== ""; name = parentOf(name)) if (dnKey(name) === dnKey(container)) return true;
  return false;
}

function mapOf(anchor: readonly AnchorAttribute[]): Map<string, readonly CsValue[]> {
  return new Map(anchor.map(({ name, value }) => [name, [value]]));
}

function asList(value: CsValue | readonly CsValue[]): readonly CsValue[] {
  return Array.isArray(value) ? value : [value as CsValue];
}
