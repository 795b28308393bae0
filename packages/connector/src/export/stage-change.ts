import { mergeIntents } from "../space/intent.ts";
import { intentIn, intentText } from "../space/object-store.ts";
import { namedBy } from "../space/references.ts";
import type { StagedChange } from "../space/staging.ts";
import { readChange, type Staging } from "./stage.ts";

/** Notes one change, within the caller's transaction. False when it is so already. Throws what `readChange` does. */
export function stageChange(change: StagedChange, staging: Staging): boolean {
  const { objects: store, naming } = staging.internals;
  const wanted = readChange(change, staging);
  const { row, intent, type } = wanted;
  if (intent === null) return false;
  const targets = namedBy(intent.attributes, type, naming);
  if (row === null) {
    const { partition, anchorKey, anchor, dn, nameKey } = wanted;
    const place = { partition, type: type.name, anchorKey, anchor, dn, nameKey };
    store.addWishes(
      store.insert({ ...place, image: null, staged: intentText(intent), sent: null, sending: null }),
      targets,
    );
    return true;
  }
  // An addition that is taken back may be on its way already: then it is to be deleted.
  const merged = mergeIntents(intentIn(row.staged), intent) ?? (row.sending === null ? null : intent);
  if (merged === null && row.image === null && row.sent === null && row.sending === null) store.remove(row.id);
  else {
    store.update(row.id, { staged: intentText(merged) });
    store.addWishes(row.id, targets);
  }
  return true;
}
