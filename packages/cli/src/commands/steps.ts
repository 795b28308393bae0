/** idle steps: the built-in step types and those of the configuration's packages in; a list, or all about one, out. */
import type { Diagnostic, StepType } from "@idle/contract";
import { escapeText } from "@idle/core";
import { checkedStepTypes } from "../catalogue/checked-step-types.ts";
import { findStepType } from "../catalogue/find-step-type.ts";
import { stepExample } from "../catalogue/step-example.ts";
import type { CommandContext } from "../command-context.ts";
import { loadStepConfiguration } from "../configuration/load-configuration.ts";
import { loadStepPackages, type StepPackage } from "../configuration/load-step-packages.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../record/json.ts";
import { UsageError } from "../usage-error.ts";
import { diagnosticsView } from "../view/problem-view.ts";
import { stepsView, stepView } from "../view/steps-view.ts";

export interface StepsOptions {
  readonly json?: boolean;
}

export async function steps(
  name: string | undefined,
  { json }: StepsOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, stderr, sources, redactor } = context;
  const configuration = await loadStepConfiguration(context.config, context.workingFolder, sources);
  redactor.addNames(configuration?.redactNames ?? []);
  const loaded = await loadStepPackages(configuration);
  const checked = checkedStepTypes(loaded.packages);
  const problems = [
    ...loaded.problems,
    ...checked.problems.map(
      (message) => configuration?.problem("PluginInvalid", "/steps", message) ?? nowhere(message),
    ),
  ].map((each) => ({ ...each, message: redactor.text(each.message) }));
  const chosen = name === undefined ? null : choose(name, checked.packages);
  const style = stdout.style();
  if (json === true) {
    const document = chosen === null ? { packages: checked.packages.map(packageData), problems } : stepData(...chosen);
    stdout.write(jsonDocument(document));
  } else {
    stdout.write(chosen === null ? stepsView(checked.packages, style) : stepView(...chosen, style));
    stderr.write(diagnosticsView(problems, stderr.style(), sources));
  }
  return problems.length > 0 ? exitCodes.error : exitCodes.done;
}

function nowhere(message: string): Diagnostic {
  return { severity: "error", code: "PluginInvalid", message, file: null, line: null, column: null };
}

function choose(name: string, packages: readonly StepPackage[]): [StepType, string | null] {
  const all = packages.flatMap((each) => each.steps.map((step): [StepType, string | null] => [step, each.name]));
  const found = findStepType(name, [...new Set(all.map(([{ type }]) => type))]);
  const shown = escapeText(JSON.stringify(name.slice(0, 80)));
  switch (found.kind) {
    case "found": {
      const step = all.find(([{ type }]) => type === found.type);
      if (step !== undefined) return step;
      throw new TypeError(`${found.type} was found and is not there.`);
    }
    case "ambiguous":
      throw new UsageError(`${shown} fits more than one step type: ${found.types.join(", ")}. Write one in full.`);
    case "unknown": {
      const hint = found.meant.length === 0 ? "" : ` Did you mean ${found.meant.join(" or ")}?`;
      throw new UsageError(`There is no step type ${shown}.${hint} idle steps lists them all.`);
    }
  }
}

function packageData({ name, isBuiltIn, steps: types }: StepPackage): object {
  return { package: name, isBuiltIn, steps: types.map((step) => about(step)) };
}

function stepData(step: StepType, name: string | null): object {
  return { package: name, ...about(step), with: step.with, example: `${stepExample(step).join("\n")}\n` };
}

function about(step: StepType): object {
  return {
    type: step.type,
    description: step.description,
    requiredCapabilities: step.requiredCapabilities,
    previewCapabilities: step.previewCapabilities,
    defaultProvider: step.defaultProvider ?? null,
    defaultAuthSessionName: step.defaultAuthSessionName ?? null,
    idempotent: step.idempotent === true,
    isAct: step.isAct === true,
  };
}
