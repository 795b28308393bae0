/** Distinguished names: which one is the same, what stands in what, and how a thing is called that was moved. */
import { dnKey, parseDn } from "@idle/contract";

export interface Name {
  /** As it was written. */
  readonly text: string;
  /**
   * The same for all spellings: the steps from the root to the object, a line each, so that the key of a container is the
   * beginning of the keys of what is in it.
   */
  readonly key: string;
  readonly parentKey: string;
  /** What the name begins with, such as `CN`; null where its first step has more than one part. */
  readonly rdn: string | null;
}

/** Null for what is no distinguished name, and for the empty one. */
export function readName(text: string): Name | null {
  const parts = parseDn(text);
  const key = dnKey(text);
  if (parts === null || key === null || parts.length === 0) return null;
  const steps: readonly unknown[] = JSON.parse(key);
  const lines = steps.toReversed().map((step) => `${JSON.stringify(step)}\n`);
  const [first] = parts;
  return {
    text,
    key: lines.join(""),
    parentKey: lines.slice(0, -1).join(""),
    rdn: first?.length === 1 ? (first[0]?.type.toUpperCase() ?? null) : null,
  };
}

export function isWithin(key: string, container: string): boolean {
  return key !== container && key.startsWith(container);
}

/** What stood in a container, when the container is called otherwise. */
export function movedWith(name: Name, before: Name, after: Name): Name {
  const steps = name.key.slice(before.key.length).split("\n").length - 1;
  const moved = readName(`${firstSteps(name.text, steps)},${after.text}`);
  if (moved === null) throw new Error(`${JSON.stringify(name.text)} cannot be moved.`);
  return moved;
}

function firstSteps(text: string, steps: number): string {
  let at = 0;
  for (let left = steps; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === ",") {
      left -= 1;
      if (left === 0) break;
    }
  }
  return text.slice(0, at);
}
