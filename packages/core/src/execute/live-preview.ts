/** After an attempt whose outcome is not known: the step is previewed again, against live reads. */
import { noPrediction } from "../plan/prediction.ts";
import { isUnseen, look } from "./look.ts";
import type { PreparedStep } from "./prepare.ts";
import type { OpenRun } from "./run.ts";

/** How long a preview may take once the step's own time is over. */
const limitMs = 10_000;

/** "done": nothing is left to do. "open": something is. "unknown": it cannot be told. */
export async function previewLive(step: PreparedStep, run: OpenRun): Promise<"done" | "open" | "unknown"> {
  if (isUnseen(step)) return "unknown";
  // The step's own signal may have aborted already; this look is worth a time of its own.
  const controller = new AbortController();
  const cancel = run.host.setTimer(limitMs, () => controller.abort(new Error("The preview took too long.")));
  try {
    const changes = await look(step, run, {
      signal: controller.signal,
      prediction: noPrediction("unknown"),
      read: (call) => call(),
    });
    if (changes === null) return "unknown";
    return changes.length === 0 ? "done" : "open";
  } catch {
    return "unknown";
  } finally {
    cancel();
  }
}
