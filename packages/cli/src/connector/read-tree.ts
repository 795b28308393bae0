/** Containers in; the tree of those below them, as deep as was asked for, out. Asks the connector for one after the other. */
import type { Connector } from "@idle/connector";
import type { TreeNode } from "../view/tree-view.ts";

export interface TreeWish {
  readonly depth: number;
  readonly signal: AbortSignal;
}

export async function readTree(
  connector: Pick<Connector, "children">,
  { dn, name }: Pick<TreeNode, "dn" | "name">,
  { depth, signal }: TreeWish,
): Promise<TreeNode> {
  if (depth === 0) return { dn, name, children: null };
  const children: TreeNode[] = [];
  for (const child of await connector.children({ parent: dn, signal })) {
    const node = { dn: child.dn, name: child.name ?? null };
    children.push(await readTree(connector, node, { depth: depth - 1, signal }));
  }
  return { dn, name, children };
}
