/** The rows of objects, and the references between them. */
import type { CsValue } from "../model/value.ts";
import { decodeImage, encodeImage, type Image } from "./image.ts";
import { decodeIntent, encodeIntent, type Intent } from "./intent.ts";
import type { Prepare } from "./open-space.ts";

/** A row as it stands; texts are decoded where somebody needs them. */
export interface ObjectRow {
  readonly id: number;
  readonly partition: string;
  readonly type: string;
  readonly anchorKey: string | null;
  readonly anchor: string | null;
  readonly dn: string | null;
  readonly nameKey: string | null;
  readonly image: string | null;
  readonly staged: string | null;
  readonly sent: string | null;
  readonly sending: string | null;
}

type RowChanges = Partial<Omit<ObjectRow, "id">>;

interface ReferenceChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface ObjectStore {
  byId(id: number): ObjectRow | null;
  /** Of one type, or of whichever; more than one where several types have the anchor. */
  byAnchor(anchorKey: string, type?: string): readonly ObjectRow[];
  byName(nameKey: string): readonly ObjectRow[];
  insert(row: Omit<ObjectRow, "id">): number;
  update(id: number, changes: RowChanges): void;
  remove(id: number): void;
  /** Rows of which nothing is known and nothing wanted: a change of its own that was cut off before it was sent. */
  removeEmpty(): void;
  /** What an object's attributes name, by key. */
  setReferences(source: number, references: ReadonlyMap<string, readonly string[]>): void;
  /** Who names a key, and where. */
  referrers(target: string): readonly { readonly source: number; readonly attribute: string }[];
  /** Notes whom an object's staged or sent changes name. */
  addWishes(source: number, targets: Iterable<string>): void;
  /** Whose staged or sent changes name a key. */
  wishers(target: string): readonly number[];
  /** Objects that are wanted, or were sent, under another name. */
  withNewName(): readonly number[];
  /** Whether an object's attribute names a key. */
  refersTo(source: number, attribute: string, target: string): boolean;
  /** Of one attribute: whom it names since, and whom not any more. */
  changeReferences(source: number, attribute: string, changes: ReferenceChanges): void;
  hasDescendants(nameKey: string): boolean;
  /** Those in a container, without the container itself. */
  descendants(nameKey: string): readonly ObjectRow[];
}

const columns = "id, partition, type, anchorKey, anchor, dn, nameKey, image, staged, sent, sending";
export const rowColumns = columns;

export function createObjectStore(prepare: Prepare): ObjectStore {
  const all = (sql: string, ...values: (string | number)[]): readonly ObjectRow[] =>
    prepare(sql).all(...values) as unknown as ObjectRow[];
  return {
    byId: (id) => all(`SELECT ${columns} FROM objects WHERE id = ?`, id)[0] ?? null,
    byAnchor: (anchorKey, type) =>
      type === undefined
        ? all(`SELECT ${columns} FROM objects WHERE anchorKey = ?`, anchorKey)
        : all(`SELECT ${columns} FROM objects WHERE anchorKey = ? AND type = ?`, anchorKey, type),
    byName: (nameKey) => all(`SELECT ${columns} FROM objects WHERE nameKey = ?`, nameKey),
    insert(row) {
      const { partition, type, anchorKey, anchor, dn, nameKey, image, staged, sent, sending } = row;
      const { lastInsertRowid } = prepare(
        "INSERT INTO objects (partition, type, anchorKey, anchor, dn, nameKey, image, staged, sent, sending) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      ).run(partition, type, anchorKey, anchor, dn, nameKey, image, staged, sent, sending);
      return Number(lastInsertRowid);
    },
    update(id, changes) {
      const names = Object.keys(changes);
      if (names.length === 0) return;
      // Names of this file's own columns only.
      const sets = names.map((name) => `${name} = ?`).join(", ");
      prepare(`UPDATE objects SET ${sets} WHERE id = ?`).run(...(Object.values(changes) as (string | null)[]), id);
      if (changes.staged === null && changes.sent === null) prepare("DELETE FROM wishes WHERE source = ?").run(id);
    },
    remove(id) {
      prepare("DELETE FROM wishes WHERE source = ?").run(id);
      prepare("DELETE FROM refs WHERE source = ?").run(id);
      prepare("DELETE FROM objects WHERE id = ?").run(id);
    },
    removeEmpty: () =>
      void prepare(
        "DELETE FROM objects WHERE image IS NULL AND staged IS NULL AND sent IS NULL AND sending IS NULL",
      ).run(),
    setReferences(source, references) {
      prepare("DELETE FROM refs WHERE source = ?").run(source);
      const insert = prepare("INSERT OR IGNORE INTO refs (source, attribute, target) VALUES (?, ?, ?)");
      for (const [attribute, targets] of references) {
        for (const target of targets) insert.run(source, attribute, target);
      }
    },
    referrers: (target) =>
      prepare("SELECT source, attribute FROM refs WHERE target = ?").all(target) as unknown as {
        source: number;
        attribute: string;
      }[],
    addWishes(source, targets) {
      const insert = prepare("INSERT OR IGNORE INTO wishes (source, target) VALUES (?, ?)");
      for (const target of targets) insert.run(source, target);
    },
    wishers: (target) =>
      prepare("SELECT source FROM wishes WHERE target = ?")
        .all(target)
        .map(({ source }) => Number(source)),
    withNewName: () =>
      ["staged", "sent", "sending"].flatMap((column) =>
        prepare(`SELECT id FROM objects WHERE ${column} IS NOT NULL AND json_extract(${column}, '$.newDn') IS NOT NULL`)
          .all()
          .map(({ id }) => Number(id)),
      ),
    refersTo: (source, attribute, target) =>
      prepare("SELECT 1 FROM refs WHERE source = ? AND attribute = ? AND target = ?").get(source, attribute, target) !==
      undefined,
    changeReferences(source, attribute, { added, removed }) {
      const remove = prepare("DELETE FROM refs WHERE source = ? AND attribute = ? AND target = ?");
      for (const target of removed) remove.run(source, attribute, target);
      const insert = prepare("INSERT OR IGNORE INTO refs (source, attribute, target) VALUES (?, ?, ?)");
      for (const target of added) insert.run(source, attribute, target);
    },
    hasDescendants: (nameKey) =>
      nameKey.endsWith("\n") &&
      prepare("SELECT 1 FROM objects WHERE nameKey > ? AND nameKey < ? LIMIT 1").get(
        nameKey,
        `${nameKey}\u{10ffff}`,
      ) !== undefined,
    descendants: (nameKey) =>
      // Steps end with a line end: whatever begins with this key is in it.
      all(`SELECT ${columns} FROM objects WHERE nameKey > ? AND nameKey < ?`, nameKey, `${nameKey}\u{10ffff}`),
  };
}

export const imageOf = ({ image }: Pick<ObjectRow, "image">): Image | null =>
  image === null ? null : decodeImage(image);
export const intentIn = (text: string | null): Intent | null => (text === null ? null : decodeIntent(text));
export const imageText = (image: Image | null): string | null => (image === null ? null : encodeImage(image));
export const intentText = (intent: Intent | null): string | null => (intent === null ? null : encodeIntent(intent));

/** The anchor's values, in the order of the schema. */
export function anchorText(values: readonly CsValue[] | null): string | null {
  return values === null ? null : encodeImage(new Map([["a", values]]));
}

export function anchorValues(text: string | null): readonly CsValue[] | null {
  return text === null ? null : (decodeImage(text).get("a") ?? []);
}
