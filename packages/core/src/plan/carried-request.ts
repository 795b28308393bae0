import type { JsonObject, Plan, Request } from "@idle/contract";

const empty: JsonObject = Object.freeze({});

/** The request as far as a plan carries it: a group that was too long for it is empty. Frozen: every step is handed the same. */
export function requestOf({ type, correlationId, actor, input }: Plan["request"]): Request {
  const group = (value: JsonObject | string): JsonObject => (typeof value === "string" ? empty : value);
  return Object.freeze({
    lifecycleEvent: type,
    correlationId,
    actor,
    identityKeys: group(input.identityKeys),
    intent: group(input.intent),
    context: group(input.context),
  });
}
