/** Workflows from files or text, for the engine and for hosts that only load or check. */
import { type Diagnostic, IdleError, type StepType } from "@idle/contract";
import { invalid } from "../diagnostics/invalid.ts";
import { completeHost, type Host } from "../host.ts";
import { validateSource } from "./index.ts";
import { createStepRegistry, type StepRegistry } from "./step-registry.ts";
import type { Workflow } from "./workflow.ts";

/** A path, or a text with the name to show for it. */
export type WorkflowSource =
  | string
  | { readonly path: string }
  | { readonly text: string | Uint8Array; readonly file?: string | null };

export interface LoadOptions {
  readonly steps: readonly (StepType | readonly StepType[])[];
  readonly host?: Partial<Host>;
}

/** A valid workflow. Throws WorkflowInvalid with every problem in `details.diagnostics`, or FileUnreadable. */
export function loadWorkflow(source: WorkflowSource, { steps, host }: LoadOptions): Promise<Workflow> {
  return loadFrom(source, createStepRegistry(steps.flat()), completeHost(host));
}

/** Every problem, errors and warnings, in the order of the file. Throws FileUnreadable. */
export function validateWorkflow(source: WorkflowSource, { steps, host }: LoadOptions): Promise<Diagnostic[]> {
  return validateFrom(source, createStepRegistry(steps.flat()), completeHost(host));
}

export async function loadFrom(source: WorkflowSource, registry: StepRegistry, host: Host): Promise<Workflow> {
  const { workflow, diagnostics } = await validateSource(await readSource(source, host), registry);
  if (workflow === null) {
    throw invalid("WorkflowInvalid", "The workflow is not valid", diagnostics);
  }
  return workflow;
}

export async function validateFrom(source: WorkflowSource, registry: StepRegistry, host: Host): Promise<Diagnostic[]> {
  const { diagnostics } = await validateSource(await readSource(source, host), registry);
  return diagnostics;
}

async function readSource(
  source: WorkflowSource,
  host: Host,
): Promise<{ text: string | Uint8Array; file: string | null }> {
  if (typeof source === "object" && "text" in source) return { text: source.text, file: source.file ?? null };
  const path = typeof source === "string" ? source : source.path;
  try {
    return { text: await host.readFile(path), file: path };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new IdleError("FileUnreadable", `The workflow ${JSON.stringify(path)} cannot be read: ${why}`, { cause });
  }
}
