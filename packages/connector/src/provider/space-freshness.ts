import { IdleError } from "@idle/contract";
import type { Connector } from "../connector.ts";
import type { Call } from "./call.ts";
import type { Freshness } from "./freshness.ts";
import { eachPartitionHas } from "./partition-state.ts";

/** Reads that say what the space has, as long as there is something in it. */
export function createSpaceFreshness(connector: Connector): Freshness {
  let isImported = !connector.definition.capabilities.enableImport;
  const expect = async ({ signal }: Call) => {
    signal.throwIfAborted();
    isImported ||= eachPartitionHas(connector, "lastFullImport");
    if (isImported) return;
    const { name } = connector.definition;
    throw new IdleError(
      "NotReady",
      `Nothing of the connector ${name} has been imported yet, so that nobody is known. Import it: idle connector import; or read with read: import.`,
    );
  };
  return {
    isImport: false,
    expect,
    again: expect,
    whole: expect,
    outdate: () => undefined,
    isPartial: false,
    close: () => undefined,
  };
}
