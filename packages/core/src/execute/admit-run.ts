/** Whether the host's policy lets the run begin, asked with what steps would change now; and what was done, told afterwards. */
import type { Change, PolicyStep, PolicyVerdict, StepResult } from "@idle/contract";
import { checkAdmission } from "../policy/check-verdicts.ts";
import { policyQuestions, type StepAccess } from "../policy/policy-questions.ts";
import { refused } from "../policy/refused.ts";
import { abortable } from "../providers/abortable.ts";
import type { OpenBag } from "../providers/bag.ts";
import { retry } from "../retry/retry.ts";
import type { PreparedStep } from "./prepare.ts";
import type { OpenRun } from "./run.ts";
import type { World } from "./world.ts";

export interface RunAdmission {
  /** Null where the host has no policy. */
  readonly verdicts: readonly PolicyVerdict[] | null;
  /** To be called when nothing is written any more. Never rejects: the run is over by then. */
  settle(results: readonly StepResult[]): Promise<void>;
}

const noPolicy: RunAdmission = { verdicts: null, settle: async () => undefined };

/** Throws PolicyRefused, and what the policy and its questions throw. */
export async function admitRun(
  steps: readonly PreparedStep[],
  bag: OpenBag,
  world: World,
  run: OpenRun,
): Promise<RunAdmission> {
  const { policy, plan, runId, signal, redactor, host } = run;
  if (policy === null) return noPolicy;
  const planned = steps.filter((step) => step.planned.status === "Planned");
  const questions = policyQuestions({
    bag,
    sessions: run.sessions,
    capabilities: run.capabilities,
    access: planned.map(accessOf),
    signal,
    retry: (what, read) =>
      retry(read, { host, profile: run.retryProfile, seed: `${plan.request.correlationId}|${what}`, signal }),
  });
  const asking = policy.admit({
    planId: plan.plan.id,
    runId,
    workflow: plan.plan.workflow.name,
    actor: plan.request.actor,
    correlationId: plan.request.correlationId,
    steps: planned.map((step) => policyStep(step, world)),
    signal,
    ...questions,
  });
  const admission = await abortable(asking, signal).then(
    (answer) => checkAdmission(answer, redactor),
    (error) => {
      // One that comes too late has reserved for nothing.
      asking.then((late) => late.settle(new Map())).catch(() => undefined);
      throw error;
    },
  );
  if (!admission.isAdmitted) throw refused(admission.verdicts);
  return {
    verdicts: admission.verdicts,
    async settle(results) {
      try {
        await admission.settle(doneBy(results, world));
      } catch (error) {
        const { message } = redactor.error(error);
        const text = `What was done could not be told to the policy, so all that the plan asked for stays counted: ${message}`;
        run.events.emit("PolicyNotSettled", text);
      }
    },
  };
}

function policyStep({ planned, type }: PreparedStep, world: World): PolicyStep {
  const { id, name, stepType, provider } = planned;
  return {
    id,
    name,
    stepType,
    provider,
    capabilities: type.requiredCapabilities,
    changes: world.openIn(planned.id),
    identityKey: identityKeyOf(planned),
  };
}

function accessOf({ planned }: PreparedStep): StepAccess {
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

/** By step id. A step that was not come to is not in it. */
function doneBy(results: readonly StepResult[], world: World): ReadonlyMap<string, readonly Change[] | null> {
  const done = new Map<string, readonly Change[] | null>();
  for (const { id, status, changed, error } of results) {
    if (status === "Completed") done.set(id, changed ? world.openIn(id) : []);
    else if (changed || error?.details?.outcomeUnknown === true) done.set(id, null);
    else done.set(id, []);
  }
  return done;
}
