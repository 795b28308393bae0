/** Plans and results as text that anybody may have written: bytes in, plain data out, or the reason why not. */
import type { IdleError } from "@idle/contract";
import { findDuplicateKey } from "./duplicate-key.ts";
import { findJsonProblem } from "./json-problem.ts";

export interface RecordKind {
  /** What messages call it. */
  readonly noun: "plan" | "result";
  readonly maxMebibytes: number;
  refuse(message: string, cause?: unknown): IdleError;
}

/** The parser's own error repeats a part of the text, which may hold a secret: it goes no further. */
export function parseRecord(text: string | Uint8Array, kind: RecordKind): unknown {
  const { noun, maxMebibytes, refuse } = kind;
  if (text.length > maxMebibytes * 1024 * 1024) throw refuse(`The ${noun} is larger than ${maxMebibytes} MiB.`);
  const decoded = decode(text, kind);
  const value = parse(decoded, kind);
  const twice = findDuplicateKey(decoded);
  if (twice === null) return value;
  throw refuse(`The ${noun} has the key ${JSON.stringify(twice)} twice in one object. Make a new ${noun}.`);
}

function decode(text: string | Uint8Array, { noun, refuse }: RecordKind): string {
  if (typeof text === "string") return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    throw refuse(`This is no ${noun}: it is not UTF-8.`);
  }
}

function parse(text: string, { noun, refuse }: RecordKind): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const problem = findJsonProblem(text);
    const where = problem === null ? "" : ` At ${problem.line}:${problem.column}, ${problem.expected} should stand.`;
    throw refuse(`This is no ${noun}: it is not JSON.${where}`);
  }
}

const deepest = 128;

/** A copy as JSON would carry it. */
export function plainCopy(value: unknown, { noun, refuse }: RecordKind): unknown {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(value));
  } catch (cause) {
    throw refuse(`This is no ${noun}: it is no plain data.`, cause);
  }
  if (isDeeperThan(copy, deepest)) throw refuse(`This is no ${noun}: it is nested over ${deepest} levels.`);
  return copy;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}
