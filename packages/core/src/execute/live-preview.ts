/** After an attempt whose outcome is not known: the step is previewed again, against live reads. */

import { missingCapabilities } from "../plan/check-capabilities.ts";
import { noPrediction } from "../plan/prediction.ts";
import { previewStep } from "../plan/preview-step.ts";
import { abortable } from "../providers/abortable.ts";
import { createCaller } from "../providers/caller.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Run } from "./run.ts";

/** How long a preview may take once the step's own time is over. */
const limitMs = 10_000;

/** "done": nothing is left to do. "open": something is. "unknown": it cannot be told. */
export async function previewLive(
  { planned, type, entry }: PreparedStep,
  run: Run,
): Promise<"done" | "open" | "unknown"> {
  if (type.preview === undefined || type.isAct === true || planned.inputs === null) return "unknown";
  if (entry !== null && missingCapabilities(entry, type.previewCapabilities).length > 0) return "unknown";
  // The step's own signal may have aborted already; this look is worth a time of its own.
  const controller = new AbortController();
  const cancel = run.host.setTimer(limitMs, () => controller.abort(new Error("The preview took too long.")));
  const { signal } = controller;
  const { authSessionName, authSessionOptions, inputs } = planned;
  try {
    const look = async () => {
      const caller =
        entry === null
          ? null
          : await createCaller({
              entry,
              sessions: run.sessions,
              sessionName: authSessionName,
              sessionOptions: authSessionOptions,
              signal,
            });
      return previewStep({
        type,
        inputs: inputs ?? {},
        authSessionName,
        authSessionOptions,
        request: run.request,
        caller,
        capabilities: run.capabilities,
        prediction: noPrediction("unknown"),
        read: (call) => call(),
        warn: () => undefined,
      });
    };
    const changes = await abortable(look(), signal);
    if (changes === null) return "unknown";
    return changes.length === 0 ? "done" : "open";
  } catch {
    return "unknown";
  } finally {
    cancel();
  }
}
