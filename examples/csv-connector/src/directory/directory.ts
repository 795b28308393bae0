/**
 * A partition in memory, for whoever changes it: objects by id and by name, and what was changed since it was read. An export
 * needs all of it, since names must be unique and references must lead somewhere; imports do without.
 */
import type { Field } from "../csv/parse-record.ts";
import type { LoggedChange } from "../folder/change-log.ts";
import { isWithin, movedWith, type Name } from "../names.ts";
import { type ObjectType, objectTypes } from "../object-types.ts";

/** Whom a reference means: an object here, or a name that nobody here has. */
export type Target = { readonly id: string } | { readonly dn: string };

export interface Entry {
  readonly id: string;
  readonly type: ObjectType;
  readonly name: Name;
  /** By column: all but the id, the name and references. */
  readonly cells: ReadonlyMap<string, Field>;
  /** By attribute. */
  readonly references: ReadonlyMap<string, readonly Target[]>;
}

export interface Directory {
  readonly root: Name;
  get(id: string): Entry | undefined;
  named(key: string): Entry | undefined;
  /** Whoever has this text, or one that differs in case only, in a column without doubles. */
  holderOf(type: ObjectType, column: string, text: string): Entry | undefined;
  entries(type: ObjectType): Iterable<Entry>;
  hasChildren(name: Name): boolean;
  /** For reading: nothing of it counts as a change. */
  load(entry: Entry): void;
  add(entry: Entry): void;
  /** In place of the one with its id. What stands in it goes along with a new name. */
  change(entry: Entry): void;
  /** Nobody refers to it any more, either. */
  remove(entry: Entry): void;
  readonly changes: readonly LoggedChange[];
  readonly changedTypes: ReadonlySet<ObjectType>;
  /** What was changed is written down. */
  settle(): void;
}

export function createDirectory(root: Name): Directory {
  const byId = new Map<string, Entry>();
  const byName = new Map<string, Entry>();
  const byText = new Map<string, Entry>();
  const changes: LoggedChange[] = [];
  const changedTypes = new Set<ObjectType>();

  function put(entry: Entry): void {
    const before = byId.get(entry.id);
    if (before !== undefined) forget(before);
    // One that was there keeps its place in the file.
    byId.set(entry.id, entry);
    byName.set(entry.name.key, entry);
    for (const key of textKeys(entry)) byText.set(key, entry);
  }

  function forget(entry: Entry): void {
    byName.delete(entry.name.key);
    for (const key of textKeys(entry)) byText.delete(key);
  }

  function log(change: LoggedChange["change"], { type, id, name }: Entry): void {
    changes.push({ change, type: type.name, id, dn: name.text });
    changedTypes.add(type);
  }

  function holdersOf(id: string): readonly Entry[] {
    return [...byId.values()].filter(({ references }) =>
      [...references.values()].some((targets) => targets.some((target) => "id" in target && target.id === id)),
    );
  }

  /** Whose name is another one now. Whoever refers to it shows another value. */
  function rename(entry: Entry, before: Name, renamed: Set<string>): void {
    put(entry);
    log("rename", entry);
    renamed.add(entry.id);
    const inside = [...byId.values()].filter(({ name }) => isWithin(name.key, before.key));
    for (const each of inside.toSorted((one, other) => one.name.key.length - other.name.key.length)) {
      const moved = { ...each, name: movedWith(each.name, before, entry.name) };
      put(moved);
      log("rename", moved);
      renamed.add(each.id);
    }
  }

  function logHolders(ids: ReadonlySet<string>): void {
    for (const entry of byId.values()) {
      const refers = [...entry.references.values()].some((targets) =>
        targets.some((target) => "id" in target && ids.has(target.id)),
      );
      if (refers) log("update", entry);
    }
  }

  return {
    root,
    get: (id) => byId.get(id),
    named: (key) => byName.get(key),
    holderOf: (type, column, text) => byText.get(textKey(type, column, text)),
    *entries(type) {
      for (const entry of byId.values()) if (entry.type === type) yield entry;
    },
    hasChildren: ({ key }) => [...byName.values()].some(({ name }) => name.parentKey === key),
    load: put,
    add(entry) {
      put(entry);
      log("add", entry);
    },
    change(entry) {
      const before = byId.get(entry.id);
      if (before === undefined || before.name.text === entry.name.text) {
        put(entry);
        log("update", entry);
        return;
      }
      const renamed = new Set<string>();
      rename(entry, before.name, renamed);
      logHolders(renamed);
    },
    remove(entry) {
      forget(entry);
      byId.delete(entry.id);
      log("delete", entry);
      for (const holder of holdersOf(entry.id)) {
        const references = [...holder.references].map(
          ([name, targets]) => [name, targets.filter((target) => !("id" in target && target.id === entry.id))] as const,
        );
        const changed = { ...holder, references: new Map(references) };
        put(changed);
        log("update", changed);
      }
    },
    changes,
    changedTypes,
    settle() {
      changes.length = 0;
      changedTypes.clear();
    },
  };
}

function textKeys({ type, cells }: Entry): readonly string[] {
  return type.unique.flatMap((column) => {
    const text = cells.get(column) ?? null;
    return text === null ? [] : textKey(type, column, text);
  });
}

function textKey(type: ObjectType, column: string, text: string): string {
  return JSON.stringify([objectTypes.indexOf(type), column, text.toLowerCase()]);
}
