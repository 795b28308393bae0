import type { Plan, PlannedStep } from "@idle/contract";
import { fieldLines, showPlanId } from "./field-lines.ts";
import { emptyLine, type Line, layOut } from "./lay-out.ts";
import { planStepLines } from "./plan-step-lines.ts";
import { hasChanges, type PlanTotals, planTotals } from "./plan-totals.ts";
import { policyLines, refusalsIn } from "./policy-lines.ts";
import { factText, labelText, messageText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";

interface PlanAbout {
  /** When its file was last written, in UTC; null when that is not known or does not matter. A plan itself has no time in it. */
  readonly savedAt: string | null;
}

/** A plan for people: for whom, each step with what it will change, warnings, and the totals in the last lines. */
export function planView(plan: Plan, style: Style, { savedAt }: PlanAbout = { savedAt: null }): string {
  const { steps, onFailureSteps, warnings } = plan.plan;
  const lines: Line[] = [...headLines(plan, savedAt, style), emptyLine, ...stepLines(steps, style)];
  if (onFailureSteps.length > 0) {
    lines.push({ indent: 0, pieces: [{ text: "If a step fails:", paint: style.bold }] }, emptyLine);
    lines.push(...stepLines(onFailureSteps, style));
  }
  const { policy } = plan.metadata;
  lines.push(...policyLines(policy, "The policy, as this was planned:", style));
  for (const warning of warnings) {
    lines.push({ indent: 0, pieces: [{ text: "warning ", paint: style.yellow }, messageText(warning, style)] });
  }
  if (!plan.plan.executable) {
    const text = "This plan cannot be executed: it lacks a value that a step needs.";
    lines.push({ indent: 0, pieces: [{ text, paint: style.red }] });
  }
  if (warnings.length > 0 || !plan.plan.executable) lines.push(emptyLine);
  lines.push(...totalLines(planTotals(plan), countWarnings(plan), style));
  const refusals = refusalsIn(policy).length;
  if (refusals > 0) {
    const text = `The policy refuses this plan: ${refusals} ${refusals === 1 ? "rule" : "rules"}.`;
    lines.push({ indent: 0, pieces: [{ text, paint: style.red }] });
  }
  return layOut(lines, style.width);
}

function headLines({ request, plan }: Plan, savedAt: string | null, style: Style): Line[] {
  const { identityKeys } = request.input;
  const keys =
    typeof identityKeys === "string"
      ? identityKeys
      : Object.entries(identityKeys)
          .map(([name, value]) => `${labelText(name, style)} ${factText(value, style)}`)
          .join(", ");
  return [
    { indent: 0, pieces: [{ text: nameText(plan.workflow.name, style), paint: style.bold }] },
    ...fieldLines(
      [
        ["event", nameText(request.type, style)],
        ["identity", keys],
        ["actor", request.actor === null ? "" : factText(request.actor, style)],
        ["correlation id", nameText(request.correlationId, style)],
        ["plan id", showPlanId(plan.id, style)],
        ["saved", savedAt ?? ""],
      ],
      style,
    ),
  ];
}

function stepLines(steps: readonly PlannedStep[], style: Style): Line[] {
  return steps.flatMap((step, index) => [...planStepLines(step, index + 1, style), emptyLine]);
}

function countWarnings({ plan }: Plan): number {
  const steps = [...plan.steps, ...plan.onFailureSteps];
  return steps.reduce((sum, step) => sum + step.warnings.length, plan.warnings.length);
}

function totalLines(totals: PlanTotals, warnings: number, style: Style): Line[] {
  const { add, change, remove, invoke, unknown, applicable } = totals;
  const lines: Line[] = [];
  const say = (text: string) => lines.push({ indent: 0, pieces: [text] });
  if (!hasChanges(totals)) {
    say(
      applicable === 0
        ? "Nothing to change: no step applies to this request."
        : "Nothing to change: what this workflow wants is already so.",
    );
  }
  if (unknown > 0)
    say(unknown === 1 ? "1 step is not known before it runs." : `${unknown} steps are not known before they run.`);
  const text = `Plan: ${add} to add, ${change} to change, ${remove} to remove, ${invoke} to invoke.`;
  const warned = { text: ` ${warnings} ${warnings === 1 ? "warning" : "warnings"}.`, paint: style.yellow };
  lines.push({ indent: 0, pieces: [{ text, paint: style.bold }, ...(warnings > 0 ? [warned] : [])] });
  return lines;
}
