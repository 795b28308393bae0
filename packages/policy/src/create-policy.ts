/** The policy as a whole, on one screen: steps become effects, effects are judged by each rule, and what is asked is counted. */
import {
  type Admission,
  type AdmissionSubject,
  type DoneSteps,
  IdleError,
  type Policy,
  type PolicySubject,
  type PolicyVerdict,
} from "@idle/contract";
import type { PolicyConfiguration } from "./configuration.ts";
import { type Effect, effectsOf } from "./effects/effect.ts";
import { compileFreeze } from "./freeze/check-freeze.ts";
import type { LedgerPage, LedgerView, PolicyLedger } from "./ledger/ledger.ts";
import { judgeLimit } from "./limits/judge-limit.ts";
import { type PreparedLimit, prepareLimits } from "./limits/prepare-limits.ts";
import { reserve, settle } from "./limits/reserve.ts";
import { noUsage, usageOf } from "./limits/usage.ts";
import { checkProtection } from "./protection/check-protection.ts";
import { remembered } from "./protection/remembered.ts";

export interface PolicyHost {
  /** Where rolling windows are counted. It is left alone where no limit has one, and for plans that change nothing countable. */
  readonly state: PolicyLedger;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Both methods reject with what the subject's questions and the ledger reject with, and with Cancelled. Whoever cannot
 * get a verdict must not write.
 */
export function createPolicy(configuration: PolicyConfiguration, { state, now }: PolicyHost): Policy {
  const checkFreeze = compileFreeze(configuration.freeze);
  /** What runs that go on were admitted for, by their ids. */
  const going = new Map<string, readonly Effect[]>();
  const isCounting = configuration.limits.some(({ per }) => per !== "plan");

  /** Everything that takes time, so that the ledger is held for a moment only. */
  async function prepare(subject: PolicySubject, earlier: readonly Effect[] = []): Promise<Prepared> {
    stopWhenAborted(subject);
    const systemOf = (provider: string) => subject.systemOf(provider);
    const effects = effectsOf(subject.steps, systemOf);
    const protection = await checkProtection(configuration.protected, effects, {
      systemOf,
      heldBy: remembered((provider, key) => subject.entitlementsOf(provider, key)),
      ownKeysOf: remembered((provider, key) => subject.ownKeysOf(provider, key)),
    });
    stopWhenAborted(subject);
    const all = [...earlier, ...effects];
    const limits = await prepareLimits(configuration.limits, all, subject);
    stopWhenAborted(subject);
    return { effects: all, protection, limits, needsLedger: isCounting && effects.length > 0 };
  }

  function judge(
    { steps, planId, isPart = false }: PolicySubject & { readonly isPart?: boolean },
    { protection, limits }: Prepared,
    view: LedgerView | null,
    time: number,
  ) {
    const usage = (limit: PreparedLimit) => (view === null ? noUsage : usageOf(limit, view, planId, time));
    const ids = steps.filter(({ changes }) => changes === null || changes.length > 0).map(({ id }) => id);
    const freezes = isPart ? [] : checkFreeze(ids, time);
    return [...protection, ...limits.map((limit) => judgeLimit(limit, usage(limit), time)), ...freezes];
  }

  return Object.freeze({
    async review(subject: PolicySubject): Promise<readonly PolicyVerdict[]> {
      const prepared = await prepare(subject);
      if (!prepared.needsLedger) return judge(subject, prepared, null, timeOf(now));
      return state.read((view) => judge(subject, prepared, view, timeOf(now)), subject.signal);
    },

    async admit(subject: AdmissionSubject): Promise<Admission> {
      const { planId, runId, isPart } = subject;
      const run = { planId, runId };
      const prepared = await prepare(subject, isPart ? going.get(runId) : []);
      const { effects, needsLedger } = prepared;
      const work = (page: LedgerPage | null): readonly PolicyVerdict[] => {
        // The clock is read under the lock: who waited for it may have waited into a freeze.
        const time = timeOf(now);
        const judged = judge(subject, prepared, page, time);
        if (isKept(judged) && page !== null) reserve(page, run, effects, time);
        return judged;
      };
      const verdicts = needsLedger ? await state.transact(work, subject.signal) : work(null);
      if (isKept(verdicts)) going.set(runId, effects);
      if (!isKept(verdicts) || isPart) return admission(verdicts, async () => undefined);
      return admission(verdicts, async (done) => {
        const all = going.get(runId) ?? effects;
        const systemOf = (provider: string) => subject.systemOf(provider);
        if (isCounting && (all.length > 0 || hasChanges(done))) {
          await state.transact((page) => settle(page, run, all, done, { systemOf, now: timeOf(now) }));
        }
        going.delete(runId);
      });
    },
  });
}

function hasChanges(done: DoneSteps): boolean {
  return [...done.values()].some((changes) => changes === null || changes === "Asked" || changes.length > 0);
}

interface Prepared {
  readonly effects: readonly Effect[];
  readonly protection: readonly PolicyVerdict[];
  readonly limits: readonly PreparedLimit[];
  readonly needsLedger: boolean;
}

function admission(verdicts: readonly PolicyVerdict[], settleOnce: (done: DoneSteps) => Promise<void>): Admission {
  let settling: Promise<void> | null = null;
  return Object.freeze({
    isAdmitted: isKept(verdicts),
    verdicts,
    settle(done: DoneSteps) {
      // One that failed may be tried again.
      settling ??= settleOnce(done).catch((error) => {
        settling = null;
        throw error;
      });
      return settling;
    },
  });
}

function isKept(verdicts: readonly PolicyVerdict[]): boolean {
  return verdicts.every(({ outcome }) => outcome === "allowed");
}

function timeOf(now: () => number): number {
  const time = Math.floor(now());
  if (Number.isSafeInteger(time)) return time;
  throw new IdleError("InvalidInput", "The clock that was handed to the policy tells no time.");
}

function stopWhenAborted({ signal }: PolicySubject): void {
  if (signal.aborted) throw new IdleError("Cancelled", "The host aborted while the policy was asked.");
}
