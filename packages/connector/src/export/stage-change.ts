import { currentImage } from "../import/settle.ts";
import { comparer } from "../space/compare-values.ts";
import { findRow } from "../space/find-row.ts";
import { type Intent, mergeIntents, openAttributes } from "../space/intent.ts";
import { imageOf, intentIn, intentText, type ObjectRow } from "../space/object-store.ts";
import { namedBy } from "../space/references.ts";
import type { ObjectName, StagedChange, Unstaging } from "../space/staging.ts";
import { notThere, readChange, type Staging } from "./stage.ts";

/** Notes one change, within the caller's transaction. False when it is so already. Throws what `readChange` does. */
export function stageChange(change: StagedChange | Unstaging, staging: Staging): boolean {
  const { objects: store, naming } = staging.internals;
  if (change.action === "unstage") {
    const taken = unstage(change.object, staging);
    if (taken === "noObject") throw notThere(change.object);
    return taken === "takenBack";
  }
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
  const merged = mergeIntents(intentIn(row.staged), intent);
  const isUnknown = row.image === null && row.sent === null && row.sending === null;
  if (merged === null && isUnknown) store.remove(row.id);
  else {
    // An addition that is taken back may be on its way, or there, already: then it is to be deleted.
    store.update(row.id, { staged: intentText(merged === null ? intent : whatIsOpen(merged, row, staging)) });
    store.addWishes(row.id, targets);
  }
  return true;
}

/** Takes back what is staged for an object and was never sent, within the caller's transaction. */
export function unstage(
  object: ObjectName,
  { internals, index }: Pick<Staging, "internals" | "index">,
): "takenBack" | "nothingStaged" | "noObject" {
  const row = findRow(object, index, internals);
  if (row === null) return "noObject";
  if (row.staged === null) return "nothingStaged";
  if (row.image === null && row.sent === null && row.sending === null) internals.objects.remove(row.id);
  else internals.objects.update(row.id, { staged: null });
  return "takenBack";
}

/** Null for a wish that came to what holds. */
function whatIsOpen(merged: Intent, row: ObjectRow, { internals, index }: Staging): Intent | null {
  const current = currentImage(imageOf(row), intentIn(row.sent));
  // What is on its way may change it.
  if (merged.kind !== "update" || current === null || row.sending !== null) return merged;
  const isSame = comparer(row.type, { index, naming: internals.naming });
  const attributes = openAttributes(current, merged.attributes, isSame);
  const newDn = merged.newDn === row.dn ? null : merged.newDn;
  return attributes.size === 0 && newDn === null ? null : { ...merged, attributes, newDn };
}
