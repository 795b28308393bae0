import type { Connector } from "../connector.ts";
import { createNaming } from "../space/naming.ts";

/** Whether each partition that is worked in has it. */
export function eachPartitionHas(connector: Connector, what: "hasWatermark" | "lastFullImport"): boolean {
  const { definition } = connector;
  const naming = createNaming(definition.capabilities);
  const keyOf = (dn: string) => naming.nameKey(dn) ?? dn;
  const wanted = definition.capabilities.partitions
    ? (definition.partitions ?? connector.partitions()).map(({ dn }) => keyOf(dn))
    : [null];
  const rows = connector.summary().partitions;
  return (
    wanted.length > 0 &&
    wanted.every((key) => {
      const row = rows.find(({ partition }) => (partition === null ? key === null : keyOf(partition) === key));
      return row !== undefined && row[what] !== null && row[what] !== false;
    })
  );
}
