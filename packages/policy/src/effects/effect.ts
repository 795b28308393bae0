/** Effects: what the steps of a plan would do, one by one, as rules see it. In: steps. Out: effects. */
import type { Change, PolicyStep } from "@idle/contract";
import type { ActionClass } from "../action-class.ts";
import { classifyCapability } from "./classify-capability.ts";
import { classifyChange } from "./classify-change.ts";

export interface Effect {
  readonly step: Pick<PolicyStep, "id" | "name">;
  /** "unknown" for what a capability of a third party may do, which is in no class and may be anything. */
  readonly action: ActionClass | "unknown";
  /** The alias; null when it is not known which. */
  readonly provider: string | null;
  /** What tells its system from others; null when it is not known which. */
  readonly system: string | null;
  /** Null when it is not known whose. */
  readonly identityKey: string | null;
  /** What is removed: only of a `revoke`, null when it is not known what and how many. */
  readonly entitlement: RemovedEntitlement | null;
}

interface RemovedEntitlement {
  readonly kind: string;
  /** Null for something that is removed, and is no entitlement with an id: its value may be a secret. */
  readonly id: string | null;
  /** The same for what counts once. */
  readonly mark: string;
}

/** In the order of the steps. A step whose changes are not known has one effect for each class of what it can do. */
export function effectsOf(steps: readonly PolicyStep[], systemOf: (provider: string) => string): Effect[] {
  return steps.flatMap((step) => {
    if (step.changes !== null) return effectsOfChanges(step, step.changes, systemOf);
    const { capabilities, provider, identityKey } = step;
    const classes = new Set(capabilities.map(classifyCapability).filter((action) => action !== null));
    const system = provider === null ? null : systemOf(provider);
    return [...classes].map((action) => ({ step, action, provider, system, identityKey, entitlement: null }));
  });
}

export function effectsOfChanges(
  step: Effect["step"],
  changes: readonly Change[],
  systemOf: (provider: string) => string,
): Effect[] {
  return changes.flatMap((change, index) => {
    const action = classifyChange(change);
    if (action === null) return [];
    const { provider, identityKey } = change.target;
    const entitlement = action === "revoke" ? removedBy(change, `${step.id}/${index}`) : null;
    return [{ step, action, provider, system: systemOf(provider), identityKey, entitlement }];
  });
}

const prefix = "entitlements.";

function removedBy({ path, before }: Change, place: string): RemovedEntitlement {
  const kind = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  if (typeof before !== "string") return { kind, id: null, mark: place };
  return { kind, id: path.startsWith(prefix) ? before : null, mark: before };
}
