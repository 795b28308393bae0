import type { Result } from "@idle/contract";
import { jsonLine } from "../record/json.ts";

/**
 * The sealed outputs of a result that is kept nowhere else, as `idle secrets open` reads them; nothing when there are
 * none. What is lost here is a password that is set already.
 */
export function unkeptSecrets({ runId, steps, onFailure }: Result): string {
  const sealing = [...steps, ...onFailure.steps].filter(({ sealedOutputs }) => sealedOutputs !== undefined);
  if (sealing.length === 0) return "";
  const kept = { runId, steps: sealing.map(({ id, name, sealedOutputs }) => ({ id, name, sealedOutputs })) };
  return `warning The result was not kept (--out FILE), and only it has the sealed outputs. Save this line, then: idle secrets open FILE --key KEY\n${jsonLine(kept)}`;
}
