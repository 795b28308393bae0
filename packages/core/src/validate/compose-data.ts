/**
 * The nodes of a YAML document in; plain data out, with every problem that this language sees in what YAML allows.
 *
 * Longer than most files here, because one walk composes, counts what aliases stand for and refuses: split up, each part
 * would walk the document again.
 */
import type { JsonValue } from "@idle/contract";
import { isAlias, isMap, isScalar, isSeq, type Scalar, type YAMLMap } from "yaml";
import { quote } from "../diagnostics/quote.ts";
import { createNearSecretNames } from "../events/near-secret-name.ts";
import { spanOf } from "./locate.ts";
import { maxDepth } from "./parse-tokens.ts";
import type { TextProblem } from "./source-text.ts";

/** How many characters all aliases together may stand for. */
const maxExpandedSize = 1024 * 1024;

export interface ComposedData {
  readonly data: JsonValue;
  readonly problems: readonly TextProblem[];
}

interface Composed {
  readonly data: JsonValue;
  readonly size: number;
  /** Levels of lists and objects from here down, aliases included. */
  readonly depth: number;
}

const nothing: Composed = { data: null, size: 4, depth: 0 };

interface State {
  readonly problems: TextProblem[];
  readonly anchors: Map<string, unknown>;
  readonly done: Map<unknown, Composed>;
  readonly open: Set<unknown>;
  /** The keys around the node that is being composed. */
  readonly keys: unknown[];
  expandedSize: number;
  isTooDeep: boolean;
}

/**
 * The nodes of a document as frozen plain data, and what this language refuses of what YAML allows. An alias shares the
 * data of its anchor, so that nothing grows; what it would grow to is counted all the same.
 */
export function composeData(root: unknown): ComposedData {
  const state: State = {
    problems: [],
    anchors: new Map(),
    done: new Map(),
    open: new Set(),
    keys: [],
    expandedSize: 0,
    isTooDeep: false,
  };
  const { data } = compose(root, state, 1);
  return { data, problems: state.problems };
}

function compose(node: unknown, state: State, level: number): Composed {
  if (isAlias(node)) return composeAlias(node, state, level);
  if (isScalar(node)) {
    if (node.anchor !== undefined) state.anchors.set(node.anchor, node);
    const data = scalarData(node, state);
    const composed = { data, size: typeof data === "string" ? data.length + 2 : 4, depth: 0 };
    if (node.anchor !== undefined) state.done.set(node, composed);
    return composed;
  }
  if (!isMap(node) && !isSeq(node)) return nothing;
  if (level > maxDepth) return refuseDepth(state, node);
  if (node.anchor !== undefined) {
    state.anchors.set(node.anchor, node);
    state.open.add(node);
  }
  const composed = isMap(node) ? composeMap(node, state, level) : composeList(node.items, state, level);
  if (node.anchor !== undefined) {
    state.open.delete(node);
    state.done.set(node, composed);
  }
  return composed;
}

function composeList(items: readonly unknown[], state: State, level: number): Composed {
  const list: JsonValue[] = [];
  let size = 2;
  let depth = 0;
  for (const item of items) {
    const composed = compose(item, state, level + 1);
    list.push(composed.data);
    size += composed.size + 1;
    depth = Math.max(depth, composed.depth);
  }
  return { data: Object.freeze(list), size, depth: depth + 1 };
}

function composeMap(map: YAMLMap, state: State, level: number): Composed {
  const object: Record<string, JsonValue> = {};
  let size = 2;
  let depth = 0;
  for (const { key, value } of map.items) {
    state.keys.push(key);
    const composed = compose(value, state, level + 1);
    state.keys.pop();
    size += composed.size;
    depth = Math.max(depth, composed.depth);
    const name = keyText(key, state);
    if (name === null) continue;
    size += name.length + 4;
    if (Object.hasOwn(object, name)) {
      const told = isBelowSecret(state) ? "This key" : `The key ${quote(name)}`;
      refuse(state, "DuplicateKey", `${told} is there twice. Remove one of the two.`, key);
      continue;
    }
    object[name] = composed.data;
  }
  return { data: Object.freeze(object), size, depth: depth + 1 };
}

/** The name of a key; null when it is refused. */
function keyText(key: unknown, state: State): string | null {
  if (isScalar(key) && typeof key.value === "string") {
    if (key.anchor !== undefined) {
      state.anchors.set(key.anchor, key);
      state.done.set(key, { data: key.value, size: key.value.length + 2, depth: 0 });
    }
    if (key.value === "<<" && key.type === "PLAIN") {
      refuse(state, "MergeKeyRefused", "Merge keys are not supported. Write the keys out.", key);
      return null;
    }
    if (key.value === "__proto__") {
      refuse(state, "KeyForbidden", 'The key "__proto__" is not allowed. Choose another name.', key);
      return null;
    }
    if (!key.value.isWellFormed()) refuseHalfPair(state, key);
    return key.value;
  }
  if (isMap(key) && key.flow === true && key.items.length === 1) {
    // What `key: {{Request.…}}` is to YAML: an object whose key is an object.
    const fix = 'Put a template in quotes: "{{Request.…}}".';
    refuse(state, "KeyNotText", `Braces begin an object here, and its key must be a string. ${fix}`, key);
    return null;
  }
  const source = isScalar(key) ? (key.source ?? "") : "";
  const quoted = isBelowSecret(state) ? "Put it in quotes." : `Put it in quotes: ${quote(source)}.`;
  const fix = source === "" ? "Write a text as the key." : quoted;
  refuse(state, "KeyNotText", `A key must be a string. ${fix}`, key);
  return null;
}

function scalarData(scalar: Scalar, state: State): JsonValue {
  const { value, source = "" } = scalar;
  if (typeof value === "string") {
    if (!value.isWellFormed()) refuseHalfPair(state, scalar);
    return value;
  }
  if (typeof value === "boolean" || value === null) return value;
  const number = Number(value);
  if (Number.isFinite(number) && String(number) === source && isExact(number)) return number;
  const message = isBelowSecret(state)
    ? "The number would not be kept as it is written. Put it in quotes."
    : numberMessage(number, source);
  refuse(state, "NumberNotCanonical", message, scalar);
  return Number.isFinite(number) ? number : source;
}

/** Beyond 2^53 not every integer can be told from its neighbour. */
function isExact(number: number): boolean {
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER;
}

function numberMessage(number: number, source: string): string {
  const quoted = `Put it in quotes if it is text: ${quote(source)}`;
  if (!Number.isFinite(number)) return `The number ${quote(source)} is not finite. ${quoted}.`;
  if (!isExact(number)) return `The number ${source.slice(0, 80)} is too large to be kept exactly. ${quoted}.`;
  return `The number ${source.slice(0, 80)} would be read as ${number}. ${quoted}, or write ${number}.`;
}

function composeAlias(alias: { readonly source: string }, state: State, level: number): Composed {
  const target = state.anchors.get(alias.source);
  if (target === undefined) {
    // The name is not repeated: a password may begin with a *, too.
    const message = "No anchor of this name stands before this alias. Put it in quotes if it is text.";
    refuse(state, "AnchorUnknown", message, alias);
    return nothing;
  }
  const composed = state.done.get(target);
  if (composed === undefined || state.open.has(target)) {
    refuse(state, "AliasCycle", "This alias stands inside of what it names, which would have no end.", alias);
    return nothing;
  }
  if (level - 1 + composed.depth > maxDepth) return refuseDepth(state, alias);
  const before = state.expandedSize;
  state.expandedSize += composed.size;
  if (state.expandedSize > maxExpandedSize) {
    const message = "With its aliases written out, the document would be larger than 1 MiB. Use fewer aliases.";
    if (before <= maxExpandedSize) refuse(state, "AliasExpansionTooLarge", message, alias);
    return nothing;
  }
  return composed;
}

/** Once: what is too deep in one place tends to be so in many. */
function refuseDepth(state: State, node: unknown): Composed {
  const message = `Lists and objects are nested more than ${maxDepth} levels deep here. Flatten them.`;
  if (!state.isTooDeep) refuse(state, "NestingTooDeep", message, node);
  state.isTooDeep = true;
  return nothing;
}

function refuseHalfPair(state: State, node: unknown): void {
  refuse(state, "TextInvalid", "The text contains half of a surrogate pair. Write the whole character.", node);
}

const isNearSecretName = createNearSecretNames();

/** Whether a message must not repeat what stands here: under a secret's name, or one that was probably meant as one. */
function isBelowSecret({ keys }: State): boolean {
  return keys.some((key) => isScalar(key) && typeof key.value === "string" && isNearSecretName(key.value));
}

function refuse(state: State, code: TextProblem["code"], message: string, node: unknown): void {
  state.problems.push({ code, message, ...spanOf(node) });
}
