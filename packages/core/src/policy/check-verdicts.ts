/** What a policy answers, looked at before anybody relies on it. */
import { type Admission, IdleError, type PolicyVerdict } from "@idle/contract";
import type { Redactor } from "../events/redact.ts";

/** Copies without anything secret. Throws PluginAnswerInvalid. */
export function checkVerdicts(
  answer: unknown,
  method: "review" | "admit",
  redactor: Pick<Redactor, "text">,
): PolicyVerdict[] {
  if (!Array.isArray(answer)) throw wrong(method, "no list of verdicts");
  return Array.from(answer, (each: unknown) => {
    if (!isVerdict(each)) {
      throw wrong(method, "a verdict that is not { rule, outcome: allowed or refused, message, remedy, steps }");
    }
    return {
      rule: redactor.text(each.rule),
      outcome: each.outcome,
      message: redactor.text(each.message),
      remedy: each.remedy === null ? null : redactor.text(each.remedy),
      steps: [...each.steps],
    };
  });
}

/** Throws PluginAnswerInvalid for what has not the shape, and for an admission in spite of a refusal. */
export function checkAdmission(answer: unknown, redactor: Pick<Redactor, "text">): Admission {
  const admission = answer as Partial<Admission> | null | undefined;
  if (typeof admission?.isAdmitted !== "boolean" || typeof admission.settle !== "function") {
    throw wrong("admit", "something that is not { isAdmitted, verdicts, settle }");
  }
  const verdicts = checkVerdicts(admission.verdicts, "admit", redactor);
  const { isAdmitted } = admission;
  if (isAdmitted !== verdicts.every(({ outcome }) => outcome === "allowed")) {
    throw wrong("admit", "an isAdmitted that contradicts its verdicts");
  }
  return { isAdmitted, verdicts, settle: async (done) => admission.settle?.(done) };
}

function isVerdict(value: unknown): value is PolicyVerdict {
  if (typeof value !== "object" || value === null) return false;
  const { rule, outcome, message, remedy, steps } = value as Partial<Record<keyof PolicyVerdict, unknown>>;
  return (
    [rule, message].every((text) => typeof text === "string") &&
    (outcome === "allowed" || outcome === "refused") &&
    (remedy === null || typeof remedy === "string") &&
    Array.isArray(steps) &&
    steps.every((step) => typeof step === "string")
  );
}

function wrong(method: string, what: string): IdleError {
  return new IdleError("PluginAnswerInvalid", `The policy answered ${method} with ${what}. Tell its author.`);
}
