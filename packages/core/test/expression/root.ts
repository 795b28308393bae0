import type { JsonObject } from "@idle/contract";

/** A root object as planning builds it. */
export function rootOf(parts: {
  readonly identityKeys?: JsonObject;
  readonly intent?: JsonObject;
  readonly context?: JsonObject;
  readonly actor?: string | null;
}): JsonObject {
  return {
    Request: {
      LifecycleEvent: "Joiner",
      CorrelationId: "7f4f1a53-5c1c-4f4c-9a2b-0c6b2f2d8a10",
      Actor: parts.actor === undefined ? "hr-feed" : parts.actor,
      IdentityKeys: parts.identityKeys ?? {},
      Intent: parts.intent ?? {},
      Context: parts.context ?? {},
    },
    Plan: { LifecycleEvent: "Joiner", WorkflowName: "Joiner - Standard" },
  };
}
