/** Containers as a tree, for people. */
import { type Line, layOut } from "./lay-out.ts";
import { nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

export interface TreeNode {
  readonly dn: string;
  /** Null where it is not called otherwise. */
  readonly name: string | null;
  /** Null where nobody was asked. */
  readonly children: readonly TreeNode[] | null;
}

export function treeView(roots: readonly TreeNode[], style: Style): string {
  const lines = roots.flatMap((root): Line[] => [
    { indent: 0, pieces: nodePieces(root, style) },
    ...branchLines(root.children ?? [], "", style),
  ]);
  return layOut(lines, style.width);
}

function branchLines(nodes: readonly TreeNode[], before: string, style: Style): Line[] {
  return nodes.flatMap((node, index): Line[] => {
    const isLast = index === nodes.length - 1;
    const branch = `${before}${isLast ? "└─ " : "├─ "}`;
    return [
      { indent: 0, hang: branch.length, pieces: [{ text: branch, paint: style.dim }, ...nodePieces(node, style)] },
      ...branchLines(node.children ?? [], `${before}${isLast ? "   " : "│  "}`, style),
    ];
  });
}

function nodePieces({ dn, name }: TreeNode, style: Style): Line["pieces"] {
  return [
    nameText(dn, style),
    ...(name === null || name === dn ? [] : [{ text: `  ${nameText(name, style)}`, paint: style.dim }]),
  ];
}
