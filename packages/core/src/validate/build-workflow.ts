import type { Diagnostic, JsonObject, JsonValue, OnPreconditionFalse, PreconditionEvent } from "@idle/contract";
import { isObject } from "../data/value.ts";
import type { CompiledTemplates } from "../expression/index.ts";
import { createRequestCheck } from "./check-request.ts";
import type { RawStep } from "./check-steps.ts";
import type { StepInputs } from "./check-with.ts";
import type { ReadResult } from "./read-data.ts";
import type { RegisteredStep } from "./step-registry.ts";
import type { Workflow, WorkflowInputs, WorkflowResolver, WorkflowStep } from "./workflow.ts";

export interface WorkflowParts {
  readonly data: JsonObject;
  readonly file: string | null;
  readonly read: ReadResult;
  readonly resolvers: ReadonlyMap<RawStep, CompiledTemplates>;
  readonly steps: ReadonlyMap<RawStep, StepInputs>;
  readonly warnings: readonly Diagnostic[];
}

/** Last pass: the document as planning wants it. Only for one without errors. */
export function buildWorkflow({ data, file, read, resolvers, steps, warnings }: WorkflowParts): Workflow {
  const built = [...steps].flatMap(([raw, { step, templates }]) => (step ? [buildStep(raw, step, templates)] : []));
  return Object.freeze({
    name: text(data.name) ?? "",
    lifecycleEvent: text(data.lifecycleEvent) ?? "",
    file,
    data,
    inputs: isObject(data.inputs) ? (data.inputs as WorkflowInputs) : null,
    contextResolvers: Object.freeze([...resolvers].map(([raw, identityKey]) => buildResolver(raw, identityKey))),
    steps: Object.freeze(built.filter(({ pointer }) => pointer.startsWith("/steps/"))),
    onFailureSteps: Object.freeze(built.filter(({ pointer }) => pointer.startsWith("/onFailureSteps/"))),
    warnings: Object.freeze([...warnings]),
    locate: (pointer: string) => read.locate(pointer),
    checkInputs: createRequestCheck(data),
  });
}

function buildResolver({ pointer, data }: RawStep, identityKey: CompiledTemplates): WorkflowResolver {
  return Object.freeze({ pointer, capability: text(data.capability) ?? "", identityKey, ...common(data.with) });
}

function buildStep({ pointer, data }: RawStep, step: RegisteredStep, templates: CompiledTemplates): WorkflowStep {
  const condition = object(data.condition);
  return Object.freeze({
    pointer,
    name: text(data.name) ?? "",
    type: step.definition.type,
    step,
    with: templates,
    ...common(data.with),
    condition,
    conditionText: condition === null ? null : JSON.stringify(condition),
    precondition: object(data.precondition),
    onPreconditionFalse: (text(data.onPreconditionFalse) ?? "Blocked") as OnPreconditionFalse,
    preconditionEvent: object(data.preconditionEvent) as PreconditionEvent | null,
    retryProfile: text(data.retryProfile),
    timeoutSeconds: typeof data.timeoutSeconds === "number" ? data.timeoutSeconds : null,
  });
}

function common(
  inputs: JsonValue | undefined,
): Pick<WorkflowStep, "provider" | "authSessionName" | "authSessionOptions"> {
  const { provider, authSessionName, authSessionOptions } = object(inputs) ?? {};
  return {
    provider: text(provider),
    authSessionName: text(authSessionName),
    authSessionOptions: object(authSessionOptions),
  };
}

function text(value: JsonValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function object(value: JsonValue | undefined): JsonObject | null {
  return isObject(value) ? value : null;
}
