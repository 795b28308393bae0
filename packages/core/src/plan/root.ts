/** The object that paths resolve against, with exactly the roots the language knows. */
import type { JsonObject } from "@idle/contract";

export interface RootParts {
  readonly lifecycleEvent: string;
  readonly correlationId: string;
  readonly actor: string | null;
  readonly identityKeys: JsonObject;
  readonly intent: JsonObject;
  readonly context: JsonObject;
  readonly workflowName: string;
}

export function buildRoot(parts: RootParts): JsonObject {
  return {
    Request: {
      LifecycleEvent: parts.lifecycleEvent,
      CorrelationId: parts.correlationId,
      Actor: parts.actor,
      IdentityKeys: parts.identityKeys,
      Intent: parts.intent,
      Context: parts.context,
    },
    Plan: { LifecycleEvent: parts.lifecycleEvent, WorkflowName: parts.workflowName },
  };
}

/** Whether what stands at a path may differ between planning and execution: everything under `Request.Context`. */
export function isLivePath(path: readonly string[]): boolean {
  return path[0]?.toLowerCase() === "request" && path[1]?.toLowerCase() === "context";
}
