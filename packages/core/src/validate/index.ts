/**
 * validate: YAML text comes in; a `Workflow` that can be planned goes out, or every problem of the text as diagnostics.
 */
import type { Diagnostic } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { buildWorkflow } from "./build-workflow.ts";
import { checkConditions } from "./check-conditions.ts";
import { checkDeclared } from "./check-declared.ts";
import { checkInputSchemas } from "./check-input-schemas.ts";
import { checkResolvers } from "./check-resolvers.ts";
import { checkShape } from "./check-shape.ts";
import { checkSteps, listSteps } from "./check-steps.ts";
import { checkInputsOfSteps } from "./check-with.ts";
import { type Finding, toDiagnostics } from "./findings.ts";
import { readData } from "./read-data.ts";
import type { SourceText } from "./source-text.ts";
import type { StepRegistry } from "./step-registry.ts";
import type { Workflow } from "./workflow.ts";

export { createRequest } from "./request.ts";
export { createStepRegistry, type StepRegistry } from "./step-registry.ts";
export type { Workflow } from "./workflow.ts";

export interface Validation {
  /** null when any diagnostic is an error. */
  readonly workflow: Workflow | null;
  /** Errors and warnings, in the order of the file. */
  readonly diagnostics: Diagnostic[];
}

/**
 * Reports every problem at once, except that nothing is said about what a text means while it is not readable as YAML.
 * Without a registry, step types and their inputs are not checked, and there is no workflow.
 */
export async function validateSource(source: SourceText, registry: StepRegistry | null): Promise<Validation> {
  const read = readData(source);
  const { data } = read;
  if (data === undefined) return { workflow: null, diagnostics: read.diagnostics };

  const findings: Finding[] = [];
  const report = (finding: Finding) => findings.push(finding);
  checkShape(data, report);
  if (!isObject(data)) return { workflow: null, diagnostics: toDiagnostics(findings, read, source.file) };

  const steps = listSteps(data);
  const resolvers = checkResolvers(data, report);
  checkSteps(data, registry, report);
  const inputs = await checkInputsOfSteps(steps, registry, report);
  const conditions = checkConditions(steps, report);
  await checkInputSchemas(data, report);
  const templates = [...resolvers, ...[...inputs].map(([raw, { templates }]) => [raw, templates] as const)];
  checkDeclared(
    data,
    templates.map(([{ pointer }, each]) => ({ pointer: `${pointer}/with`, templates: each })),
    conditions,
    report,
  );

  const diagnostics = toDiagnostics(findings, read, source.file);
  if (registry === null || diagnostics.some(({ severity }) => severity === "error"))
    return { workflow: null, diagnostics };
  const workflow = buildWorkflow({ data, file: source.file, read, resolvers, steps: inputs, warnings: diagnostics });
  return { workflow, diagnostics };
}
