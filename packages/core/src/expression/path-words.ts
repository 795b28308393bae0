/** What is said when a path leads nowhere. Keys are named, values never are. */
import { quoteList } from "../diagnostics/quote.ts";
import type { Path, Resolution } from "./path.ts";

type Missing = Exclude<Resolution, { kind: "found" }>;

/** Sentences: what is wrong at the path, how far it does resolve, and what is there instead. */
export function describeMissing(path: Path, missing: Missing): string {
  if (missing.kind === "ambiguous") {
    return `${missing.at} fits several keys that differ only in case: ${quoteList(missing.keys)}. Write one of them exactly.`;
  }
  const { deepest, keys, holds } = missing;
  const absent = `${path.join(".")} is not there.`;
  if (deepest === "") return `${absent} The roots are ${quoteList(keys)}.`;
  return `${absent} The path resolves as far as ${deepest}, ${describeHolding(holds, keys)}.`;
}

function describeHolding(holds: (Missing & { kind: "absent" })["holds"], keys: readonly string[]): string {
  if (holds === "null") return "which is null";
  if (holds === "scalar") return "which is a single value and has no keys";
  const place = holds === "list" ? "a list whose elements have" : "which has";
  return keys.length === 0 ? `${place} no keys` : `${place} the keys ${quoteList(keys)}`;
}
