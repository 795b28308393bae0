/**
 * Pass 3: each step of both lists is decided. A false condition makes it not applicable; otherwise its templates are
 * resolved, its inputs checked against the type's schema, and its precondition's paths looked at.
 */
import { type Diagnostic, isIdleError, type JsonObject, type Request } from "@idle/contract";
import { evaluateCondition, probePrecondition, type ResolvedTemplates, resolveTemplates } from "../expression/index.ts";
import { describeInputErrors } from "../validate/with-errors.ts";
import type { Workflow, WorkflowStep } from "../validate/workflow.ts";
import { wantedSession } from "./check-capabilities.ts";
import { buildContext, defaultSessionKey, type Source, withCurrent } from "./context.ts";
import { type ProblemCode, toDiagnostic } from "./problem.ts";
import { buildRoot, isLivePath } from "./root.ts";

export interface ResolvedStep {
  readonly step: WorkflowStep;
  readonly id: string;
  readonly applicable: boolean;
  /** Null for a step that is not applicable. */
  readonly inputs: JsonObject | null;
  /** Which inputs came from the request, and from where. */
  readonly origins: ResolvedTemplates["origins"];
  readonly warnings: readonly string[];
}

export interface ResolvedSteps {
  readonly steps: readonly ResolvedStep[];
  readonly onFailureSteps: readonly ResolvedStep[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `aliasOf` tells a step's provider in the bag's spelling, for `Request.Context.Current`. */
export async function resolveSteps(
  workflow: Workflow,
  request: Request,
  sources: readonly Source[],
  aliasOf: (step: WorkflowStep) => string | null,
): Promise<ResolvedSteps> {
  const diagnostics: Diagnostic[] = [];
  const context = buildContext(request.context, sources);
  const rootOf = (withContext: JsonObject) =>
    buildRoot({ ...request, context: withContext, workflowName: workflow.name });
  const root = rootOf(context);

  const resolve = async (step: WorkflowStep, id: string): Promise<ResolvedStep> => {
    const problem = (code: ProblemCode, message: string, pointer: string, suggestion?: string) =>
      diagnostics.push(
        toDiagnostic(workflow, { code, message, pointer: `${step.pointer}${pointer}`, step: step.name, suggestion }),
      );

    if (!decide(step, root, problem)) return { step, id, applicable: false, inputs: null, origins: [], warnings: [] };

    const warnings: string[] = [];
    const resolved = resolveTemplates(step.with, root, step.step.wanted);
    for (const { code, message, pointer } of resolved.problems) problem(code, message, `/with${pointer}`);
    if (resolved.problems.length === 0) {
      await step.step.prepare();
      const errors = step.step.check(resolved.value) ?? [];
      for (const error of describeInputErrors(errors, resolved.value, step.step.definition.with)) {
        problem(error.code, error.message, `/with${error.pointer}`, error.suggestion);
      }
    }
    if (step.precondition !== null) {
      const sessionKey = wantedSession(step) ?? defaultSessionKey;
      const preconditionRoot = rootOf(withCurrent(context, sources, aliasOf(step), sessionKey));
      for (const { error, live } of probePrecondition(step.precondition, preconditionRoot, isLivePath)) {
        if (live) warnings.push(`Precondition: ${error.message}`);
        else problem(error.code, error.message, `/precondition${readPointer(error.details)}`);
      }
    }
    return { step, id, applicable: true, inputs: resolved.value, origins: resolved.origins, warnings };
  };

  const resolveAll = async (steps: readonly WorkflowStep[], prefix: string): Promise<ResolvedStep[]> => {
    const all: ResolvedStep[] = [];
    for (const [index, step] of steps.entries())
      all.push(await resolve(step, `${prefix}-${String(index + 1).padStart(2, "0")}`));
    return all;
  };
  return {
    steps: await resolveAll(workflow.steps, "step"),
    onFailureSteps: await resolveAll(workflow.onFailureSteps, "onfailure"),
    diagnostics,
  };
}

function decide(
  { condition }: WorkflowStep,
  root: JsonObject,
  problem: (code: ProblemCode, message: string, pointer: string) => void,
): boolean {
  if (condition === null) return true;
  try {
    return evaluateCondition(condition, root);
  } catch (error) {
    if (!isIdleError(error)) throw error;
    problem(error.code, error.message, `/condition${readPointer(error.details)}`);
    return false;
  }
}

function readPointer(details: JsonObject | undefined): string {
  return typeof details?.pointer === "string" ? details.pointer : "";
}
