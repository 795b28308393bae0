/** A workflow file in, the text of a request for it out. The engine's own check says which made-up values do not fit. */
import { resolve } from "node:path";
import { type Diagnostic, IdleError, isIdleError, type JsonObject, type RequestInput } from "@idle/contract";
import { createEngine, escapeText, readData, validateWorkflow } from "@idle/core";
import { commonSteps } from "@idle/steps-common";
import type { CommandContext } from "../command-context.ts";
import { loadStepConfiguration } from "../configuration/load-configuration.ts";
import { loadSteps } from "../configuration/load-plugins.ts";
import { fileOfAnotherKind } from "../input/file-of-another-kind.ts";
import { isObject } from "../input/is-object.ts";
import { longestDocument, readBytes, standardInputName } from "../input/read-bytes.ts";
import { type RequestWish, requestData, requestText } from "./request-text.ts";

/** Throws WorkflowInvalid, FileUnreadable, or what is wrong with the configuration that names the step types. */
export async function requestForWorkflow(
  file: string,
  { workingFolder, sources, config }: Pick<CommandContext, "workingFolder" | "sources" | "config">,
): Promise<string> {
  const name = file === "-" ? standardInputName : file;
  const bytes = await readBytes(file === "-" ? file : resolve(workingFolder, file), longestDocument, name);
  const { data, diagnostics, text } = readData({ text: bytes, file: name });
  sources.remember(name, text);
  if (diagnostics.length > 0) throw invalid("The workflow is not valid.", diagnostics);
  const { steps } = await loadSteps(await loadStepConfiguration(config, workingFolder, sources));
  const errors = (await validateWorkflow({ text: bytes, file: name }, { steps })).filter(
    ({ severity }) => severity === "error",
  );
  if (errors.length > 0) {
    const other = fileOfAnotherKind("workflow", bytes, name);
    throw invalid("The workflow is not valid.", other === null ? errors : [other]);
  }
  if (!isObject(data)) throw invalid("The workflow is not valid.");
  const { lifecycleEvent, inputs = {} } = data;
  if (typeof lifecycleEvent !== "string" || lifecycleEvent === "" || !isObject(inputs)) {
    throw invalid(
      `${escapeText(name)} has no lifecycleEvent, or inputs that are no object. To see what is wrong: idle validate ${escapeText(name)}`,
    );
  }
  const wish: RequestWish = { lifecycleEvent, inputs, workflow: name };
  return requestText(wish, await misfits(wish, name));
}

/** Where the made-up request does not fit the inputs, as JSON Pointers. */
async function misfits(wish: RequestWish, name: string): Promise<readonly string[]> {
  const engine = createEngine({ steps: [commonSteps] });
  const { lifecycleEvent, inputs } = wish;
  const step = { name: "Nothing", type: "IdLE.Step.EmitEvent" };
  try {
    const workflow = await engine.loadWorkflow({
      text: JSON.stringify({ name: "Inputs", lifecycleEvent, inputs, steps: [step] }),
    });
    await engine.createPlan({ workflow, request: requestData(wish) as unknown as RequestInput });
    return [];
  } catch (error) {
    if (isIdleError(error, "WorkflowInvalid")) {
      throw invalid(
        `The inputs of ${escapeText(name)} are not valid. To see what is wrong: idle validate ${escapeText(name)}`,
      );
    }
    if (!isIdleError(error, "RequestInvalid")) throw error;
    const { diagnostics = [] } = (error.details ?? {}) as { readonly diagnostics?: readonly Diagnostic[] };
    return diagnostics.map(({ pointer = "" }) => pointer);
  }
}

function invalid(message: string, diagnostics: readonly Diagnostic[] = []): IdleError {
  const list = diagnostics.map((diagnostic) => ({ ...diagnostic }));
  return new IdleError(
    "WorkflowInvalid",
    message,
    list.length === 0 ? {} : { details: { diagnostics: list } as JsonObject },
  );
}
