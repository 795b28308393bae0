/**
 * How objects are told apart. In: names and anchors as scripts and people write them. Out: keys that are the same for one
 * object, however it is written.
 */
import { dnKey } from "@idle/contract";
import type { Capabilities } from "../definition/capabilities.ts";
import { normalizeAnchor } from "../definition/normalize-anchor.ts";
import type { CsValue } from "../model/value.ts";
import { valueKey } from "./image.ts";

export interface Naming {
  readonly hasNames: boolean;
  /** Null for what is no name of the style. Where objects have no names: the key of what references to them say. */
  nameKey(name: string): string | null;
  /** Of the anchor's values, in the order of the schema. */
  anchorKey(values: readonly CsValue[]): string;
  /** What references say where objects have no names: the anchor as text. */
  anchorText(values: readonly CsValue[]): string;
  /** The anchor as scripts get it. */
  normalized(value: CsValue): CsValue;
  /** Whether a key is that of a container, or of something in it. */
  isWithin(key: string, container: string): boolean;
  /** How many containers a key stands in. */
  depth(key: string): number;
}

export function createNaming({ distinguishedNameStyle, dataNormalization }: Capabilities): Naming {
  const normalized = (value: CsValue): CsValue =>
    typeof value === "string" && dataNormalization.length > 0 ? normalizeAnchor(value, dataNormalization) : value;
  return {
    hasNames: distinguishedNameStyle !== "None",
    nameKey: distinguishedNameStyle === "LDAP" ? remembering(pathKey) : (name) => (name === "" ? null : plainKey(name)),
    anchorKey: (values) => JSON.stringify(values.map((value) => valueKey(normalized(value)))),
    anchorText: (values) => (values.length === 1 ? textOf(values[0]) : JSON.stringify(values.map(textOf))),
    normalized,
    isWithin: (key, container) => key.startsWith(container),
    depth: (key) => key.split("\n").length,
  };

  function plainKey(name: string): string {
    return distinguishedNameStyle === "Generic" ? name.toLowerCase() : name;
  }
}

/** Managers, groups and containers are named again and again: taking a name apart is dear, and few of them are recent. */
const mostRemembered = 1_000;

function remembering(keyOf: (name: string) => string | null): (name: string) => string | null {
  const known = new Map<string, string | null>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const key = keyOf(name);
    if (known.size >= mostRemembered) known.clear();
    known.set(name, key);
    return key;
  };
}

function textOf(value: CsValue | undefined): string {
  if (value === undefined) return "";
  return typeof value === "object" ? Buffer.from(value).toString("base64") : String(value);
}

/**
 * The steps from the root to the object, a line each, so that the key of a container is the beginning of those in it. Steps
 * are JSON, which has no line ends within.
 */
function pathKey(name: string): string | null {
  const key = dnKey(name);
  if (key === null) return null;
  const steps: readonly (readonly string[])[] = JSON.parse(key);
  if (steps.length === 0) return null;
  return steps
    .toReversed()
    .map((step) => `${JSON.stringify(step)}\n`)
    .join("");
}
