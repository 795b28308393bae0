import type { Change, JsonValue, PlannedStep } from "@idle/contract";
import { displayWidth, escapeText } from "@idle/core";
import { changeLines } from "./change-lines.ts";
import { conditionInWords } from "./condition-in-words.ts";
import type { Line } from "./lay-out.ts";
import { secretSourceLines } from "./secret-source-lines.ts";
import { factText, messageText, nameText } from "./short-text.ts";
import type { Style } from "./style.ts";
import { cutText, showValue } from "./value.ts";

const bodyIndent = 4;

/** A step of a plan: its heading, then what it will change, or why it does nothing. */
export function planStepLines(step: PlannedStep, position: number, style: Style): Line[] {
  const targets = groupByTarget(step.changes ?? []);
  const lines = headingLines(step, position, targets.length === 1 ? targets[0] : undefined, style);
  if (step.status === "NotApplicable") {
    lines.push({
      indent: bodyIndent,
      pieces: [{ text: cutText(notApplicableReason(step), limitOf(style)), paint: style.dim }],
    });
  } else if (step.changes === null) {
    lines.push({ indent: bodyIndent, pieces: [{ text: "? ", paint: style.cyan }, "not known before it runs"] });
  } else if (step.changes.length === 0) {
    lines.push({ indent: bodyIndent, pieces: [{ text: "no changes", paint: style.dim }] });
  } else if (targets.length === 1) {
    lines.push(...changeLines(step.changes, bodyIndent, style));
  } else {
    for (const { provider, identityKey, changes } of targets) {
      lines.push({ indent: bodyIndent, pieces: [{ text: target(provider, identityKey, style), paint: style.dim }] });
      lines.push(...changeLines(changes, bodyIndent + 2, style));
    }
  }
  lines.push(...secretSourceLines(step, bodyIndent, style));
  if (step.precondition !== null) {
    const text = `Only if, when it is reached: ${cutText(conditionInWords(step.precondition), limitOf(style))}; otherwise: ${otherwise(step)}`;
    lines.push({ indent: bodyIndent, pieces: [{ text, paint: style.dim }] });
  }
  for (const warning of step.warnings) {
    lines.push({
      indent: bodyIndent,
      pieces: [{ text: "warning ", paint: style.yellow }, messageText(warning, style)],
    });
  }
  return lines;
}

interface TargetChanges {
  readonly provider: string;
  readonly identityKey: string;
  readonly changes: Change[];
}

function groupByTarget(changes: readonly Change[]): TargetChanges[] {
  const groups = new Map<string, TargetChanges>();
  for (const change of changes) {
    const { provider, identityKey } = change.target;
    const key = JSON.stringify([provider, identityKey]);
    const group = groups.get(key);
    if (group) group.changes.push(change);
    else groups.set(key, { provider, identityKey, changes: [change] });
  }
  return [...groups.values()];
}

/** Number and name, and behind them, or below where there is no room, what kind of step it is and what it works on. */
function headingLines(step: PlannedStep, position: number, only: TargetChanges | undefined, style: Style): Line[] {
  const isDimmed = step.status === "NotApplicable";
  const number = `${String(position).padStart(2)}  `;
  const name = nameText(step.name, style);
  const about = stepAbout(step, only, style);
  const heading = [number, { text: name, paint: isDimmed ? style.dim : style.bold }];
  const hasRoom = style.width === null || displayWidth(number + name) + 2 + displayWidth(about) <= style.width;
  if (hasRoom) return [{ indent: 0, hang: bodyIndent, pieces: [...heading, "  ", { text: about, paint: style.dim }] }];
  return [
    { indent: 0, hang: bodyIndent, pieces: heading },
    { indent: bodyIndent, pieces: [{ text: about, paint: style.dim }] },
  ];
}

function stepAbout(step: PlannedStep, only: TargetChanges | undefined, style: Style): string {
  const provider = only?.provider ?? step.provider;
  const identityKey = only?.identityKey ?? step.inputs?.identityKey;
  const where = provider === null ? "" : ` on ${target(provider, identityKey, style)}`;
  return `${nameText(step.stepType, style)}${where}${sessionAbout(step, style)}`;
}

/** Name and options, which choose the privilege together. */
function sessionAbout({ authSessionName, authSessionOptions }: PlannedStep, style: Style): string {
  const hasOptions = authSessionOptions !== null && Object.keys(authSessionOptions).length > 0;
  if (authSessionName === null && !hasOptions) return "";
  const name = authSessionName === null ? "" : ` ${factText(authSessionName, style)}`;
  const options = hasOptions
    ? ` ${cutText(showValue(authSessionOptions), style.width ?? Number.POSITIVE_INFINITY)}`
    : "";
  return ` as session${name}${options}`;
}

function target(provider: string, identityKey: JsonValue | undefined, style: Style): string {
  const identity = typeof identityKey === "string" && identityKey !== "" ? ` ${factText(identityKey, style)}` : "";
  return `${nameText(provider, style)}${identity}`;
}

function notApplicableReason({ condition }: PlannedStep): string {
  const text = condition.expression;
  if (text === null) return "not applicable";
  return `not applicable, because this is false: ${expressionInWords(text)}`;
}

/** The condition comes as JSON text, in a file that anybody may have written. */
function expressionInWords(text: string): string {
  try {
    return conditionInWords(JSON.parse(text));
  } catch {
    return escapeText(text);
  }
}

/** A condition is as long as its author made it. */
function limitOf({ width }: Style): number {
  return width === null ? Number.POSITIVE_INFINITY : width * 8;
}

function otherwise({ onPreconditionFalse }: PlannedStep): string {
  return { Blocked: "the run is blocked", Fail: "the step fails", Continue: "the step is skipped" }[
    onPreconditionFalse
  ];
}
