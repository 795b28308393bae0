/**
 * The last pass: everything found becomes the plan as it is exported. What is secret is redacted, what is too long is
 * truncated, and a plan that would miss such a value when it is executed says so.
 */
import type { JsonValue, Plan, PlannedResolver, Request } from "@idle/contract";
import type { Redactor } from "../events/redact.ts";
import type { Workflow } from "../validate/workflow.ts";
import { sha256Of } from "./canonical-json.ts";
import { type CarriedRequest, findLosses } from "./losses.ts";
import { planId } from "./plan-id.ts";
import { plannedResolver, plannedStep } from "./planned-step.ts";
import type { Previewed } from "./preview-steps.ts";
import { learnRequestSecrets } from "./request-secrets.ts";
import type { ResolvedStep } from "./resolve-steps.ts";
import { truncate } from "./truncate.ts";

const schemaVersion = "1.0";

export interface PlanParts {
  readonly workflow: Workflow;
  readonly request: Request;
  readonly resolvers: readonly PlannedResolver[];
  readonly steps: readonly ResolvedStep[];
  readonly onFailureSteps: readonly ResolvedStep[];
  /** Null when planned offline. */
  readonly previews: ReadonlyMap<string, Previewed> | null;
  /** The alias of a step in the bag's spelling. */
  readonly aliasOf: (step: ResolvedStep["step"]) => string | null;
  readonly metadata: { readonly environment?: string | null; readonly labels?: readonly JsonValue[] };
  /** About the plan as a whole. */
  readonly warnings: readonly string[];
  /** Whether there is a recipient that secret outputs could be sealed to. */
  readonly canSeal: boolean;
  /** Made for this plan alone: it learns the request's secrets here. */
  readonly redactor: Redactor;
}

const workflowHashes = new WeakMap<Workflow, string>();

export function writePlan(parts: PlanParts): Plan {
  const { workflow, request, redactor } = parts;
  learnRequestSecrets(request, redactor);
  const carried = carriedRequest(request, redactor);
  const losses = findLosses(parts, carried);
  const warnings =
    parts.previews === null
      ? ["Planned without providers: capabilities were not checked and changes are not known."]
      : [];
  const draft = {
    schemaVersion,
    engine: { name: "IdLE" },
    request: carried,
    plan: {
      id: "",
      mode: null,
      executable: losses.needed.length === 0,
      workflow: { name: redactor.text(workflow.name), sha256: workflowHash(workflow) },
      contextResolvers: parts.resolvers.map((resolver) => plannedResolver(resolver, redactor)),
      steps: parts.steps.map((step) => plannedStep(step, parts)),
      onFailureSteps: parts.onFailureSteps.map((step) => plannedStep(step, parts)),
      warnings: redactor.data([...warnings, ...parts.warnings, ...losses.needed, ...losses.unneeded]),
    },
    metadata: {
      generatedBy: "createPlan",
      environment: redactor.data(parts.metadata.environment ?? null),
      labels: redactor.data(parts.metadata.labels ?? []),
    },
  } as Plan;
  return { ...draft, plan: { ...draft.plan, id: planId(draft) } };
}

/** The request as a plan carries it: redacted, and each group held to a size. */
function carriedRequest(request: Request, redactor: Redactor): CarriedRequest {
  return {
    type: redactor.text(request.lifecycleEvent),
    correlationId: redactor.text(request.correlationId),
    actor: request.actor === null ? null : redactor.text(request.actor),
    input: {
      identityKeys: truncate(redactor.data(request.identityKeys)),
      intent: truncate(redactor.data(request.intent)),
      context: truncate(redactor.data(request.context)),
    },
  };
}

function workflowHash(workflow: Workflow): string {
  let hash = workflowHashes.get(workflow);
  if (hash === undefined) {
    hash = sha256Of(workflow.data).slice("sha256:".length);
    workflowHashes.set(workflow, hash);
  }
  return hash;
}
