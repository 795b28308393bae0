/** The `with` schema of each step type, by type. Free of step code, so that a generator can compile them. */
import type { JsonSchema } from "@idle/contract";
import { triggerDirectorySyncSchema } from "./trigger-directory-sync.ts";

export const schemas: Readonly<Record<string, JsonSchema>> = {
  "IdLE.Step.TriggerDirectorySync": triggerDirectorySyncSchema,
};
