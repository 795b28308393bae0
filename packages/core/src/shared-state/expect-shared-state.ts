import { IdleError, type SharedState } from "@idle/contract";

const methods = ["tryLock", "read", "write"] as const;

/** Null for nothing. Throws InvalidInput for what has not the shape. */
export function expectSharedState(state: SharedState | undefined): SharedState | null {
  if (state === undefined) return null;
  const missing = methods.find((method) => typeof state?.[method] !== "function");
  if (missing === undefined) return state;
  throw new IdleError("InvalidInput", `The machineState has no method ${missing}(name). createFolderState makes one.`);
}
