/** What the steps before a step would change, as far as known: laid over what its preview reads. */
import type { Change, EarlierChanges } from "@idle/contract";

export interface Prediction {
  /** Adds what a step would change on its alias; null for "not known". */
  add(alias: string | null, changes: readonly Change[] | null): void;
  /** Changes that touch a read: on the alias and, where the read names one, the identity. Null when they are not known. */
  touching(alias: string, args: object): readonly Change[] | null;
  earlierChanges(): EarlierChanges;
}

const none: readonly Change[] = [];

export function createPrediction(): Prediction {
  const changed = new Map<string, Change[]>();
  const unknown = new Set<string>();
  let some = false;
  let unsure = false;
  return {
    add(alias, changes) {
      if (changes === null) {
        unsure = true;
        if (alias !== null) unknown.add(alias);
        return;
      }
      if (changes.length > 0) some = true;
      for (const change of changes) {
        const list = changed.get(change.target.provider);
        if (list === undefined) changed.set(change.target.provider, [change]);
        else list.push(change);
      }
    },
    touching(alias, args) {
      if (unknown.has(alias)) return null;
      const list = changed.get(alias) ?? none;
      const { identityKey } = args as { identityKey?: unknown };
      if (typeof identityKey !== "string" || list.length === 0) return list;
      return list.filter((change) => change.target.identityKey === identityKey);
    },
    earlierChanges: () => {
      if (some) return "some";
      return unsure ? "unknown" : "none";
    },
  };
}

/** For previews against the state as it is now. */
export function noPrediction(earlierChanges: EarlierChanges): Prediction {
  return { add: () => undefined, touching: () => none, earlierChanges: () => earlierChanges };
}
