/**
 * Whether the host's policy lets the run begin, and later each failure step, asked with what they would change by then;
 * and what was done, told afterwards.
 */
import type { Admission, Change, DoneSteps, Policy, PolicyStep, PolicyVerdict, StepResult } from "@idle/contract";
import { identityKeyIn } from "../plan/identity-key.ts";
import { checkAdmission } from "../policy/check-verdicts.ts";
import { learnHidden } from "../policy/hidden-values.ts";
import { policyFailure } from "../policy/policy-failure.ts";
import { type PolicyPlace, policySubject } from "../policy/policy-subject.ts";
import { refused } from "../policy/refused.ts";
import { abortable } from "../providers/abortable.ts";
import type { OpenBag } from "../providers/bag.ts";
import { retry } from "../retry/retry.ts";
import type { PreparedStep } from "./prepare.ts";
import type { OpenRun } from "./run.ts";
import type { World } from "./world.ts";

/** How long the end of a run waits for a policy that is told what was done. */
const settleMs = 120_000;

export interface RunAdmission {
  /** Null where the host has no policy. */
  readonly verdicts: readonly PolicyVerdict[] | null;
  /** For a failure step that is come to. Throws PolicyRefused, and what the policy and its questions throw. */
  admitStep(step: PreparedStep, changes: readonly Change[] | null, signal: AbortSignal): Promise<void>;
  /** To be called when nothing is written any more. Never rejects: the run is over by then. */
  settle(results: readonly StepResult[]): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;
const noPolicy: RunAdmission = { verdicts: null, admitStep: nothing, settle: nothing };

/** Throws PolicyRefused, and what the policy and its questions throw. */
export async function admitRun(
  steps: readonly PreparedStep[],
  bag: OpenBag,
  world: World,
  run: OpenRun,
): Promise<RunAdmission> {
  const { policy, signal } = run;
  if (policy === null) return noPolicy;
  const planned = steps.filter((step) => step.planned.status === "Planned");
  const asked = planned.map((step) => policyStep(step, world.before.get(step.planned.id) ?? null));
  const whole = await ask(policy, { steps: asked, prepared: planned, isPart: false, signal }, bag, run);
  if (!whole.isAdmitted) throw refused(whole.verdicts, null);
  const byId = new Map(planned.map((step) => [step.planned.id, step]));
  return {
    verdicts: whole.verdicts,
    async admitStep(step, changes, stepSignal) {
      const wish = { steps: [policyStep(step, changes)], prepared: [step], isPart: true, signal: stepSignal };
      const { isAdmitted, verdicts } = await ask(policy, wish, bag, run);
      if (!isAdmitted) throw refused(verdicts, step.planned.name);
    },
    settle(results) {
      const done = results.map((result) => [result.id, doneBy(result, byId.get(result.id), world)] as const);
      return settled(whole, new Map(done), run);
    },
  };
}

interface Wish {
  readonly steps: readonly PolicyStep[];
  readonly prepared: readonly PreparedStep[];
  readonly isPart: boolean;
  readonly signal: AbortSignal;
}

async function ask(
  policy: Policy,
  { steps, prepared, isPart, signal }: Wish,
  bag: OpenBag,
  { plan, runId, redactor, host, sessions, capabilities, retryProfile: profile }: OpenRun,
): Promise<Admission> {
  const { correlationId } = plan.request;
  const subject = policySubject(plan, steps, {
    bag,
    sessions,
    capabilities,
    places: prepared.map(placeOf),
    signal,
    retry: (what, read) => retry(read, { host, profile, seed: `${correlationId}|${what}`, signal }),
  });
  const words = learnHidden(steps, redactor);
  const asking = (async () => policy.admit({ ...subject, runId, isPart }))();
  try {
    return checkAdmission(await abortable(asking, signal), words);
  } catch (error) {
    // One that comes too late has reserved for nothing; of a part, the whole tells.
    if (!isPart) asking.then((late) => late.settle(new Map())).catch(() => undefined);
    throw policyFailure(error, words);
  }
}

/** Whatever the policy makes of it, the run is over: a policy that fails or hangs is told of, and what it reserved stays. */
async function settled(admission: Admission, done: DoneSteps, { host, redactor, events }: OpenRun): Promise<void> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    const why = new Error(`The policy was not done after ${settleMs / 1000} s.`);
    cancel = host.setTimer(settleMs, () => reject(why));
  });
  try {
    await Promise.race([admission.settle(done), late]);
  } catch (error) {
    const { message } = redactor.error(error);
    const text = `What was done could not be told to the policy, so all that the plan asked for stays counted: ${message}`;
    events.emit("PolicyNotSettled", text);
  } finally {
    cancel();
  }
}

function policyStep({ planned, type }: PreparedStep, changes: readonly Change[] | null): PolicyStep {
  const { id, name, stepType, provider } = planned;
  const identityKey = identityKeyIn(planned.inputs);
  return { id, name, stepType, provider, capabilities: type.requiredCapabilities, changes, identityKey };
}

function placeOf({ planned }: PreparedStep): PolicyPlace {
  const { provider, authSessionName, authSessionOptions } = planned;
  return {
    provider,
    identityKey: identityKeyIn(planned.inputs),
    sessionName: authSessionName,
    sessionOptions: authSessionOptions,
  };
}

function doneBy(
  { id, status, changed, attempts, error }: StepResult,
  step: PreparedStep | undefined,
  world: World,
): readonly Change[] | "Asked" | null {
  if (status === "Completed") return changed ? (world.now.get(id) ?? "Asked") : [];
  // What a step without a provider has done by then, nobody sees.
  const isInDark = step?.entry === null && attempts > 0;
  return changed || isInDark || error?.details?.outcomeUnknown === true ? null : [];
}
