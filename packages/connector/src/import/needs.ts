import type { CSEntry } from "../model/entry.ts";

/** An object of which only a part came. */
interface Need {
  /** Null where the entry did not say it. */
  readonly type: string | null;
  readonly anchorKey: string | null;
  readonly nameKey: string | null;
  readonly entry: CSEntry;
}

export interface Needs {
  add(need: Need): void;
  /** The whole came, or the object is gone, by its anchor or by its name. */
  meet(entry: {
    readonly type: { readonly name: string } | null;
    readonly anchorKey: string | null;
    readonly nameKey: string | null;
  }): void;
  /** Those that were not asked for yet, at most so many. */
  ask(most: number): readonly CSEntry[];
  /** Those that were asked for and did not come; they are not needed any more. */
  unmet(): readonly Need[];
}

/** Whom a delta import has to ask for as a whole, each once. */
export function createNeeds(): Needs {
  const open = new Map<string, Need>();
  const asked = new Set<Need>();
  const keysOf = (type: string | null, anchorKey: string | null, nameKey: string | null): string[] => [
    ...(anchorKey === null ? [] : [`anchor ${type ?? "*"} ${anchorKey}`]),
    ...(nameKey === null ? [] : [`name ${nameKey}`]),
  ];
  const drop = (need: Need) => {
    for (const key of keysOf(need.type, need.anchorKey, need.nameKey)) if (open.get(key) === need) open.delete(key);
  };
  return {
    add(need) {
      const keys = keysOf(need.type, need.anchorKey, need.nameKey);
      if (keys.some((key) => open.has(key))) return;
      for (const key of keys) open.set(key, need);
    },
    meet({ type, anchorKey, nameKey }) {
      for (const key of [...keysOf(type?.name ?? null, anchorKey, nameKey), ...keysOf(null, anchorKey, null)]) {
        const need = open.get(key);
        if (need !== undefined) drop(need);
      }
    },
    ask(most) {
      const found: Need[] = [];
      for (const need of new Set(open.values())) {
        if (found.length >= most) break;
        if (!asked.has(need)) found.push(need);
      }
      for (const need of found) asked.add(need);
      return found.map(({ entry }) => entry);
    },
    unmet() {
      const missing = [...new Set(open.values())].filter((need) => asked.has(need));
      for (const need of missing) drop(need);
      return missing;
    },
  };
}
