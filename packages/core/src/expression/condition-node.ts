/** Condition nodes, read: which group or operator, and where its path stands. */
import { IdleError, type JsonValue } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { isList } from "./path.ts";

type GroupName = "all" | "any" | "none";

export type ConditionNode =
  | { readonly kind: "group"; readonly name: GroupName; readonly children: readonly JsonValue[] }
  | Leaf;

export interface Leaf {
  readonly kind: "leaf";
  readonly operator: Operator;
  readonly path: string;
  /** From the node to its path. */
  readonly pathPointer: string;
  readonly operand: JsonValue | undefined;
}

const operandKeys = {
  equals: "value",
  notEquals: "value",
  in: "values",
  contains: "value",
  notContains: "value",
  like: "pattern",
  notLike: "pattern",
  exists: null,
} as const;

export type Operator = keyof typeof operandKeys;

/** Null for what has not the shape of a node; the workflow's and the plan's schemas refuse that before it is decided. */
export function readNode(node: JsonValue): ConditionNode | null {
  if (!isObject(node)) return null;
  const keys = Object.keys(node);
  const name = keys[0];
  if (name === undefined || keys.length > 1) return null;
  const body = node[name] ?? null;
  if (name === "all" || name === "any" || name === "none") {
    return isList(body) ? { kind: "group", name, children: body } : null;
  }
  if (!isOperator(name)) return null;
  if (name === "exists" && typeof body === "string") return leafOf(name, body, "/exists", undefined);
  if (!isObject(body) || typeof body.path !== "string") return null;
  const operandKey = operandKeys[name];
  return leafOf(name, body.path, `/${name}/path`, operandKey === null ? undefined : body[operandKey]);
}

/** The same, for deciding: throws `InvalidInput` for what is no node. */
export function expectNode(node: JsonValue, pointer: string): ConditionNode {
  const read = readNode(node);
  if (read !== null) return read;
  throw new IdleError("InvalidInput", "A condition node must hold exactly one known operator or group.", {
    details: { pointer },
  });
}

/** Every operator of a condition, in the order they are written. Malformed parts are left out. */
export function listLeaves(node: JsonValue, pointer = ""): { readonly leaf: Leaf; readonly pointer: string }[] {
  const read = readNode(node);
  if (read === null) return [];
  if (read.kind === "leaf") return [{ leaf: read, pointer }];
  return read.children.flatMap((child, index) => listLeaves(child, `${pointer}/${read.name}/${index}`));
}

/** The key under which an operator has what it compares with. */
export function operandKeyOf(operator: Operator): string | null {
  return operandKeys[operator];
}

function isOperator(name: string): name is Operator {
  return Object.hasOwn(operandKeys, name);
}

function leafOf(operator: Operator, path: string, pathPointer: string, operand: JsonValue | undefined): Leaf {
  return { kind: "leaf", operator, path, pathPointer, operand };
}
