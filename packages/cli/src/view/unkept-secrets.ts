import type { Result } from "@idle/contract";
import { jsonLine } from "../record/json.ts";
import { sentence } from "./sentence.ts";
import type { Style } from "./style.ts";

/**
 * The sealed outputs of a result that is kept nowhere else, as `idle secrets open` reads them; nothing when there are
 * none. What is lost here is a password that is set already.
 */
export function unkeptSecrets({ runId, steps, onFailure }: Result, style: Style): string {
  const sealing = [...steps, ...onFailure.steps].filter(({ sealedOutputs }) => sealedOutputs !== undefined);
  if (sealing.length === 0) return "";
  const kept = { runId, steps: sealing.map(({ id, name, sealedOutputs }) => ({ id, name, sealedOutputs })) };
  const warning = { text: "warning ", paint: style.yellow };
  const words =
    "The result was not kept (--out FILE), and only it has the sealed outputs. Save this line, then: idle secrets open FILE --key KEY";
  // The line itself is never wrapped: it is there to be copied.
  return sentence(style, warning, words) + jsonLine(kept);
}
