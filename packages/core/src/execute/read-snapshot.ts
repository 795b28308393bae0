/**
 * What a step was seen to read right before it runs. It is answered the same once: so what it decides to change is what was
 * just compared with the plan, although others may write in between.
 */
import type { JsonValue } from "@idle/contract";
import { canonicalJson } from "../plan/canonical-json.ts";
import type { Read } from "../plan/read-record.ts";

export interface ReadSnapshot {
  /** Null when it was not read, or was taken already. */
  take(method: string, args: object): { readonly answer: unknown } | null;
}

export const noSnapshot: ReadSnapshot = { take: () => null };

export function createReadSnapshot(reads: readonly Read[]): ReadSnapshot {
  const known = new Map<string, { readonly answer: unknown }>();
  for (const { method, args, answer, isList } of reads) {
    const key = isList ? null : keyOf(method, args);
    if (key !== null) known.set(key, { answer });
  }
  return {
    take(method, args) {
      const key = keyOf(method, args);
      const found = key === null ? undefined : known.get(key);
      if (key === null || found === undefined) return null;
      known.delete(key);
      return found;
    },
  };
}

/** Null for arguments that are no data. */
function keyOf(method: string, args: object): string | null {
  try {
    return `${method} ${canonicalJson(JSON.parse(JSON.stringify(args)) as JsonValue)}`;
  } catch {
    return null;
  }
}
