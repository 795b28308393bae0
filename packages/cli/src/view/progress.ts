/**
 * The line that shows a run going on: which step of how many, what it last said, and for how long. It stands on a
 * terminal only, is written over again and again, and is gone when the run is over.
 */
import type { IdleEvent, Plan } from "@idle/contract";
import { escapeText } from "@idle/core";
import { cutToWidth } from "./cut-to-width.ts";
import { showDuration } from "./duration.ts";
import type { Style } from "./style.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

export function spinner(frame: number): string {
  return frames[frame % frames.length] ?? "";
}

export interface ProgressState {
  /** The ids of the plan's steps in their order, those too that do not apply: numbers are those of plan and result. */
  readonly steps: readonly string[];
  /** The number of the step that was started last. */
  readonly position: number;
  readonly stepName: string | null;
  /** What the step last said of itself. */
  readonly message: string | null;
  readonly startedAt: number;
}

export function initialProgress({ plan }: Plan, now: number): ProgressState {
  return { steps: plan.steps.map(({ id }) => id), position: 0, stepName: null, message: null, startedAt: now };
}

const quiet = new Set([
  "StepCompleted",
  "StepFailed",
  "StepNotApplicable",
  "OnFailureStepCompleted",
  "OnFailureStepFailed",
]);

/** The state after an event. */
export function advance(state: ProgressState, event: IdleEvent, now: number): ProgressState {
  const { type, stepId, stepName, message } = event;
  if (type === "StepStarted") {
    const found = state.steps.indexOf(stepId ?? "");
    const position = found === -1 ? state.position + 1 : found + 1;
    return { ...state, position, stepName, message: null, startedAt: now };
  }
  if (type === "OnFailureStepStarted") return { ...state, stepName, message: "after the failure", startedAt: now };
  if (stepName === null || quiet.has(type)) return state;
  return { ...state, message };
}

/** One line, cut to the width of the terminal. `status` is what is waited for, which goes before what the step said. */
export function progressLine(
  state: ProgressState,
  frame: number,
  now: number,
  style: Style,
  status: string | null = null,
): string {
  const { steps, position, stepName, startedAt } = state;
  const message = status ?? state.message;
  const sign = style.cyan(spinner(frame));
  if (stepName === null) {
    const waiting =
      status === null ? "starting" : cutToWidth(escapeText(status), Math.max(10, (style.width ?? 80) - 3));
    return `${sign} ${waiting}`;
  }
  const elapsed = now - startedAt >= 1000 ? ` ${showDuration(Math.floor((now - startedAt) / 1000) * 1000)}` : "";
  const said = message === null || message === "" ? "" : `: ${escapeText(message)}`;
  const text = `${Math.min(position, steps.length)}/${steps.length} ${escapeText(stepName)}${said}`;
  const room = Math.max(10, (style.width ?? 80) - 3 - elapsed.length);
  return `${sign} ${cutToWidth(text, room)}${style.dim(elapsed)}`;
}
