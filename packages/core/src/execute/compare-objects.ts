import type { PlannedObject } from "@idle/contract";
import { objectsRead } from "../plan/objects-read.ts";
import type { Read } from "../plan/read-record.ts";
import type { Comparison } from "./compare-changes.ts";
import { whenReviewed } from "./drift-in-words.ts";
import type { OpenRun } from "./run.ts";

/**
 * A comparison of changes, and of whom they are about: who has got somebody else's key since the plan was made is not the
 * one that was reviewed, however alike.
 */
export function withObjects(
  comparison: Comparison,
  objects: readonly PlannedObject[],
  reads: readonly Read[],
  { redactor }: Pick<OpenRun, "redactor">,
): Comparison {
  if (objects.length === 0) return comparison;
  const now = new Map(objectsRead(reads, redactor).map(({ identityKey, id }) => [identityKey, id]));
  const differences = objects.flatMap(({ identityKey, id }) => {
    const found = now.get(identityKey);
    if (found === undefined || found === id) return [];
    return `${JSON.stringify(identityKey)} was the object ${id} ${whenReviewed}, now it is another one, ${found}.`;
  });
  if (differences.length === 0) return comparison;
  const others = comparison.kind === "Other" ? comparison.differences : [];
  return { kind: "Other", differences: [...differences, ...others] };
}
