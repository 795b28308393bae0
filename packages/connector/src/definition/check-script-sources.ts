import type { JsonValue } from "@idle/contract";
import type { ConnectorCode } from "./definition-codes.ts";
import type { FoundProblem } from "./found-problem.ts";
import { fieldOf } from "./read-fields.ts";
import { readScripts } from "./read-scripts.ts";

/**
 * A definition names a package or scripts. Only one that code hands over may name neither: code can hand over the scripts
 * as well.
 */
export function scriptSourceProblems(data: JsonValue, isFile: boolean): readonly FoundProblem[] {
  const hasPackage = fieldOf(data, "use") !== undefined;
  const scripts = fieldOf(data, "scripts");
  if (hasPackage && scripts !== undefined) {
    const message = "There are scripts beside the package that has them. Take one of use and scripts out.";
    return [problem("ScriptsAmbiguous", "/scripts", message)];
  }
  if (hasPackage) return [];
  if (scripts === undefined) {
    const message =
      'The definition names no scripts. Write the package that has them, use: "@acme/hr-connector", or the scripts themselves under scripts.';
    return isFile ? [problem("ScriptsMissing", "", message)] : [];
  }
  if (readScripts(scripts).size > 0) return [];
  const message = "All scripts are blank. Write at least schema, or the package that has the scripts under use.";
  return [problem("ScriptsMissing", "/scripts", message)];
}

function problem(code: ConnectorCode, pointer: string, message: string): FoundProblem {
  return { code, pointer, message, at: "key" };
}
