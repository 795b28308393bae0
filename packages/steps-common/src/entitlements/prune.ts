/** What both prune steps share: reporting what the system would not let go, and warning of entries without effect. */
import type { Entitlement, ExecuteContext, StepOutcome } from "@idle/contract";
import type { Refusal } from "./apply.ts";

/** Collects refusals for the outputs, each with an event of its own. */
export function refusals({ emit }: Pick<ExecuteContext, "emit">) {
  const skipped: Refusal[] = [];
  const onRefusal = (refusal: Refusal): void => {
    skipped.push(refusal);
    const { kind, id, code } = refusal;
    emit("EntitlementSkipped", `${kind} ${JSON.stringify(id)} was not removed: ${refusal.message}`, { kind, id, code });
  };
  return { skipped, onRefusal };
}

/** What was refused, as the part of an outcome that says so; nothing where nothing was. */
export function leftBy(skipped: readonly Refusal[]): Pick<StepOutcome, "left"> {
  if (skipped.length === 0) return {};
  return { left: skipped.map(({ kind, id }) => ({ action: "remove", path: `entitlements.${kind}`, before: id })) };
}

/** A step that grants nothing does nothing with an entry of another kind: most likely a slip. */
export function warnOfOtherKinds(kept: readonly Entitlement[], kind: string, warn: (message: string) => void): void {
  for (const entry of kept) {
    if (entry.kind.toLowerCase() === kind.toLowerCase()) continue;
    warn(
      `keep names ${entry.kind} ${JSON.stringify(entry.id)}; this step removes ${kind} only, so that entry has no effect.`,
    );
  }
}
