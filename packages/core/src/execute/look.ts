/** What a step would change now: its preview, in the course of a run. */
import { type Change, isIdleError } from "@idle/contract";
import { missingCapabilities } from "../plan/check-capabilities.ts";
import type { Prediction } from "../plan/prediction.ts";
import { previewStep } from "../plan/preview-step.ts";
import type { ReadRecord } from "../plan/read-record.ts";
import { abortable } from "../providers/abortable.ts";
import { type Caller, createCaller } from "../providers/caller.ts";
import type { PreparedStep } from "./prepare.ts";
import type { OpenRun } from "./run.ts";

export interface Look {
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly prediction: Prediction;
  readonly record?: ReadRecord;
  /** Makes one read, or asks for the session, with whatever patience there is for it. */
  read(call: () => Promise<unknown>): Promise<unknown>;
}

/** Whether the step type and the provider can say at all what would change. */
export function canLook({ planned, type, entry }: PreparedStep): boolean {
  if (type.preview === undefined || planned.inputs === null) return false;
  if (entry === null) return type.previewCapabilities.length === 0;
  return missingCapabilities(entry, type.previewCapabilities).length === 0;
}

/** Whether it leaves nothing that could be read: an act, or what cannot be looked at. */
export function isUnseen(step: PreparedStep): boolean {
  return step.type.isAct === true || !canLook(step);
}

/** Null for what cannot be known, `Unsupported` included. Throws what the reads throw, and the signal's reason. */
export async function look(
  { planned, type, entry }: PreparedStep,
  run: OpenRun,
  { signal, prediction, record, read }: Look,
): Promise<readonly Change[] | null> {
  const { authSessionName, authSessionOptions, inputs } = planned;
  const preview = async () => {
    const caller =
      entry === null
        ? null
        : ((await read(() =>
            createCaller({
              entry,
              sessions: run.sessions,
              sessionName: authSessionName,
              sessionOptions: authSessionOptions,
              signal,
            }),
          )) as Caller);
    return previewStep({
      type,
      inputs: inputs ?? {},
      authSessionName,
      authSessionOptions,
      request: run.request,
      caller,
      capabilities: run.capabilities,
      prediction,
      ...(record === undefined ? {} : { record }),
      read,
      warn: () => undefined,
    });
  };
  try {
    return await abortable(preview(), signal);
  } catch (error) {
    if (isIdleError(error, "Unsupported")) return null;
    throw error;
  }
}
