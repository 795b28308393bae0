/**
 * Whether the host's policy lets the run begin, and later each failure step, asked with what they would change by then;
 * and what was done, told afterwards.
 */
import type { Admission, Change, DoneSteps, PolicyStep, PolicyVerdict, StepResult } from "@idle/contract";
import { checkAdmission } from "../policy/check-verdicts.ts";
import { learnHidden } from "../policy/hidden-values.ts";
import { type PolicyPlace, policyQuestions } from "../policy/policy-questions.ts";
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
  /** For a failure step that is come to. Throws PolicyRefused. */
  admitStep(step: PreparedStep, changes: readonly Change[] | null): Promise<void>;
  /** What became of it. Never rejects. */
  settleStep(result: StepResult): Promise<void>;
  /** To be called when nothing is written any more. Never rejects: the run is over by then. */
  settle(results: readonly StepResult[]): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;
const noPolicy: RunAdmission = { verdicts: null, admitStep: nothing, settleStep: nothing, settle: nothing };

/** Throws PolicyRefused, and what the policy and its questions throw. */
export async function admitRun(
  steps: readonly PreparedStep[],
  bag: OpenBag,
  world: World,
  run: OpenRun,
): Promise<RunAdmission> {
  if (run.policy === null) return noPolicy;
  const planned = steps.filter((step) => step.planned.status === "Planned");
  const whole = await ask(
    planned.map((step) => policyStep(step, world.before.get(step.planned.id) ?? null)),
    run.runId,
    planned,
    bag,
    run,
  );
  const byId = new Map(planned.map((step) => [step.planned.id, step]));
  const ofSteps = new Map<string, Admission>();
  const tell = (admission: Admission, results: readonly StepResult[]) =>
    settled(admission, new Map(results.map((result) => [result.id, doneBy(result, byId.get(result.id), world)])), run);
  return {
    verdicts: whole.verdicts,
    async admitStep(step, changes) {
      const { id } = step.planned;
      ofSteps.set(id, await ask([policyStep(step, changes)], `${run.runId}/${id}`, [step], bag, run));
    },
    async settleStep(result) {
      const admission = ofSteps.get(result.id);
      if (admission !== undefined) await tell(admission, [result]);
    },
    settle: (results) => tell(whole, results),
  };
}

async function ask(
  steps: readonly PolicyStep[],
  runId: string,
  prepared: readonly PreparedStep[],
  bag: OpenBag,
  run: OpenRun,
): Promise<Admission> {
  const { policy, plan, signal, redactor, host, sessions, capabilities, retryProfile: profile } = run;
  const seed = plan.request.correlationId;
  const questions = policyQuestions({
    bag,
    sessions,
    capabilities,
    places: prepared.map(placeOf),
    signal,
    retry: (what, read) => retry(read, { host, profile, seed: `${seed}|${what}`, signal }),
  });
  const asking = (async () =>
    policy?.admit({
      planId: plan.plan.id,
      runId,
      workflow: plan.plan.workflow.name,
      actor: plan.request.actor,
      correlationId: plan.request.correlationId,
      // Its own copy: what it does to it must not be what the run is held to.
      steps: structuredClone(steps),
      signal,
      ...questions,
    }))();
  let answer: unknown;
  try {
    answer = await abortable(asking, signal);
  } catch (error) {
    // One that comes too late has reserved for nothing.
    asking.then((late) => late?.settle(new Map())).catch(() => undefined);
    throw error;
  }
  const admission = checkAdmission(answer, learnHidden(steps, redactor));
  if (!admission.isAdmitted) throw refused(admission.verdicts);
  return admission;
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
  const identityKey = identityKeyOf(planned);
  return { id, name, stepType, provider, capabilities: type.requiredCapabilities, changes, identityKey };
}

function placeOf({ planned }: PreparedStep): PolicyPlace {
  const { provider, authSessionName, authSessionOptions } = planned;
  return {
    provider,
    identityKey: identityKeyOf(planned),
    sessionName: authSessionName,
    sessionOptions: authSessionOptions,
  };
}

function identityKeyOf({ inputs }: PreparedStep["planned"]): string | null {
  const { identityKey } = inputs ?? {};
  return typeof identityKey === "string" ? identityKey : null;
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
