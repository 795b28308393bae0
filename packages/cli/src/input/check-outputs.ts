/** A file that is written must be none that is read, and no two may be the same: a slip would cost the workflow or the plan. */
import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";

/** Throws UsageError, before anything is opened. `outputs` are by option. */
export function checkOutputs(
  inputs: readonly (string | undefined)[],
  outputs: Readonly<Record<string, string | undefined>>,
  { workingFolder, config }: Pick<CommandContext, "workingFolder" | "config">,
): void {
  const taken = new Map<string, string>();
  for (const input of [...inputs, config]) {
    if (input !== undefined && input !== "-") taken.set(realPath(workingFolder, input), "it is read");
  }
  for (const [option, output] of Object.entries(outputs)) {
    if (output === undefined) continue;
    const path = realPath(workingFolder, output);
    const why = taken.get(path);
    if (why !== undefined)
      throw new UsageError(`${option} names ${output}, and ${why} by the same command. Name another file.`);
    taken.set(path, `${option} writes it`);
  }
}

function realPath(workingFolder: string, file: string): string {
  const path = resolve(workingFolder, file);
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
