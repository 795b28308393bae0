import type { PlannedObject } from "@idle/contract";
import type { Redactor } from "../events/redactor.ts";
import type { Read } from "./read-record.ts";

/** Whom reads were about, as far as the system tells objects apart: each key with the id that it stood for, once. */
export function objectsRead(reads: readonly Read[], redactor: Pick<Redactor, "text">): readonly PlannedObject[] {
  const objects = new Map<string, PlannedObject>();
  for (const { method, args, answer } of reads) {
    if (method !== "getIdentity" || typeof answer !== "object" || answer === null) continue;
    const { identityKey } = args as { readonly identityKey?: unknown };
    const { id } = answer as { readonly id?: unknown };
    if (typeof identityKey !== "string" || typeof id !== "string") continue;
    const key = redactor.text(identityKey);
    objects.set(key, { identityKey: key, id: redactor.text(id) });
  }
  return [...objects.values()];
}
