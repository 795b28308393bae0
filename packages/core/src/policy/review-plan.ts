import type { Plan, Policy, PolicyStep } from "@idle/contract";
import type { Redactor } from "../events/redact.ts";
import { abortable } from "../providers/abortable.ts";
import { checkVerdicts } from "./check-verdicts.ts";
import { learnHidden } from "./hidden-values.ts";
import { policyFailure } from "./policy-failure.ts";
import { policySubject, type QuestionParts } from "./policy-subject.ts";

export interface Review {
  readonly policy: Policy;
  /** With changes as they were found, not as the plan shows them: a rule must see a value that is redacted. */
  readonly steps: readonly PolicyStep[];
  readonly questions: QuestionParts;
  readonly redactor: Redactor;
}

/** The plan with what the policy says to it now. Throws what the policy throws, and PluginAnswerInvalid. */
export async function reviewPlan(plan: Plan, { policy, steps, questions, redactor }: Review): Promise<Plan> {
  const asking = async () => policy.review(policySubject(plan, steps, questions));
  const words = learnHidden(steps, redactor);
  let answer: unknown;
  try {
    answer = await abortable(asking(), questions.signal);
  } catch (error) {
    throw policyFailure(error, words);
  }
  return {
    ...plan,
    metadata: { ...plan.metadata, policy: checkVerdicts(answer, "review", words) },
  };
}
