/**
 * A step and a resolver as a plan has them. Only what carries values is redacted: a secret that happens to equal a word of
 * the plan's own form (`update`, a step type, an alias) must not make the plan unreadable.
 */
import type { Change, JsonObject, JsonValue, PlannedResolver, PlannedStep } from "@idle/contract";
import type { Redactor } from "../events/redact.ts";
import { wantedSession } from "./check-capabilities.ts";
import { expectedState } from "./expected-state.ts";
import { objectsRead } from "./objects-read.ts";
import { fingerprintOf } from "./read-record.ts";
import type { ResolvedStep } from "./resolve-steps.ts";
import { unsealableSecrets } from "./unsealable-secrets.ts";
import type { PlanParts } from "./write-plan.ts";

export function plannedStep(
  { step, id, applicable, inputs, warnings }: ResolvedStep,
  { previews, aliasOf, canSeal, redactor }: PlanParts,
): PlannedStep {
  const preview = previews?.get(id);
  const known = applicable ? (preview?.changes ?? null) : [];
  const changes = known?.map((change) => redactChange(change, redactor)) ?? null;
  // A step with nothing to do makes no secret either.
  const unsealable = canSeal || changes?.length === 0 ? [] : unsealableSecrets(inputs ?? {}, redactor);
  const { condition, preconditionEvent } = step;
  const objects = objectsRead(preview?.reads ?? [], redactor);
  return {
    id,
    name: redactor.text(step.name),
    stepType: step.type,
    provider: aliasOf(step),
    authSessionName: wantedSession(step),
    authSessionOptions: redactor.data(step.authSessionOptions) as JsonObject | null,
    status: applicable ? "Planned" : "NotApplicable",
    condition:
      condition === null
        ? { type: "always", expression: null }
        : { type: "when", expression: redactor.text(JSON.stringify(redactor.data(condition))) },
    inputs: applicable ? (redactor.data(inputs) as JsonObject | null) : null,
    precondition: redactor.data(step.precondition) as JsonObject | null,
    onPreconditionFalse: step.onPreconditionFalse,
    preconditionEvent:
      preconditionEvent === null
        ? null
        : {
            ...preconditionEvent,
            message: redactor.text(preconditionEvent.message),
            ...(preconditionEvent.data === undefined
              ? {}
              : { data: redactor.data(preconditionEvent.data) as JsonObject }),
          },
    retryProfile: step.retryProfile,
    timeoutSeconds: step.timeoutSeconds,
    changes,
    ...(objects.length === 0 ? {} : { objects }),
    fingerprint: fingerprintOf(preview?.reads ?? [], redactor),
    expectedState: applicable ? expectedState(changes) : {},
    warnings: [...warnings, ...(preview?.warnings ?? []), ...unsealable].map((warning) => redactor.text(warning)),
  };
}

export function plannedResolver(
  { capability, with: { identityKey, provider, authSessionName, authSessionOptions } }: PlannedResolver,
  redactor: Redactor,
): PlannedResolver {
  return {
    capability,
    with: {
      identityKey: redactor.text(identityKey),
      provider,
      authSessionName,
      authSessionOptions: redactor.data(authSessionOptions) as JsonObject | null,
    },
  };
}

/** What the plan itself calls so. */
const ownPaths: ReadonlySet<string> = new Set(["identity", "enabled", "container", "sessions", "sync"]);

/** A change as a plan has it. */
export function redactChange({ action, target, path, before, after }: Change, redactor: Redactor): Change {
  // A value beside a path that is a secret's name is hidden whatever it is.
  const beside = (value: JsonValue): JsonValue =>
    Object.values(redactor.data({ path, after: value }) as JsonObject)[1] ?? null;
  return {
    action,
    target: { provider: target.provider, identityKey: redactor.text(target.identityKey) },
    path: ownPaths.has(path) ? path : redactor.text(path),
    ...(before === undefined ? {} : { before: beside(before) }),
    ...(after === undefined ? {} : { after: beside(after) }),
  };
}
