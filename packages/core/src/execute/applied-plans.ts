/**
 * Which steps of a plan an earlier run has done that leave nothing to be read: acts, and what has no preview. Only a record
 * tells a plan that is applied twice from one that was never applied. Nothing depends on it but that: where it is lost, they
 * are done again.
 */
import { IdleError, type JsonValue, type SharedState, type StepResult } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { canLook } from "./look.ts";
import type { PreparedStep } from "./prepare.ts";
import type { OpenRun } from "./run.ts";

export interface AppliedSteps {
  readonly runId: string;
  /** ISO-8601 in UTC. */
  readonly at: string;
  /** Ids; "all" for all that the plan has. */
  readonly steps: readonly string[] | "all";
}

/** Those that leave nothing to be read, and the others; without those that do not apply. */
export function bySight(steps: readonly PreparedStep[]): readonly [PreparedStep[], PreparedStep[]] {
  const applicable = steps.filter(({ planned }) => planned.status === "Planned");
  const isUnseen = (step: PreparedStep) => step.type.isAct === true || step.planned.changes === null || !canLook(step);
  return [applicable.filter(isUnseen), applicable.filter((step) => !isUnseen(step))];
}

/** What a run has done of them. */
export function appliedIn(steps: readonly PreparedStep[], results: readonly StepResult[]): AppliedSteps["steps"] {
  const done = new Set(results.filter(({ status }) => status === "Completed").map(({ id }) => id));
  const unseen = bySight(steps)[0].map(({ planned }) => planned.id);
  const ids = unseen.filter((id) => done.has(id));
  return ids.length === unseen.length ? "all" : ids;
}

/** The oldest go first; a record may have 64 KiB. */
const [mostPlans, mostBytes] = [100, 60_000];
const [attempts, waitMs] = [20, 50];

/** Null when nothing is known. */
export async function findApplied({ machineState, plan }: OpenRun): Promise<AppliedSteps | null> {
  try {
    const record = (await machineState?.read(recordName(plan.plan.id))) ?? null;
    return entriesIn(record).get(plan.plan.id) ?? null;
  } catch {
    return null;
  }
}

/**
 * Before a run that has something to do: of what earlier runs did, only what this one leaves out stays on record, for it may
 * end before it comes to the rest. Throws what the state throws, and Busy.
 */
export async function keepApplied(run: OpenRun, known: AppliedSteps, steps: readonly string[]): Promise<void> {
  await write(run, { ...known, steps });
}

/** At the end of a run: what it did, or found done. Where that cannot be noted, it is done again another time. */
export async function noteApplied(run: OpenRun, applied: AppliedSteps): Promise<void> {
  if (run.machineState === null || applied.steps.length === 0) return;
  try {
    await write(run, applied);
  } catch {
    // The host knows that nothing is shared, and says so.
  }
}

async function write({ machineState, host, plan }: OpenRun, applied: AppliedSteps): Promise<void> {
  const name = recordName(plan.plan.id);
  for (let attempt = 1; machineState !== null; attempt += 1) {
    const lock = await machineState.tryLock(name);
    if (lock !== null) {
      try {
        await put(machineState, name, plan.plan.id, applied);
      } finally {
        await lock.release();
      }
      return;
    }
    if (attempt === attempts) {
      throw new IdleError("Busy", "Others kept the record of applied plans for too long.", { transient: true });
    }
    await host.sleep(waitMs);
  }
}

async function put(state: SharedState, name: string, planId: string, applied: AppliedSteps): Promise<void> {
  const entries = entriesIn(await state.read(name));
  entries.delete(planId);
  const kept = [...entries, ...(applied.steps.length === 0 ? [] : [[planId, applied] as const])].slice(-mostPlans);
  while (kept.length > 1 && Buffer.byteLength(JSON.stringify(kept)) > mostBytes) kept.shift();
  await state.write(name, Object.fromEntries(kept) as unknown as JsonValue);
}

/** One of 4,096, so that a state folder does not get a file for every plan that was ever applied. */
function recordName(planId: string): string {
  return `IdLE applied plans ${planId.replace("sha256:", "").slice(0, 3)}`;
}

/** What stands there may be of anybody, and of any age. */
function entriesIn(record: JsonValue): Map<string, AppliedSteps> {
  const entries = new Map<string, AppliedSteps>();
  for (const [planId, entry] of Object.entries(isObject(record) ? record : {})) {
    if (!isObject(entry)) continue;
    const { runId, at, steps } = entry;
    if (typeof runId !== "string" || typeof at !== "string" || (steps !== "all" && !Array.isArray(steps))) continue;
    entries.set(planId, {
      runId,
      at,
      steps: steps === "all" ? steps : steps.filter((step) => typeof step === "string"),
    });
  }
  return entries;
}
