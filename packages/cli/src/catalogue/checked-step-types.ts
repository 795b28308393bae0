import type { StepType } from "@idle/contract";
import type { StepPackage } from "../configuration/load-step-packages.ts";

export interface CheckedStepTypes {
  readonly packages: readonly StepPackage[];
  /** In words, with the package or type they are about. */
  readonly problems: readonly string[];
}

/** The packages with those of their step types that can be shown, and what is wrong with the others: a plug-in may hand over anything. */
export function checkedStepTypes(packages: readonly StepPackage[]): CheckedStepTypes {
  const problems: string[] = [];
  const owners = new Map<string, string>();
  const checked = packages.map((each) => {
    const who = each.name ?? "the configuration";
    const given: readonly unknown[] = Array.isArray(each.steps) ? each.steps : [];
    if (!Array.isArray(each.steps)) problems.push(`What ${who} exports as steps is no list. Tell its author.`);
    const steps = given.filter((step, index) => {
      if (isStepType(step)) return true;
      problems.push(`Entry ${index + 1} of the step types of ${who} was not made by defineStep. Tell its author.`);
      return false;
    }) as StepType[];
    for (const { type } of steps) {
      const other = owners.get(type);
      if (other === undefined) owners.set(type, who);
      else
        problems.push(
          `The step type ${type} is registered twice, by ${other} and by ${who}. Leave out one of the two.`,
        );
    }
    return { ...each, steps };
  });
  return { packages: checked, problems };
}

/** What is shown of a step type; the engine checks the rest when it is used. */
function isStepType(value: unknown): value is StepType {
  if (typeof value !== "object" || value === null) return false;
  const { type, description, with: schema, requiredCapabilities, previewCapabilities } = value as Partial<StepType>;
  return (
    typeof type === "string" &&
    typeof description === "string" &&
    typeof schema === "object" &&
    schema !== null &&
    [requiredCapabilities, previewCapabilities].every(
      (ids) => Array.isArray(ids) && ids.every((id) => typeof id === "string"),
    )
  );
}
