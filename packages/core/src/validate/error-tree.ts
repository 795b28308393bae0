import type { InputError } from "@idle/contract";
import { isWithin } from "../data/pointer.ts";

/** An error, and those that it sums up: of `anyOf` and the like, by branch. */
export interface ErrorNode {
  readonly error: InputError;
  readonly branches: readonly (readonly ErrorNode[])[];
}

const compound = new Set(["anyOf", "oneOf", "if", "contains", "propertyNames", "not"]);

/**
 * A validator lists the errors of each branch of an `anyOf` flat, and the `anyOf` itself after them. Here they hang below
 * it, so that one problem is one node.
 */
export function nestErrors(errors: readonly InputError[]): ErrorNode[] {
  const nodes: ErrorNode[] = [];
  for (const error of errors) {
    if (!compound.has(error.keyword)) {
      nodes.push({ error, branches: [] });
      continue;
    }
    const children: ErrorNode[] = [];
    for (let last = nodes.at(-1); last !== undefined && belongsTo(last.error, error); last = nodes.at(-1)) {
      children.unshift(last);
      nodes.pop();
    }
    nodes.push({ error, branches: groupByBranch(children, error) });
  }
  return nodes;
}

/** Keywords below which an error stands deeper in the value than the schema that has them. */
const descending = new Set(["properties", "patternProperties", "additionalProperties", "items", "prefixItems"]);

/** Below a `$ref` the schema path starts anew, so that where the two errors stand has to tell as well. */
function belongsTo(child: InputError, parent: InputError): boolean {
  if (!isWithin(child.instancePath, parent.instancePath)) return false;
  if (child.schemaPath.startsWith(`${parent.schemaPath}/`)) return true;
  const owner = parent.schemaPath.slice(0, parent.schemaPath.lastIndexOf("/") + 1);
  if (!child.schemaPath.startsWith(owner)) return true;
  const [keyword = ""] = child.schemaPath.slice(owner.length).split("/");
  if (parent.keyword === "if" && (keyword === "then" || keyword === "else")) return true;
  // The schema that chooses, met again inside of one of its own branches.
  return child.instancePath !== parent.instancePath && !descending.has(keyword);
}

function groupByBranch(children: readonly ErrorNode[], parent: InputError): ErrorNode[][] {
  const groups = new Map<string, ErrorNode[]>();
  for (const child of children) {
    const { schemaPath } = child.error;
    const isOwn = schemaPath.startsWith(`${parent.schemaPath}/`);
    const branch = isOwn
      ? (schemaPath.slice(parent.schemaPath.length + 1).split("/")[0] ?? "")
      : schemaRoot(schemaPath);
    const group = groups.get(branch);
    if (group) group.push(child);
    else groups.set(branch, [child]);
  }
  return [...groups.values()];
}

/** `#/$defs/name` of what lies below it, else `#`. */
function schemaRoot(schemaPath: string): string {
  return /^[^#]*#\/(?:\$defs|definitions)\/[^/]+/.exec(schemaPath)?.[0] ?? "#";
}
