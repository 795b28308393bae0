/**
 * Which steps of a plan an earlier run has done that leave nothing to be read: acts, and what has no preview. Only a record
 * tells a plan that is applied twice from one that was never applied. Nothing depends on it but that: where it is lost, they
 * are done again.
 */
import { createHash } from "node:crypto";
import { IdleError, type JsonValue, type SharedState } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { isUnseen } from "./look.ts";
import type { PreparedStep } from "./prepare.ts";
import type { OpenRun } from "./run.ts";

/** Who did a step, and when (ISO-8601 in UTC). */
export interface Doer {
  readonly runId: string;
  readonly at: string;
}

/** By the mark of the step. */
export type AppliedSteps = ReadonlyMap<string, Doer>;

/** A step in a system: what was done to one says nothing of another that the same plan is applied to. */
export function markOf({ planned, entry }: PreparedStep): string {
  const system = createHash("sha256")
    .update(entry?.system ?? "")
    .digest("hex");
  return `${planned.id} ${system.slice(0, 16)}`;
}

/** Those that leave nothing to be read, and the others; without those that do not apply. */
export function bySight(steps: readonly PreparedStep[]): readonly [PreparedStep[], PreparedStep[]] {
  const applicable = steps.filter(({ planned }) => planned.status === "Planned");
  return [applicable.filter(isUnseen), applicable.filter((step) => !isUnseen(step))];
}

/** The oldest go first; a record may have 64 KiB. */
const [mostPlans, mostBytes] = [100, 60_000];
const [attempts, waitMs] = [20, 50];

/** Nothing where nothing can be read. */
export async function findApplied({ machineState, plan }: OpenRun): Promise<AppliedSteps> {
  try {
    const record = (await machineState?.read(recordName(plan.plan.id))) ?? null;
    return plansIn(record).get(plan.plan.id) ?? new Map();
  } catch {
    return new Map();
  }
}

/** In place of what is on record of the plan. Throws what the state throws, and Busy. */
export async function writeApplied({ machineState, host, plan }: OpenRun, applied: AppliedSteps): Promise<void> {
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
  const plans = plansIn(await state.read(name));
  plans.delete(planId);
  const kept = [...plans, ...(applied.size === 0 ? [] : [[planId, applied] as const])].slice(-mostPlans);
  const data = () => kept.map(([id, steps]) => [id, Object.fromEntries(steps)]);
  while (kept.length > 0 && Buffer.byteLength(JSON.stringify(data())) > mostBytes) kept.shift();
  await state.write(name, Object.fromEntries(data()) as JsonValue);
}

/** One of 4,096, so that a state folder does not get a file for every plan that was ever applied. */
function recordName(planId: string): string {
  return `IdLE applied plans ${planId.replace("sha256:", "").slice(0, 3)}`;
}

/** What stands there may be of anybody, and of any age. */
function plansIn(record: JsonValue): Map<string, AppliedSteps> {
  const plans = new Map<string, AppliedSteps>();
  for (const [planId, steps] of Object.entries(isObject(record) ? record : {})) {
    const doers = Object.entries(isObject(steps) ? steps : {}).flatMap(([mark, doer]): [string, Doer][] => {
      const { runId, at } = isObject(doer) ? doer : {};
      return typeof runId === "string" && typeof at === "string" ? [[mark, { runId, at }]] : [];
    });
    plans.set(planId, new Map(doers));
  }
  return plans;
}
