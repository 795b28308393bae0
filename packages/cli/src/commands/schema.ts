/** idle schema: a name in, a JSON Schema on standard output; or, with --setup, an editor set up with all of them. */
import type { JsonValue, StepType } from "@idle/contract";
import { composeStepSchema, didYouMean } from "@idle/core";
import type { CommandContext } from "../command-context.ts";
import { loadStepConfiguration } from "../configuration/load-configuration.ts";
import { loadSteps } from "../configuration/load-plugins.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../record/json.ts";
import { namedSchemas, schemaNames } from "../schemas/named-schemas.ts";
import { UsageError } from "../usage-error.ts";

export interface SchemaOptions {
  readonly setup?: boolean;
}

export async function schema(
  name: string | undefined,
  { setup }: SchemaOptions,
  context: CommandContext,
): Promise<ExitCode> {
  if (setup) {
    if (name !== undefined) throw new UsageError("With --setup, all schemas are written. Leave the name out.");
    const { setUpEditor } = await import("../editor/set-up-editor.ts");
    return setUpEditor(context);
  }
  context.stdout.write(jsonDocument(await findSchema(name ?? "workflow", context)));
  return exitCodes.done;
}

async function findSchema(name: string, context: CommandContext): Promise<JsonValue> {
  const named = Object.hasOwn(namedSchemas, name) ? namedSchemas[name] : undefined;
  // Only that of workflows, and of step types, depends on what is installed.
  if (named !== undefined && name !== "workflow") return named.load([]);
  const configuration = await loadStepConfiguration(context.config, context.workingFolder, context.sources);
  const { steps } = await loadSteps(configuration);
  if (named !== undefined) return named.load(steps);
  const step = steps.flat().find(({ type }) => type === name);
  if (step !== undefined) return composeStepSchema(step);
  throw new UsageError(unknownName(name, steps.flat()));
}

/** People leave the prefix of a step type out. */
function unknownName(name: string, steps: readonly StepType[]): string {
  const types = steps.map(({ type }) => type);
  const last = `.${name.toLowerCase()}`;
  const meant = types.find((type) => type.toLowerCase().endsWith(last)) ?? didYouMean(name, [...schemaNames, ...types]);
  const suggestion = meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`;
  const known = `Schemas: ${schemaNames.join(", ")}, and one for each step type: ${types.join(", ")}.`;
  return `There is no schema ${JSON.stringify(name)}.${suggestion} ${known}`;
}
