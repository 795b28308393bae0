/** Plans as files: written with a fixed key order, and read with every suspicion. */
import { IdleError, type Plan } from "@idle/contract";
import { parseRecord, plainCopy, type RecordKind } from "../data/record-text.ts";
import { validatePlan } from "../validate/generated/validators.ts";
import { describeInputErrors } from "../validate/with-errors.ts";
import { planId } from "./plan-id.ts";

/** The plan as text: UTF-8, LF, two-space indent, a final newline, keys in a fixed order. */
export function exportPlan(plan: Plan): string {
  return `${JSON.stringify(inOrder(plan), null, 2)}\n`;
}

const kind: RecordKind = {
  noun: "plan",
  maxMebibytes: 64,
  refuse: (message, cause) => new IdleError("PlanInvalid", message, cause === undefined ? {} : { cause }),
};

/**
 * A plan from its text. Throws PlanInvalid for text that is no plan or was changed since it was written, and
 * PlanVersionUnsupported for another major schema version.
 */
export function importPlan(text: string | Uint8Array): Plan {
  return checkPlan(parseRecord(text, kind));
}

/** A copy of the plan as plain data, checked against its schema and its id. */
export function checkPlan(value: unknown): Plan {
  const plan = plainCopy(value, kind);
  const version = (plan as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === "string" && /^\d+\.\d+$/.test(version) && !version.startsWith("1.")) {
    throw new IdleError(
      "PlanVersionUnsupported",
      `The plan has schema version ${version}, and this engine reads 1.x. Make a new plan with this engine.`,
    );
  }
  if (!validatePlan(plan)) {
    const [first] = describeInputErrors(validatePlan.errors ?? [], plan as never, true);
    throw new IdleError(
      "PlanInvalid",
      `This is no valid plan: ${first === undefined ? "its shape is wrong" : `${first.pointer === "" ? "" : `${first.pointer}: `}${first.message}`}`,
    );
  }
  const checked = plan as Plan;
  const id = planId(checked);
  if (id !== checked.plan.id) {
    throw new IdleError(
      "PlanInvalid",
      "The plan was changed after it was made: its id does not fit what it says. Make a new plan.",
      {
        details: { stated: checked.plan.id, computed: id },
      },
    );
  }
  return checked;
}

const orders: Readonly<Record<string, readonly string[]>> = {
  top: ["schemaVersion", "engine", "request", "plan", "metadata"],
  request: ["type", "correlationId", "actor", "input"],
  input: ["identityKeys", "intent", "context"],
  plan: ["id", "mode", "executable", "workflow", "contextResolvers", "steps", "onFailureSteps", "warnings"],
  workflow: ["name", "sha256"],
  resolver: ["capability", "with"],
  resolverWith: ["identityKey", "provider", "authSessionName", "authSessionOptions"],
  step: [
    "id",
    "name",
    "stepType",
    "provider",
    "authSessionName",
    "authSessionOptions",
    "status",
    "condition",
    "inputs",
    "precondition",
    "onPreconditionFalse",
    "preconditionEvent",
    "retryProfile",
    "timeoutSeconds",
    "changes",
    "objects",
    "fingerprint",
    "expectedState",
    "warnings",
  ],
  change: ["action", "target", "path", "before", "after"],
  target: ["provider", "identityKey"],
  metadata: ["generatedBy", "environment", "labels", "policy"],
  verdict: ["rule", "outcome", "message", "remedy", "steps"],
};

/** What is known in its order, then what a later minor version added, as it came. */
function ordered<T extends object>(value: T, order: string): T {
  const known = (orders[order] ?? []).filter((key) => Object.hasOwn(value, key));
  const rest = Object.keys(value).filter((key) => !known.includes(key));
  return Object.fromEntries([...known, ...rest].map((key) => [key, value[key as keyof T]])) as T;
}

function inOrder(source: Plan): Plan {
  const { request, plan, metadata } = source;
  const steps = (list: Plan["plan"]["steps"]) =>
    list.map((step) => ({
      ...ordered(step, "step"),
      changes:
        step.changes?.map((change) => ({ ...ordered(change, "change"), target: ordered(change.target, "target") })) ??
        null,
    }));
  return ordered(
    {
      ...source,
      request: ordered({ ...request, input: ordered(request.input, "input") }, "request"),
      plan: ordered(
        {
          ...plan,
          workflow: ordered(plan.workflow, "workflow"),
          contextResolvers: plan.contextResolvers.map((resolver) =>
            ordered({ ...resolver, with: ordered(resolver.with, "resolverWith") }, "resolver"),
          ),
          steps: steps(plan.steps),
          onFailureSteps: steps(plan.onFailureSteps),
        },
        "plan",
      ),
      metadata: ordered(
        {
          ...metadata,
          ...(metadata.policy && { policy: metadata.policy.map((verdict) => ordered(verdict, "verdict")) }),
        },
        "metadata",
      ),
    },
    "top",
  );
}
