import type { PolicySubject } from "@idle/contract";
import type { PolicyLimit } from "../configuration.ts";
import type { Effect } from "../effects/effect.ts";
import { itemOf } from "../effects/item-of.ts";

/** What a limit has to judge, once all that takes time is known. */
export interface PreparedLimit {
  readonly rule: string;
  readonly limit: PolicyLimit;
  /** Which system's entries count; null for all. */
  readonly system: string | null;
  /** The alias that messages name; null for all. */
  readonly provider: string | null;
  /** What concerns it, whether it can be counted or not. */
  readonly effects: readonly Effect[];
  /** What the plan asks for. */
  readonly items: ReadonlySet<string>;
  /** What could be any number. */
  readonly uncounted: readonly Effect[];
  /** How many are allowed; null when the population cannot be told. */
  readonly most: number | null;
  /** Only of a percentage. */
  readonly population: number | null;
}

/** One for each limit; for a percentage without a provider one for each system that the plan works on. */
export async function prepareLimits(
  limits: readonly PolicyLimit[],
  effects: readonly Effect[],
  subject: Pick<PolicySubject, "populationOf" | "systemOf">,
): Promise<PreparedLimit[]> {
  const populations = new Map<string, Promise<number | null>>();
  const prepared: PreparedLimit[] = [];
  for (const [index, limit] of limits.entries()) {
    for (const scope of scopesOf(limit, effects, subject)) {
      const items = new Set<string>();
      const uncounted: Effect[] = [];
      for (const effect of scope.effects) {
        const item = itemOf(effect);
        if (item === null) uncounted.push(effect);
        else items.add(item);
      }
      let population: number | null = null;
      // A system is not asked for what no plan needs.
      if ("percent" in limit.most && scope.effects.length > 0 && scope.provider !== null) {
        const key = scope.system ?? "";
        const asked = populations.get(key) ?? subject.populationOf(scope.provider);
        populations.set(key, asked);
        population = wholeNumber(await asked);
      }
      const most = mostOf(limit, population);
      prepared.push({ rule: `limits[${index}]`, limit, ...scope, items, uncounted, most, population });
    }
  }
  return prepared;
}

type Scope = Pick<PreparedLimit, "system" | "provider" | "effects">;

function scopesOf(limit: PolicyLimit, all: readonly Effect[], { systemOf }: Pick<PolicySubject, "systemOf">): Scope[] {
  const effects = all.filter(({ action }) => action === limit.action);
  const { provider } = limit;
  if (provider !== null) {
    const system = systemOf(provider);
    // What is done in a system that is not known may be done in this one.
    const concerned = effects.filter((effect) => effect.system === system || effect.system === null);
    return [{ system, provider, effects: concerned }];
  }
  if ("count" in limit.most || effects.length === 0) return [{ system: null, provider: null, effects }];
  return [...Map.groupBy(effects, ({ system }) => system)].map(([system, concerned]) => ({
    system,
    provider: concerned[0]?.provider ?? null,
    effects: concerned,
  }));
}

function mostOf({ most }: PolicyLimit, population: number | null): number | null {
  if ("count" in most) return most.count;
  // Rounded down; the hair is what multiplying fractions loses.
  return population === null ? null : Math.floor((population * most.percent) / 100 + 1e-9);
}

function wholeNumber(population: number | null): number | null {
  return population !== null && Number.isSafeInteger(population) && population >= 0 ? population : null;
}
