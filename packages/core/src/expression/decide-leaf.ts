import { IdleError, type JsonObject } from "@idle/contract";
import type { Leaf } from "./condition-node.ts";
import { decideOperator } from "./operators.ts";
import { type Path, parsePath, resolvePath } from "./path.ts";
import { describeMissing } from "./path-words.ts";

/** One operator, decided. Throws as `evaluateCondition` does. `pointer` is the node's. */
export function decideLeaf(leaf: Leaf, path: Path, root: JsonObject, pointer: string): boolean {
  const resolution = resolvePath(root, path);
  if (resolution.kind === "absent") {
    if (leaf.operator === "exists") return false;
    throw leafError(
      "PathNotFound",
      leaf,
      pointer,
      `${leaf.operator} needs a value. ${describeMissing(path, resolution)}`,
    );
  }
  if (resolution.kind === "ambiguous") {
    throw leafError(
      "PathAmbiguous",
      leaf,
      pointer,
      `${leaf.operator} cannot be decided. ${describeMissing(path, resolution)}`,
    );
  }
  const decision = decideOperator(leaf.operator, resolution.value, leaf.operand);
  if (typeof decision === "boolean") return decision;
  if (decision.wrong === "operand") {
    throw leafError(
      "InvalidInput",
      leaf,
      pointer,
      `${leaf.operator} of ${leaf.path} cannot be decided: ${decision.what}.`,
    );
  }
  throw leafError("WrongKind", leaf, pointer, `${leaf.path} ${decision.what}. ${decision.instead}.`);
}

export function parseLeafPath(leaf: Leaf, pointer: string): Path {
  const parsed = parsePath(leaf.path);
  if ("path" in parsed) return parsed.path;
  throw leafError("InvalidInput", leaf, pointer, `${leaf.operator} cannot be decided: ${parsed.reason}.`);
}

function leafError(
  code: "PathNotFound" | "PathAmbiguous" | "WrongKind" | "InvalidInput",
  { path, pathPointer }: Leaf,
  pointer: string,
  message: string,
): IdleError {
  return new IdleError(code, message, { details: { path, pointer: `${pointer}${pathPointer}` } });
}
