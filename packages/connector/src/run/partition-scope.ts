/** Where a run works: one partition of a connector, or all of one that has none, and the containers in it. */
import { didYouMean, IdleError } from "@idle/contract";
import type { Definition, PartitionChoice } from "../definition/definition.ts";
import type { HierarchyNode, Partition } from "../model/schema.ts";
import type { Naming } from "../space/naming.ts";
import type { PartitionRow } from "../space/record-store.ts";

export interface PartitionScope {
  /** As rows of the space have it; empty where there are no partitions. */
  readonly key: string;
  /** Null where there are no partitions. */
  readonly dn: string | null;
  readonly partition: Partition;
  readonly watermark: string | null;
  readonly included: readonly HierarchyNode[];
  readonly excluded: readonly HierarchyNode[];
  /** In this partition, and in none that begins within it. */
  contains(nameKey: string): boolean;
  /** In a container that was chosen. */
  isInScope(nameKey: string): boolean;
}

interface Place {
  readonly definition: Definition;
  readonly naming: Naming;
  readonly rows: readonly PartitionRow[];
}

/** Those of a run, in the order of their names. Throws NotReady before partitions are known, InvalidInput for a name of none. */
export function partitionScopes(place: Place, named: string | undefined): readonly PartitionScope[] {
  const { definition, naming, rows } = place;
  const { partitions: hasPartitions } = definition.capabilities;
  if (!hasPartitions) {
    if (named !== undefined) {
      throw new IdleError("InvalidInput", `The connector ${definition.name} has no partitions: leave the name away.`);
    }
    return [wholeScope(rows)];
  }
  const known = rows.filter(({ isKnown, key }) => isKnown === 1 && key !== "");
  if (known.length === 0) {
    throw new IdleError(
      "NotReady",
      `The partitions of the connector ${definition.name} are not known yet. Discover them: idle connector partitions.`,
    );
  }
  const chosen = definition.partitions === null ? known.map((row) => ({ row, choice: null })) : choose(place, known);
  const scopes = chosen.map(({ row, choice }) => partitionScope(row, choice, known, naming));
  if (named === undefined) return scopes;
  const key = naming.nameKey(named);
  const scope = scopes.find((each) => each.key === key);
  if (scope !== undefined) return [scope];
  const names = scopes.map(({ dn }) => dn ?? "");
  throw new IdleError(
    "InvalidInput",
    `The connector ${definition.name} has no partition ${JSON.stringify(named)}, or it is not chosen.${hint(named, names)}`,
  );
}

function choose(
  { definition, naming }: Place,
  known: readonly PartitionRow[],
): readonly { readonly row: PartitionRow; readonly choice: PartitionChoice | null }[] {
  return (definition.partitions ?? []).map((choice) => {
    const key = naming.nameKey(choice.dn);
    const row = known.find((each) => each.key === key);
    if (row !== undefined) return { row, choice };
    const names = known.map(({ dn }) => dn);
    throw new IdleError(
      "ConnectorInvalid",
      `The connector ${definition.name} has no partition ${JSON.stringify(choice.dn)}.${hint(choice.dn, names)} Mend "partitions" of its definition, or discover its partitions anew.`,
    );
  });
}

function hint(named: string, names: readonly string[]): string {
  const meant = didYouMean(named, names);
  return meant === undefined ? ` There are: ${names.join("; ")}.` : ` Did you mean ${JSON.stringify(meant)}?`;
}

function wholeScope(rows: readonly PartitionRow[]): PartitionScope {
  return {
    key: "",
    dn: null,
    partition: { dn: "", id: "", name: "" },
    watermark: rows.find(({ key }) => key === "")?.watermark ?? null,
    included: [],
    excluded: [],
    contains: () => true,
    isInScope: () => true,
  };
}

function partitionScope(
  row: PartitionRow,
  choice: PartitionChoice | null,
  known: readonly PartitionRow[],
  naming: Naming,
): PartitionScope {
  const within = known.filter(({ key }) => key !== row.key && naming.isWithin(key, row.key)).map(({ key }) => key);
  const keysOf = (names: readonly string[]) => names.flatMap((name) => naming.nameKey(name) ?? []);
  const included = keysOf(choice?.included ?? []);
  const excluded = keysOf(choice?.excluded ?? []);
  const deepest = (nameKey: string, containers: readonly string[]) =>
    Math.max(-1, ...containers.filter((each) => naming.isWithin(nameKey, each)).map(({ length }) => length));
  return {
    key: row.key,
    dn: row.dn,
    partition: { dn: row.dn, id: row.id, name: row.name },
    watermark: row.watermark,
    included: (choice?.included ?? []).map((dn) => ({ dn })),
    excluded: (choice?.excluded ?? []).map((dn) => ({ dn })),
    contains: (nameKey) =>
      naming.isWithin(nameKey, row.key) && !within.some((inner) => naming.isWithin(nameKey, inner)),
    isInScope: (nameKey) => {
      const isIn = included.length === 0 ? 0 : deepest(nameKey, included);
      return isIn >= 0 && isIn >= deepest(nameKey, excluded);
    },
  };
}
