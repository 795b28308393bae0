/** A result for people: what became of each step, of the cleanup after a failure, and of the run. */
import type { ErrorData, Result, RunStatus, StepResult, StepStatus } from "@idle/contract";
import { displayWidth, escapeText } from "@idle/core";
import { driftLines } from "./drift-lines.ts";
import { showDuration } from "./duration.ts";
import { fieldLines, showPlanId } from "./field-lines.ts";
import { emptyLine, type Line, layOut } from "./lay-out.ts";
import { outputLines } from "./output-lines.ts";
import { policyLines } from "./policy-lines.ts";
import { shellWord } from "./shell-word.ts";
import { factText, labelText, messageText, nameText } from "./short-text.ts";
import type { Paint, Style } from "./style.ts";
import { cutText } from "./value.ts";

const widestName = 40;

interface ResultAbout {
  /** Where the result was kept; null when it was not. */
  readonly file: string | null;
  /** Whether who called the command ended the run. */
  readonly isInterrupted: boolean;
}

const nothingAbout: ResultAbout = { file: null, isInterrupted: false };

export function resultView(result: Result, style: Style, about = nothingAbout): string {
  const { steps, onFailure, notReached } = result;
  const column = nameColumn([...steps, ...onFailure.steps], style);
  const stepsOf = (list: readonly StepResult[]) =>
    list.flatMap((step, index) => stepLines(step, index + 1, column, about, style));
  const lines: Line[] = [...headLines(result, style), emptyLine];
  lines.push(...driftLines(result.drift ?? [], style));
  lines.push(...stepsOf(steps));
  for (const name of notReached) {
    lines.push({ indent: 4, pieces: [pad(nameText(name, style), column), { text: "not reached", paint: style.dim }] });
  }
  if (onFailure.status !== "NotRun") {
    lines.push(emptyLine, { indent: 0, pieces: [{ text: "After the failure:", paint: style.bold }] }, emptyLine);
    lines.push(...stepsOf(onFailure.steps));
  }
  lines.push(emptyLine, ...policyLines(result.policy, "The policy, before the run:", style));
  lines.push(...recordLines(result, style), totalLine(result, style));
  return layOut(lines, style.width);
}

function headLines(result: Result, style: Style): Line[] {
  return [
    { indent: 0, pieces: [{ text: `Run ${nameText(result.runId, style)}`, paint: style.bold }] },
    ...fieldLines(
      [
        ["actor", result.actor === null ? "" : factText(result.actor, style)],
        ["correlation id", nameText(result.correlationId, style)],
        ["plan id", showPlanId(result.planId, style)],
        ["started", escapeText(result.startedAt)],
      ],
      style,
    ),
  ];
}

function stepLines(
  step: StepResult,
  position: number,
  column: number,
  { file, isInterrupted }: ResultAbout,
  style: Style,
): Line[] {
  const name = pad(nameText(step.name, style), column);
  const { text, paint } = outcome(step, style);
  const duration = step.attempts === 0 ? "" : `, ${showDuration(step.durationMs)}`;
  const attempts = step.attempts > 1 ? `, ${step.attempts} attempts` : "";
  const lines: Line[] = [
    {
      indent: 0,
      hang: 4,
      pieces: [
        `${String(position).padStart(2)}  ${name}`,
        { text, paint },
        { text: attempts + duration, paint: style.dim },
      ],
    },
  ];
  for (const warning of step.warnings ?? []) {
    lines.push({
      indent: 4,
      pieces: [{ text: "warning ", paint: style.yellow }, messageText(warning, style)],
    });
  }
  if (step.error !== undefined) {
    lines.push(...errorLines(isInterrupted ? inUsersWords(step.error) : step.error, 4, style));
  }
  lines.push(...outputLines(step.outputs ?? {}, 4, style));
  const sealed = Object.keys(step.sealedOutputs ?? {});
  if (sealed.length > 0) {
    const text = `sealed: ${sealed.map((each) => labelText(each, style)).join(", ")} (idle secrets open ${file === null ? "RESULT" : cutText(shellWord(file), style.width ?? Number.POSITIVE_INFINITY)} --key FILE)`;
    lines.push({ indent: 4, pieces: [{ text, paint: style.dim }] });
  }
  return lines;
}

/** The engine knows of a host that aborts; who uses the command has interrupted it. */
function inUsersWords(error: ErrorData): ErrorData {
  return error.code === "Cancelled" ? { code: error.code, message: "The run was interrupted." } : error;
}

function outcome({ status, changed, verified }: StepResult, style: Style): { text: string; paint: Paint } {
  switch (status) {
    case "Completed":
      if (!changed) return { text: "unchanged", paint: style.dim };
      return { text: verified === true ? "changed and verified" : "changed", paint: style.green };
    case "NotApplicable":
      return { text: "not applicable", paint: style.dim };
    case "PreconditionSkipped":
      return { text: "skipped: its precondition was false", paint: style.dim };
    case "Blocked":
      return { text: "blocked: its precondition was false", paint: style.yellow };
    case "Failed":
      return { text: changed ? "failed, with changes" : "failed", paint: style.red };
    case "Cancelled":
      return { text: changed ? "cancelled, with changes" : "cancelled", paint: style.yellow };
  }
}

export function errorLines(error: ErrorData, indent: number, style: Style): Line[] {
  const head = { text: `error ${nameText(error.code, style)}: `, paint: style.red };
  const lines: Line[] = [{ indent, pieces: [head, messageText(error.message, style)] }];
  const cause = error.cause?.message;
  if (typeof cause === "string" && cause !== "" && !error.message.includes(cause)) {
    lines.push({ indent: indent + 2, pieces: [{ text: `because: ${messageText(cause, style)}`, paint: style.dim }] });
  }
  return lines;
}

function recordLines({ events, eventsDropped, sinkError }: Result, style: Style): Line[] {
  const warn = (text: string): Line => ({ indent: 0, pieces: [{ text: "warning ", paint: style.yellow }, text] });
  const lines: Line[] = [];
  for (const { message } of events.filter(({ type }) => type === "PolicyNotSettled")) {
    lines.push(warn(messageText(message, style)));
  }
  if (eventsDropped > 0) lines.push(warn(`${eventsDropped} events were not kept in the result.`));
  if (sinkError !== null)
    lines.push(warn(`Not every event could be written: ${messageText(sinkError.message, style)}`));
  return lines;
}

const runWords: Readonly<Record<RunStatus, string>> = {
  Completed: "completed",
  Blocked: "blocked",
  Failed: "failed",
  Cancelled: "cancelled",
};

function totalLine({ status, steps, notReached, onFailure, startedAt, finishedAt }: Result, style: Style): Line {
  const count = (test: (step: StepResult) => boolean) => steps.filter(test).length;
  // Each step counts once: one that failed or was cancelled after it had changed something is among the changed.
  const without = (status: StepStatus) => count((step) => step.status === status && !step.changed);
  const parts: [number, string][] = [
    [count((step) => step.changed), `changed${changedIn(steps)}`],
    [without("Completed"), "unchanged"],
    [without("NotApplicable"), "not applicable"],
    [without("PreconditionSkipped"), "skipped"],
    [without("Blocked"), "blocked"],
    [without("Failed"), "failed"],
    [without("Cancelled"), "cancelled"],
    [notReached.length, "not reached"],
  ];
  const shown = parts.filter(([number], index) => number > 0 || index < 2);
  const duration = showDuration(Date.parse(finishedAt) - Date.parse(startedAt));
  const counts = shown.map(([number, word]) => `${number} ${word}`).join(", ");
  const cleanup = onFailure.status === "PartiallyFailed" ? " The cleanup failed in part." : "";
  const paint = status === "Completed" ? style.green : status === "Failed" ? style.red : style.yellow;
  const ending = duration === "" ? "." : `, in ${duration}.`;
  return { indent: 0, pieces: [{ text: `Run ${runWords[status]}`, paint }, `: ${counts}${ending}${cleanup}`] };
}

/** ` (1 of them failed)`. */
function changedIn(steps: readonly StepResult[]): string {
  const words = { Failed: "failed", Cancelled: "cancelled" } as const;
  const parts = Object.entries(words).flatMap(([status, word]) => {
    const number = steps.filter((step) => step.changed && step.status === status).length;
    return number === 0 ? [] : [`${number} of them ${word}`];
  });
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function nameColumn(steps: readonly StepResult[], style: Style): number {
  const widths = steps.map(({ name }) => displayWidth(nameText(name, style))).filter((width) => width <= widestName);
  return Math.max(0, ...widths) + 2;
}

function pad(text: string, column: number): string {
  return text + " ".repeat(Math.max(2, column - displayWidth(text)));
}
