/** What holds once a step's changes are done, by path. */
import type { Change, JsonObject, JsonValue } from "@idle/contract";

const entitlements = "entitlements.";

/** Null where the changes are not known; an `invoke` has no entry. */
export function expectedState(changes: readonly Change[] | null): JsonObject | null {
  if (changes === null) return null;
  const state = new Map<string, JsonValue>();
  for (const { action, path, before, after } of changes) {
    if (action === "invoke") continue;
    if (path.startsWith(entitlements) && (action === "add" || action === "remove")) {
      const lists = (state.get(path) ?? { present: [], absent: [] }) as { present: JsonValue[]; absent: JsonValue[] };
      if (action === "add") lists.present.push(after ?? null);
      else lists.absent.push(before ?? null);
      state.set(path, lists as unknown as JsonValue);
    } else {
      state.set(path, action === "delete" ? null : (after ?? null));
    }
  }
  return Object.fromEntries(state);
}
