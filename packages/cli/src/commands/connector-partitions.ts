/** idle connector partitions: asks a connector for its partitions and keeps them; shows them. */
import type { Connector, Partition } from "@idle/connector";
import { dnKey } from "@idle/contract";
import type { CommandContext } from "../command-context.ts";
import { type ConnectorOptions, useConnector } from "../connector/use-connector.ts";
import { whileWaiting } from "../connector/waiting.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../record/json.ts";
import { countText } from "../view/count-text.ts";
import { sentence } from "../view/sentence.ts";
import { type Column, cell, createTable } from "../view/table.ts";

export interface ConnectorPartitionsOptions extends ConnectorOptions {
  readonly kept?: boolean;
}

/** With whether the definition has it among those that it works in. */
type ListedPartition = Partition & { readonly chosen: boolean };

export async function connectorPartitions(
  file: string,
  options: ConnectorPartitionsOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, stderr } = context;
  return useConnector(file, options, context, async ({ connector, signal }) => {
    const found =
      options.kept === true
        ? connector.partitions()
        : await whileWaiting("Asking for the partitions", context, () => connector.discoverPartitions({ signal }));
    const partitions = found.map((each) => ({ ...each, chosen: isChosen(each, connector) }));
    if (options.json === true) {
      stdout.write(jsonDocument({ partitions }));
      return exitCodes.done;
    }
    if (partitions.length > 0) {
      const table = createTable(columns, partitions, stdout.style());
      stdout.write(table.head + partitions.map(table.row).join(""));
    }
    stderr.write(sentence(stderr.style(), `${countText(partitions.length, "partition")} kept.`));
    return exitCodes.done;
  });
}

function isChosen({ dn }: Partition, { definition }: Pick<Connector, "definition">): boolean {
  const { partitions } = definition;
  return partitions === null || partitions.some((each) => dnKey(each.dn) === dnKey(dn));
}

const dn: Column<ListedPartition> = { title: "partition", text: (each) => cell(each.dn), narrowest: 20 };
const name: Column<ListedPartition> = {
  title: "name",
  text: (each) => (each.name === undefined || each.name === each.dn ? "" : cell(each.name)),
  narrowest: 10,
};
const chosen: Column<ListedPartition> = {
  title: "chosen",
  text: (each) => (each.chosen ? "yes" : "no"),
  paint: (each, { dim }) => (each.chosen ? null : dim),
  narrowest: 6,
};
const columns = { all: [dn, chosen, name], shrinking: [name, dn] };
