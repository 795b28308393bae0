/** What people ask of a space. In: questions. Out: objects, what is pending, numbers. Reads what was committed. */
import { statSync } from "node:fs";
import type { ObjectQuery, SpaceSummary } from "../connector.ts";
import type { Definition } from "../definition/definition.ts";
import { currentImage } from "../import/settle.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import type { Naming } from "./naming.ts";
import { anchorValues, imageOf, intentIn, type ObjectRow, rowColumns } from "./object-store.ts";
import type { Space } from "./open-space.ts";
import { formatVersion } from "./space-format.ts";
import type { SpaceObject } from "./staging.ts";

/** In the order in which one state hides another one. */
const stateOf = `CASE
  WHEN sending IS NOT NULL THEN 'outcomeUnknown'
  WHEN staged IS NOT NULL THEN CASE json_extract(staged, '$.kind')
    WHEN 'add' THEN 'pendingAdd' WHEN 'delete' THEN 'pendingDelete' ELSE 'pendingUpdate' END
  WHEN sent IS NOT NULL THEN 'awaitingConfirmation'
  ELSE 'imported' END`;

/** Somebody knows of it or wants it. What is there as long as a change of its own runs is nobody's yet. */
const isThere = "(o.image IS NOT NULL OR o.staged IS NOT NULL OR o.sent IS NOT NULL OR o.sending IS NOT NULL)";

type StatedRow = ObjectRow & { readonly state: SpaceObject["state"]; readonly partitionDn: string | null };

const stated = `SELECT ${rowColumns
  .split(", ")
  .map((name) => `o.${name}`)
  .join(
    ", ",
  )}, ${stateOf} AS state, p.dn AS partitionDn FROM objects AS o LEFT JOIN partitions AS p ON p.key = o.partition AND p.key <> ''`;

export function objectById(space: Space, index: SchemaIndex | null, id: number): SpaceObject | null {
  const row = space.read(`${stated} WHERE o.id = ? AND ${isThere}`).get(id) as unknown as StatedRow | undefined;
  return row === undefined ? null : toObject(row, index);
}

interface Listing {
  readonly space: Space;
  readonly index: SchemaIndex | null;
  readonly naming: Naming;
}

/** One after the other: there may be very many. */
export function* listObjects(listing: Listing, query: ObjectQuery, partitionKey: string | null): Iterable<SpaceObject> {
  const { space, index, naming } = listing;
  const { objectType, state, holds } = query;
  const conditions: { readonly sql: string; readonly values: readonly string[] }[] = [];
  if (objectType !== undefined) {
    conditions.push({ sql: "o.type = ?", values: [index?.type(objectType)?.name ?? objectType] });
  }
  if (partitionKey !== null) conditions.push({ sql: "o.partition = ?", values: [partitionKey] });
  if (state !== undefined) conditions.push({ sql: `${stateOf} = ?`, values: [state] });
  if (holds !== undefined) conditions.push(mayHold(holds.value, naming));
  const where = conditions.map(({ sql }) => `${sql} AND `).join("");
  const sql = `${stated} WHERE ${where}${isThere} AND o.id > ? ORDER BY o.id LIMIT 500`;
  // By pages: a statement that stays open would see nothing of what is committed meanwhile, and hold it in the way.
  for (let after = 0; ; ) {
    const rows = space.read(sql).all(...conditions.flatMap(({ values }) => values), after) as unknown as StatedRow[];
    for (const row of rows) {
      const object = toObject(row, index);
      if (holds === undefined || hasValue(object, holds, listing)) yield object;
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/** Leaves few that have to be looked at one by one: what was exported stands in no table of references yet. */
function mayHold(value: string, naming: Naming): { readonly sql: string; readonly values: readonly string[] } {
  return {
    sql: "(instr(o.image, ?) > 0 OR o.sent IS NOT NULL OR o.id IN (SELECT source FROM refs WHERE target = ?))",
    values: [JSON.stringify(value), naming.nameKey(value) ?? value],
  };
}

function hasValue(
  { objectType, imported, current }: SpaceObject,
  { attribute, value }: NonNullable<ObjectQuery["holds"]>,
  { index, naming }: Listing,
): boolean {
  const known = index?.type(objectType)?.attribute(attribute);
  const name = known?.name ?? attribute;
  const keyOf = (text: CsValue) => (known?.dataType === "Reference" ? (naming.nameKey(String(text)) ?? text) : text);
  const key = keyOf(value);
  return [imported, current].some((image) => image?.get(name)?.some((each) => keyOf(each) === key) === true);
}

function toObject(row: StatedRow, index: SchemaIndex | null): SpaceObject {
  const imported = imageOf(row);
  const values = anchorValues(row.anchor);
  const anchors = index?.type(row.type)?.anchors ?? [];
  return {
    objectType: row.type,
    dn: row.dn,
    anchor:
      values === null
        ? null
        : Object.fromEntries(
            anchors.flatMap(({ name }, place) => (values[place] === undefined ? [] : [[name, values[place]]])),
          ),
    partition: row.partitionDn,
    imported,
    current: currentImage(imported, intentIn(row.sent)),
    state: row.state,
  };
}

export function summarize(space: Space, { name }: Definition): SpaceSummary {
  const all = (sql: string) => space.read(sql).all();
  const count = (sql: string) => Number(space.read(`SELECT count(*) AS n FROM ${sql}`).get()?.n ?? 0);
  const states = new Map(
    all(
      `SELECT ${stateOf} AS state, count(*) AS n FROM objects WHERE staged IS NOT NULL OR sent IS NOT NULL OR sending IS NOT NULL GROUP BY 1`,
    ).map(({ state, n }) => [String(state), Number(n)]),
  );
  return {
    connector: name,
    file: space.file,
    formatVersion,
    bytes: sizeOf(space.file) + sizeOf(`${space.file}-wal`),
    objects: all("SELECT type, count(*) AS n FROM objects WHERE image IS NOT NULL GROUP BY type ORDER BY type").map(
      ({ type, n }) => ({ objectType: String(type), count: Number(n) }),
    ),
    partitions: all(
      "SELECT p.*, (SELECT count(*) FROM objects WHERE partition = p.key AND image IS NOT NULL) AS n FROM partitions AS p ORDER BY p.dn",
    ).map(({ key, dn, n, watermark, lastFullImport, lastImport }) => ({
      partition: key === "" ? null : String(dn),
      objects: Number(n),
      hasWatermark: watermark !== null,
      lastFullImport: textOrNull(lastFullImport),
      lastImport: textOrNull(lastImport),
    })),
    pendingAdds: states.get("pendingAdd") ?? 0,
    pendingUpdates: states.get("pendingUpdate") ?? 0,
    pendingDeletes: states.get("pendingDelete") ?? 0,
    awaitingConfirmation: count("objects WHERE sent IS NOT NULL"),
    outcomeUnknown: states.get("outcomeUnknown") ?? 0,
    errors: count("errors"),
    unresolvedReferences: count(
      "refs WHERE NOT EXISTS (SELECT 1 FROM objects AS t WHERE t.nameKey = refs.target AND t.image IS NOT NULL)",
    ),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
