/** Workflows as objects, so that a test shows only the sentence of the language it is about. */
import { createProduct, diagnosticsOf, errorOf, joinerRequest } from "./product.ts";

const product = createProduct();

/** A workflow for joiners as JSON text; the language reads JSON as well. */
export function workflowText(body: object): string {
  return JSON.stringify({ name: "Test", lifecycleEvent: "Joiner", ...body });
}

export const note = { name: "Note", type: "IdLE.Step.EmitEvent" };

export function requestWith(groups: object): object {
  return { ...joinerRequest, ...groups };
}

/** What a condition says of a request: true, false, or the codes of what is wrong with it. */
export async function decide(condition: object, intent: object, request: object = {}): Promise<boolean | string> {
  const text = workflowText({ steps: [{ ...note, condition }] });
  try {
    const plan = await product.plan(text, { request: requestWith({ intent, ...request }) });
    return plan.plan.steps[0]?.status === "Planned";
  } catch (error) {
    return diagnosticsOf(error as never)
      .map(({ code }) => code)
      .join(" ");
  }
}

/** What is wrong with a step, in full. */
export async function problemsOf(step: object, request: object = {}): Promise<ReturnType<typeof diagnosticsOf>> {
  const text = workflowText({ steps: [{ ...note, ...step }] });
  return diagnosticsOf(await errorOf(product.plan(text, { request: requestWith(request) })));
}

/** The event's data after templates were resolved; its schema takes anything there. */
export async function resolve(value: unknown, intent: object, request: object = {}): Promise<unknown> {
  const text = workflowText({ steps: [{ ...note, with: { data: { value } } }] });
  const plan = await product.plan(text, { request: requestWith({ intent, ...request }) });
  return (plan.plan.steps[0]?.inputs?.data as { value?: unknown } | undefined)?.value;
}

/** Codes with line and column, as `validate` reports them. */
export async function check(text: string | Uint8Array): Promise<string[]> {
  const diagnostics = await product.engine.validateWorkflow({ text, file: "test.yaml" });
  return diagnostics.map(({ severity, code, line, column }) => `${line}:${column} ${severity} ${code}`);
}

export function validate(text: string | Uint8Array): ReturnType<typeof product.engine.validateWorkflow> {
  return product.engine.validateWorkflow({ text, file: "test.yaml" });
}
