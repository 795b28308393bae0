/**
 * Which acts of a plan an earlier run has done. Acts leave nothing that could be read back, so that only a record tells a
 * plan that is applied twice from one that was never applied. Nothing depends on it but that: where it is lost, the act is
 * done again.
 */
import type { JsonValue, SharedState } from "@idle/contract";
import { isObject } from "../data/value.ts";
import type { OpenRun } from "./run.ts";

export interface AppliedActs {
  readonly runId: string;
  /** ISO-8601 in UTC. */
  readonly at: string;
  /** Ids of the steps. */
  readonly steps: readonly string[];
}

/** The oldest go first; a record may have 64 KiB. */
const mostPlans = 100;
const [attempts, waitMs] = [20, 50];

/** Null when nothing is known. */
export async function findApplied({ machineState, plan }: OpenRun): Promise<AppliedActs | null> {
  try {
    const record = (await machineState?.read(recordName(plan.plan.id))) ?? null;
    return entriesIn(record).get(plan.plan.id) ?? null;
  } catch {
    return null;
  }
}

/** Adds to what earlier runs of the plan have done. */
export async function noteApplied(run: OpenRun, acts: AppliedActs): Promise<void> {
  const { machineState, host } = run;
  if (machineState === null || acts.steps.length === 0) return;
  const { id } = run.plan.plan;
  const name = recordName(id);
  try {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const lock = await machineState.tryLock(name);
      if (lock === null) {
        await host.sleep(waitMs);
        continue;
      }
      try {
        await add(machineState, name, id, acts);
        return;
      } finally {
        await lock.release();
      }
    }
  } catch {
    // The host knows that nothing is shared, and says so.
  }
}

async function add(state: SharedState, name: string, planId: string, acts: AppliedActs): Promise<void> {
  const entries = entriesIn(await state.read(name));
  const steps = new Set([...(entries.get(planId)?.steps ?? []), ...acts.steps]);
  entries.delete(planId);
  entries.set(planId, { ...acts, steps: [...steps] });
  await state.write(name, Object.fromEntries([...entries].slice(-mostPlans)) as unknown as JsonValue);
}

/** One of 4,096, so that a state folder does not get a file for every plan that was ever applied. */
function recordName(planId: string): string {
  return `IdLE applied plans ${planId.replace("sha256:", "").slice(0, 3)}`;
}

/** What stands there may be of anybody, and of any age. */
function entriesIn(record: JsonValue): Map<string, AppliedActs> {
  const entries = new Map<string, AppliedActs>();
  for (const [planId, entry] of Object.entries(isObject(record) ? record : {})) {
    if (!isObject(entry)) continue;
    const { runId, at, steps } = entry;
    if (typeof runId !== "string" || typeof at !== "string" || !Array.isArray(steps)) continue;
    entries.set(planId, { runId, at, steps: steps.filter((step) => typeof step === "string") });
  }
  return entries;
}
