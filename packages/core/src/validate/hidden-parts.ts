import { isAlias, isMap, isScalar, isSeq, type Pair, visit, type YAMLMap } from "yaml";
import { createNearSecretNames } from "../events/near-secret-name.ts";
import { isLabel, isLabelled, isSecretLabel, isSecretReference } from "../events/secret-names.ts";
import { createLineFinder, isMissing } from "./locate.ts";

export interface HiddenWish {
  /** Secret names beside those of the closed list. */
  readonly names: readonly string[];
  /** Whether what stands at this path of keys and indexes is hidden whatever its name; `isLeaf` when it is no list and no object. */
  isPrivate(keys: readonly string[], isLeaf: boolean): boolean;
}

/** How much of a line can be shown, in UTF-16 code units from its start; lines that are not there, whole. */
export type HiddenParts = ReadonlyMap<number, number>;

/**
 * Which lines of a document hold something that may be secret: what stands under a secret's name or a misspelt one, beside
 * a label that says so, in a JSON Web Key, or is private by the wish. The key itself can be shown.
 */
export function findHiddenParts(root: unknown, text: string, wish: HiddenWish): HiddenParts {
  const first = new Walk(text, wish, false);
  first.node(root, []);
  if (!first.hidesAlias) return first.parts;
  // What is secret through an alias stands at an anchor. Which one it is does not matter enough to be told.
  const second = new Walk(text, wish, true);
  second.node(root, []);
  return second.parts;
}

class Walk {
  readonly parts = new Map<number, number>();
  hidesAlias = false;
  readonly #wish: HiddenWish;
  readonly #hidesAnchors: boolean;
  readonly #isSecretName: (name: string) => boolean;
  readonly #lineAt: ReturnType<typeof createLineFinder>;

  constructor(text: string, wish: HiddenWish, hidesAnchors: boolean) {
    this.#wish = wish;
    this.#hidesAnchors = hidesAnchors;
    this.#isSecretName = createNearSecretNames(wish.names);
    this.#lineAt = createLineFinder(text);
  }

  node(node: unknown, keys: readonly string[]): void {
    if (this.#hidesAnchors && anchorOf(node) !== undefined) this.#hide(node, startOf(node));
    else if (isMap(node)) this.#map(node, keys);
    else if (isSeq(node)) for (const [index, item] of node.items.entries()) this.#entry(item, [...keys, String(index)]);
  }

  #entry(entry: unknown, path: readonly string[]): void {
    if (isLeaf(entry) && this.#wish.isPrivate(path, true)) this.#hide(entry, startOf(entry));
    else this.node(entry, path);
  }

  #map(map: YAMLMap, keys: readonly string[]): void {
    const isAboutSecret = map.items.some(
      ({ key, value }) => isLabel(textOf(key)) && isSecretLabel(textOf(value), this.#isSecretName),
    );
    const isJsonWebKey = map.items.some(({ key }) => textOf(key) === "kty");
    for (const pair of map.items) {
      const name = textOf(pair.key);
      const path = [...keys, name];
      const isHidden =
        isJsonWebKey ||
        (isAboutSecret && isLabelled(name)) ||
        (this.#isSecretName(name) && !isReference(pair)) ||
        this.#wish.isPrivate(path, isLeaf(pair.value)) ||
        (this.#hidesAnchors && anchorOf(pair.value) !== undefined);
      if (isHidden && !isMissing(pair.value)) {
        this.#hide(pair.value, endOf(pair.key));
      } else {
        this.node(pair.key, keys);
        this.node(pair.value, path);
      }
    }
  }

  /** From an offset to the end of a node. */
  #hide(node: unknown, from: number | null): void {
    if (hasAlias(node)) this.hidesAlias = true;
    const start = from ?? startOf(node);
    const end = endOf(node) ?? start;
    if (start === null || end === null) return;
    const first = this.#lineAt(start);
    const last = this.#lineAt(Math.max(start, end - 1));
    this.#cut(first.line, start - first.start);
    for (let line = first.line + 1; line <= last.line; line++) this.#cut(line, 0);
  }

  #cut(line: number, length: number): void {
    this.parts.set(line, Math.min(length, this.parts.get(line) ?? length));
  }
}

function isLeaf(node: unknown): boolean {
  return !isMap(node) && !isSeq(node);
}

function isReference({ value }: Pair): boolean {
  if (!isMap(value) || value.items.length !== 1) return false;
  const [pair] = value.items;
  const held = isScalar(pair?.value) ? pair.value.value : undefined;
  return held === true && isSecretReference({ [textOf(pair?.key)]: held });
}

function textOf(node: unknown): string {
  return isScalar(node) ? String(node.value ?? "") : "";
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  return isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? (node.range ?? null) : null;
}

function startOf(node: unknown): number | null {
  return rangeOf(node)?.[0] ?? null;
}

function endOf(node: unknown): number | null {
  return rangeOf(node)?.[1] ?? null;
}

function anchorOf(node: unknown): string | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
}

function hasAlias(node: unknown): boolean {
  let found = false;
  if (isAlias(node)) return true;
  if (!isMap(node) && !isSeq(node)) return false;
  visit(node, {
    Alias() {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}
