import type { JsonObject, JsonValue } from "@idle/contract";
import { expectNode, listLeaves } from "./condition-node.ts";
import { decideLeaf, parseLeafPath } from "./decide-leaf.ts";

export { checkCondition } from "./check-condition.ts";
export { probePrecondition } from "./probe-precondition.ts";

/**
 * Decides a condition from left to right, as far as needed. Throws `PathNotFound`, `PathAmbiguous`, `WrongKind`, or
 * `InvalidInput` for what no validated workflow holds; `details` are `{ path, pointer }`, the pointer from the node to
 * the path. The message is complete but for the step's name.
 */
export function evaluateCondition(node: JsonObject, root: JsonObject): boolean {
  return decide(node, root, "");
}

/** Every path of a condition, in the order they are written, with its place and the operator that reads it. */
export function listConditionPaths(
  node: JsonObject,
): { readonly path: string; readonly pointer: string; readonly operator: string }[] {
  return listLeaves(node).map(({ leaf, pointer }) => ({
    path: leaf.path,
    pointer: `${pointer}${leaf.pathPointer}`,
    operator: leaf.operator,
  }));
}

function decide(node: JsonValue, root: JsonObject, pointer: string): boolean {
  const read = expectNode(node, pointer);
  if (read.kind === "leaf") return decideLeaf(read, parseLeafPath(read, pointer), root, pointer);
  // A group knows when a child says what the others cannot change: false ends "all", true ends "any" and "none".
  const decisive = read.name !== "all";
  for (let index = 0; index < read.children.length; index += 1) {
    const child = read.children[index] ?? null;
    if (decide(child, root, `${pointer}/${read.name}/${index}`) === decisive) return read.name === "any";
  }
  return read.name !== "any";
}
