import { type IdleError, isIdleError, type JsonObject, type JsonValue } from "@idle/contract";
import { expectNode, type Leaf, readNode } from "./condition-node.ts";
import { decideLeaf, parseLeafPath } from "./decide-leaf.ts";
import type { Path } from "./path.ts";

export interface PreconditionProblem {
  readonly error: IdleError;
  /** True when the problem may be gone, or another, by the time the step executes. */
  readonly live: boolean;
}

/** True, false, or null for "cannot be known yet". */
type Verdict = boolean | null;

/**
 * What would go wrong with a precondition, as far as can be told while planning. An operator whose path `isLive` may
 * say something else when the step executes, so whatever it says now, the operators behind it are looked at; all others
 * are decided as they will be. An `exists` vouches, in its `all`, for live paths at and under its own.
 */
export function probePrecondition(
  node: JsonObject,
  root: JsonObject,
  isLive: (path: Path) => boolean,
): PreconditionProblem[] {
  const problems: PreconditionProblem[] = [];

  const probe = (child: JsonValue, pointer: string, guards: readonly string[]): Verdict => {
    try {
      const read = expectNode(child, pointer);
      return read.kind === "leaf"
        ? probeLeaf(read, pointer, guards)
        : probeGroup(read.name, read.children, pointer, guards);
    } catch (error) {
      if (!isIdleError(error)) throw error;
      problems.push({ error, live: false });
      return null;
    }
  };

  const probeLeaf = (leaf: Leaf, pointer: string, guards: readonly string[]): Verdict => {
    const path = parseLeafPath(leaf, pointer);
    if (!isLive(path)) return decideLeaf(leaf, path, root, pointer);
    try {
      decideLeaf(leaf, path, root, pointer);
    } catch (error) {
      if (!isIdleError(error)) throw error;
      const vouchedFor = error.code === "PathNotFound" && guards.some((guard) => isAtOrUnder(leaf.path, guard));
      if (!vouchedFor) problems.push({ error, live: error.code !== "InvalidInput" });
    }
    return null;
  };

  const probeGroup = (
    name: "all" | "any" | "none",
    children: readonly JsonValue[],
    pointer: string,
    guards: readonly string[],
  ): Verdict => {
    const decisive = name !== "all";
    let known = true;
    let vouched = guards;
    for (const [index, child] of children.entries()) {
      const verdict = probe(child, `${pointer}/${name}/${index}`, vouched);
      if (verdict === decisive) return name === "any";
      if (verdict === null) known = false;
      const guard = name === "all" ? guardOf(child) : null;
      if (guard !== null) vouched = [...vouched, guard];
    }
    return known ? name !== "any" : null;
  };

  probe(node, "", []);
  return problems;
}

function guardOf(child: JsonValue): string | null {
  const read = readNode(child);
  return read?.kind === "leaf" && read.operator === "exists" ? read.path : null;
}

function isAtOrUnder(path: string, guard: string): boolean {
  return `${path.toLowerCase()}.`.startsWith(`${guard.toLowerCase()}.`);
}
