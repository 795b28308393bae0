/**
 * What redaction and truncation take away: whether executing the plan needs it, and the warnings that say so. What a step
 * or precondition needs is never taken away silently.
 */
import type { JsonObject, JsonValue, Plan, PlannedResolver, Request } from "@idle/contract";
import { findSecrets, type Redactor } from "../events/redact.ts";
import { listConditionPaths, parsePath, resolvePath } from "../expression/index.ts";
import type { WorkflowStep } from "../validate/workflow.ts";
import { canonicalJson } from "./canonical-json.ts";
import { requestOf } from "./carried-request.ts";
import { wantedSession } from "./check-capabilities.ts";
import { isReadLive, preconditionResolvers } from "./precondition-resolvers.ts";
import type { ResolvedStep } from "./resolve-steps.ts";
import { buildRoot } from "./root.ts";

export type CarriedRequest = Plan["request"];

export interface LossParts {
  readonly request: Request;
  readonly resolvers: readonly PlannedResolver[];
  readonly steps: readonly ResolvedStep[];
  readonly onFailureSteps: readonly ResolvedStep[];
  readonly aliasOf: (step: WorkflowStep) => string | null;
  readonly redactor: Redactor;
}

export interface Losses {
  /** Warnings on values that executing needs: the plan is not executable. */
  readonly needed: readonly string[];
  readonly unneeded: readonly string[];
}

const groups = ["identityKeys", "intent", "context"] as const;

/** `carried` is the request as the plan has it. */
export function findLosses(parts: LossParts, carried: CarriedRequest): Losses {
  const { request, resolvers, redactor } = parts;
  const needed = new Set<string>();
  const unneeded = new Set<string>();
  const neededResolvers = new Set<PlannedResolver>();

  for (const { step, inputs, applicable } of [...parts.steps, ...parts.onFailureSteps]) {
    const named = `step "${step.name}"`;
    for (const { pointer } of findSecrets(redactor, inputs)) {
      needed.add(
        `Step "${step.name}" needs a secret in clear at inputs${pointer}, which a plan does not carry. Let the step acquire it from a session instead.`,
      );
    }
    const inWorkflow = { condition: step.condition, preconditionEvent: step.preconditionEvent };
    for (const { pointer } of findSecrets(redactor, inWorkflow))
      unneeded.add(`The workflow has a secret in clear at ${pointer.slice(1)} of ${named}; it was redacted.`);
    const executed = { authSessionOptions: step.authSessionOptions, precondition: step.precondition };
    for (const { pointer } of findSecrets(redactor, executed)) {
      const where = `a secret in clear at ${pointer.slice(1)} of ${named}`;
      if (applicable)
        needed.add(`Executing the plan needs ${where}, which a plan does not carry. Name a session instead.`);
      else unneeded.add(`The workflow has ${where}; it was redacted.`);
    }
    if (!applicable || step.precondition === null) continue;
    for (const loss of preconditionLosses(step, step.precondition, parts, carried)) needed.add(loss);
    for (const resolver of stepResolvers(step, step.precondition, parts)) neededResolvers.add(resolver);
  }
  for (const resolver of resolvers) {
    for (const { pointer } of findSecrets(redactor, resolver)) {
      const where = `a secret in clear at ${pointer.slice(1)} of the resolver of ${resolver.capability}`;
      if (neededResolvers.has(resolver)) needed.add(`A precondition needs ${where}, which a plan does not carry.`);
      else unneeded.add(`The workflow has ${where}; it was redacted.`);
    }
  }
  for (const group of groups) {
    for (const { pointer } of findSecrets(redactor, request[group]))
      unneeded.add(`${rootOf(group)}${pointer.replaceAll("/", ".")} is secret; it was redacted.`);
  }
  return { needed: [...needed], unneeded: [...unneeded] };
}

function stepResolvers(step: WorkflowStep, precondition: JsonObject, { resolvers, aliasOf }: LossParts) {
  return preconditionResolvers(precondition, resolvers, aliasOf(step), wantedSession(step));
}

/** For each path of a precondition that would not be decided as it stands now from what the plan carries. */
function preconditionLosses(
  step: WorkflowStep,
  precondition: JsonObject,
  { request, resolvers, aliasOf, redactor }: LossParts,
  carried: CarriedRequest,
): string[] {
  const start = `The precondition of step "${step.name}" needs`;
  return listConditionPaths(precondition).flatMap(({ path: text }) => {
    const parsed = parsePath(text);
    if ("reason" in parsed || isReadLive(parsed.path, resolvers, aliasOf(step), wantedSession(step))) return [];
    const [, second = "", ...rest] = parsed.path;
    const group = groups.find((name) => name.toLowerCase() === second.toLowerCase());
    if (group !== undefined && typeof carried.input[group] === "string")
      return [`${start} ${text}, and ${rootOf(group)} is too long for a plan to carry.`];
    if (rest.some((segment) => redactor.isSecretName(segment)) || !isCarried(parsed.path, request, carried))
      return [`${start} ${text}, a secret that a plan does not carry.`];
    return [];
  });
}

function isCarried(path: readonly string[], request: Request, carried: CarriedRequest): boolean {
  const held = buildRoot({ ...request, workflowName: "" });
  const left = buildRoot({ ...requestOf(carried), workflowName: "" });
  return canonicalJson(valueAt(held, path)) === canonicalJson(valueAt(left, path));
}

function valueAt(root: JsonObject, path: readonly string[]): JsonValue {
  const resolution = resolvePath(root, path);
  return resolution.kind === "found" ? [resolution.value] : null;
}

function rootOf(group: (typeof groups)[number]): string {
  return `Request.${group.charAt(0).toUpperCase()}${group.slice(1)}`;
}
