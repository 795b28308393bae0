import type { JsonObject, JsonSchema } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { type CompiledTemplates, compileTemplates } from "../expression/index.ts";
import { checkLiterals } from "./check-literals.ts";
import type { RawStep } from "./check-steps.ts";
import type { Report } from "./findings.ts";
import { isKeywords } from "./schemas-at.ts";
import { staticInputErrors } from "./static-inputs.ts";
import type { RegisteredStep, StepRegistry } from "./step-registry.ts";
import { describeErrorTree } from "./with-errors.ts";

const commonKeys = ["provider", "authSessionName", "authSessionOptions"];

/** The inputs of a step, templates read. */
export interface StepInputs {
  /** Undefined when the type is not registered. */
  readonly step: RegisteredStep | undefined;
  readonly templates: CompiledTemplates;
}

/**
 * Pass: the inputs of each step. Literals where only literals may stand, well-formed templates, and the keys and types
 * that the step's type wants, as far as that can be told without a request.
 */
export async function checkInputsOfSteps(
  steps: readonly RawStep[],
  registry: StepRegistry | null,
  report: Report,
): Promise<ReadonlyMap<RawStep, StepInputs>> {
  const result = new Map<RawStep, StepInputs>();
  for (const raw of steps) {
    const pointer = `${raw.pointer}/with`;
    const inputs = Object.hasOwn(raw.data, "with") ? raw.data.with : {};
    if (!isObject(inputs)) continue;
    checkLiterals(inputs, pointer, report);
    const own = withoutCommonKeys(inputs);
    const templates = compileTemplates(own);
    for (const problem of templates.problems) report({ ...problem, pointer: `${pointer}${problem.pointer}` });
    const step = typeof raw.data.type === "string" ? registry?.get(raw.data.type) : undefined;
    const called = Object.hasOwn(raw.data, "with") ? '"with"' : 'The step has no "with", so it';
    if (step) await checkBySchema(step, own, { pointer, called }, report);
    result.set(raw, { step, templates });
  }
  return result;
}

async function checkBySchema(
  step: RegisteredStep,
  own: JsonObject,
  { pointer, called }: { readonly pointer: string; readonly called: string },
  report: Report,
): Promise<void> {
  await step.prepare();
  const errors = staticInputErrors(step, own);
  if (errors.length === 0) return;
  const described = describeErrorTree(errors, own, withCommonKeys(step.definition.with), { root: called });
  for (const each of described) report({ ...each, pointer: `${pointer}${each.pointer}` });
}

/** What a step's own schema says of. */
function withoutCommonKeys(inputs: JsonObject): JsonObject {
  if (!commonKeys.some((key) => Object.hasOwn(inputs, key))) return inputs;
  return Object.freeze(Object.fromEntries(Object.entries(inputs).filter(([key]) => !commonKeys.includes(key))));
}

/** For suggestions: the keys that every step takes are known as well. */
function withCommonKeys(schema: JsonSchema): JsonSchema {
  if (!isKeywords(schema)) return schema;
  const common = Object.fromEntries(commonKeys.map((key) => [key, true]));
  return { ...schema, properties: { ...(isKeywords(schema.properties) ? schema.properties : {}), ...common } };
}
