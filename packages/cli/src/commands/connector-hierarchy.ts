/** idle connector hierarchy: the containers of a connected system as a tree. Asks; keeps nothing. */
import type { Connector } from "@idle/connector";
import type { CommandContext } from "../command-context.ts";
import { readTree } from "../connector/read-tree.ts";
import { type ConnectorOptions, useConnector } from "../connector/use-connector.ts";
import { whileWaiting } from "../connector/waiting.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../record/json.ts";
import { UsageError } from "../usage-error.ts";
import { type TreeNode, treeView } from "../view/tree-view.ts";

export interface ConnectorHierarchyOptions extends ConnectorOptions {
  readonly parent?: string;
  readonly depth?: string;
}

export async function connectorHierarchy(
  file: string,
  options: ConnectorHierarchyOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout } = context;
  const depth = readDepth(options.depth);
  return useConnector(file, options, context, async ({ connector, signal }) => {
    const roots = await whileWaiting("Asking for the hierarchy", context, async () => {
      const trees: TreeNode[] = [];
      for (const root of await rootsOf(options.parent, connector, signal)) {
        trees.push(await readTree(connector, root, { depth, signal }));
      }
      return trees;
    });
    stdout.write(options.json === true ? jsonDocument({ hierarchy: roots }) : treeView(roots, stdout.style()));
    return exitCodes.done;
  });
}

/** Without a parent: the partitions, asked for when they are not known yet. */
async function rootsOf(
  parent: string | undefined,
  connector: Pick<Connector, "partitions" | "discoverPartitions">,
  signal: AbortSignal,
): Promise<readonly Pick<TreeNode, "dn" | "name">[]> {
  if (parent !== undefined) return [{ dn: parent, name: null }];
  const kept = connector.partitions();
  const partitions = kept.length > 0 ? kept : await connector.discoverPartitions({ signal });
  return partitions.map(({ dn, name = null }) => ({ dn, name }));
}

function readDepth(text: string | undefined): number {
  if (text === undefined) return 1;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new UsageError("--depth takes a whole number from 1 to 99.");
}
