import { compileWildcard, type JsonObject } from "@idle/contract";
import { type Leaf, listLeaves, operandKeyOf } from "./condition-node.ts";
import { checkPathUse, parsePath } from "./path.ts";
import { type ExpressionProblem, sentence } from "./problem.ts";

/** What is wrong with a condition as it is written: malformed paths, unknown roots, malformed patterns. All of it. */
export function checkCondition(node: JsonObject, use: "condition" | "precondition"): ExpressionProblem[] {
  return listLeaves(node).flatMap(({ leaf, pointer }) => [
    ...checkLeafPath(leaf, pointer, use),
    ...checkLeafPattern(leaf, pointer),
  ]);
}

function checkLeafPath(leaf: Leaf, pointer: string, use: "condition" | "precondition"): ExpressionProblem[] {
  const parsed = parsePath(leaf.path);
  const reason = "path" in parsed ? checkPathUse(parsed.path, use) : parsed.reason;
  if (reason === null) return [];
  return [
    { code: "PathInvalid", message: sentence(reason), pointer: `${pointer}${leaf.pathPointer}`, path: leaf.path },
  ];
}

function checkLeafPattern(leaf: Leaf, pointer: string): ExpressionProblem[] {
  const { operator, operand, path } = leaf;
  if ((operator !== "like" && operator !== "notLike") || typeof operand !== "string") return [];
  const wildcard = compileWildcard(operand);
  if (!("problem" in wildcard)) return [];
  return [
    {
      code: "PatternInvalid",
      message: sentence(`the pattern is malformed: ${wildcard.problem}`),
      pointer: `${pointer}/${operator}/${operandKeyOf(operator)}`,
      path,
    },
  ];
}
