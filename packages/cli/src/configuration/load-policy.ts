import type { Policy } from "@idle/contract";
import type { Configuration } from "./configuration.ts";
import { stateFolderOf } from "./state-folder.ts";

/** The configured policy, which counts in the state folder; null when there is none. Nothing of the folder is touched yet. */
export async function loadPolicy(configuration: Configuration | null): Promise<Policy | null> {
  const source = configuration?.policy ?? null;
  if (source === null) return null;
  if ("live" in source) return source.live;
  const { createFileLedger, createPolicy, readPolicy } = await import("@idle/policy");
  const state = createFileLedger(stateFolderOf(configuration));
  return createPolicy(readPolicy(source.data), { state, now: () => Date.now() });
}
