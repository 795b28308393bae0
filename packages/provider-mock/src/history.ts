import { type Change, isSecret, type JsonObject, type JsonValue } from "@idle/contract";

/** One call, in the order in which the calls took effect. */
export interface HistoryEntry {
  readonly kind: "read" | "write";
  readonly method: string;
  /** A copy of the arguments without session and signal; a secret is shown as `[REDACTED]`. */
  readonly args: JsonObject;
  /** What the call changed, as a plan tells it; `[]` for reads and for what held already. */
  readonly changes: readonly Change[];
}

export function copyArguments(args: object): JsonObject {
  const { session: _session, signal: _signal, ...own } = args as Record<string, unknown>;
  return copyObject(own);
}

function copyObject(source: object): JsonObject {
  const entries = Object.entries(source).filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(entries.map(([key, value]) => [key, copy(value)])));
}

function copy(value: unknown): JsonValue {
  if (isSecret(value)) return "[REDACTED]";
  if (Array.isArray(value)) return Object.freeze(value.map(copy));
  if (typeof value === "object" && value !== null) return copyObject(value);
  return value as JsonValue;
}
