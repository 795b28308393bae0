/** The id of a plan: what it says, not what the host noted beside it. */
import type { JsonValue, Plan } from "@idle/contract";
import { sha256Of } from "./canonical-json.ts";

export function planId({ schemaVersion, engine, request, plan }: Plan): string {
  const { id: _, ...rest } = plan;
  return sha256Of({ schemaVersion, engine, request, plan: rest } as unknown as JsonValue);
}
