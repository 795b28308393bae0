import type { Change, StepOutcome, StepType } from "@idle/contract";
import { explainOpenChange, openChanges } from "@idle/core";
import { expect } from "vitest";
import { previewStep, type RunStepOptions } from "../run-step/run-step.ts";

/** Reads an executed step back as the engine does: what the engine would not confirm fails here, in words for its author. */
export async function expectConfirmed(step: StepType, options: RunStepOptions, outcome: StepOutcome): Promise<void> {
  if (step.isAct === true) return;
  const open = openChanges((await askAgain(step, options)) ?? [], outcome.left);
  const found = `still finds something to do: ${open.map(explainOpenChange).join(" ")}`;
  const remedy =
    "Let preview and execute compare alike; list in left what the system refuses for good; or say isAct: true for what is done anew each time";
  expect(open, unconfirmed(found, remedy)).toEqual([]);
}

async function askAgain(step: StepType, options: RunStepOptions): Promise<readonly Change[] | null> {
  try {
    return (await previewStep(step, { ...options, earlierChanges: "unknown" })).changes;
  } catch (error) {
    const thrown = `throws: ${error instanceof Error ? error.message : String(error)}`;
    throw new Error(unconfirmed(thrown, "Let it answer [] where all is done"), { cause: error });
  }
}

function unconfirmed(what: string, remedy: string): string {
  const end = /[.!?]$/.test(what) ? "" : ".";
  return `the step was executed, and its preview, asked again, ${what}${end} The engine reads every step back this way, and fails with NotVerified what is not confirmed. ${remedy}`;
}
