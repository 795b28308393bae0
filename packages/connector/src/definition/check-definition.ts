/**
 * What is wrong with a definition: one pass after the other, each over data whose shape may be wrong. A pass is left out
 * where what it looks at is not as it was meant: what it said would follow from that alone.
 */
import type { JsonValue } from "@idle/contract";
import { capabilityProblems } from "./check-capabilities.ts";
import { connectivityProblems } from "./check-connectivity.ts";
import { dialectProblems } from "./check-dialect.ts";
import { fileNameProblems } from "./check-file-names.ts";
import { parameterProblems } from "./check-parameters.ts";
import { partitionProblems } from "./check-partition-choices.ts";
import { scriptSourceProblems } from "./check-script-sources.ts";
import { shapeProblems } from "./check-shape.ts";
import { slotProblems } from "./check-slots.ts";
import type { ConnectorCode } from "./definition-codes.ts";
import type { FoundProblem } from "./found-problem.ts";
import { readCapabilities } from "./read-capabilities.ts";
import { readDialect } from "./read-dialect.ts";
import { fieldOf, isJsonObject } from "./read-fields.ts";
import { readScripts } from "./read-scripts.ts";

/** Every problem. `isFile` is false for what code hands over. */
export function definitionProblems(data: JsonValue, isFile: boolean): readonly FoundProblem[] {
  const shape = shapeProblems(data);
  if (!isJsonObject(data)) return shape;
  const isSound = (...keys: readonly string[]) => !shape.some((problem) => keys.some((key) => isAbout(problem, key)));
  const problems = [...shape, ...fileNameProblems(data), ...connectivityProblems(data), ...parameterProblems(data)];
  const capabilities = readCapabilities(fieldOf(data, "capabilities"));
  const scripts = readScripts(fieldOf(data, "scripts"));
  const dialect = readDialect(fieldOf(data, "powerShell"));
  if (isSound("use", "scripts")) problems.push(...scriptSourceProblems(data, isFile));
  if (isSound("capabilities")) {
    const found = [...normalizationProblems(data), ...capabilityProblems(capabilities)];
    problems.push(...found.map((each) => ({ ...each, code: "CapabilityImpossible" satisfies ConnectorCode })));
    if (isSound("scripts") && scripts.size > 0 && fieldOf(data, "use") === undefined) {
      const missing = slotProblems({ capabilities, scripts, powerShell: { dialect } }, new Set(scripts.keys()));
      problems.push(
        ...missing.map((each) => ({ ...each, code: "ScriptMissing" satisfies ConnectorCode, at: "key" as const })),
      );
    }
    if (isSound("powerShell", "scripts")) problems.push(...dialectProblems({ capabilities, scripts, dialect }));
    problems.push(...partitionProblems(data, capabilities));
  }
  return oneForEachPlace(problems);
}

/**
 * One problem for each value. That a secret stands there in clear comes before everything: whoever reads that it should be in
 * quotes would write it so. Then the shape.
 */
function oneForEachPlace(problems: readonly FoundProblem[]): readonly FoundProblem[] {
  const isUrgent = ({ code }: FoundProblem) => code === ("SecretInClear" satisfies ConnectorCode);
  const urgent = new Set(problems.filter(isUrgent).map(({ pointer }) => pointer));
  const seen = new Map<string, string>();
  return problems.filter((problem) => {
    const { pointer, at = "value", code } = problem;
    if (urgent.has(pointer) && at === "value") return isUrgent(problem);
    const before = seen.get(`${at} ${pointer}`);
    if (before === undefined) seen.set(`${at} ${pointer}`, code);
    // Of one kind there can be more: two capabilities that do not go with a third.
    return before === undefined || before === code;
  });
}

/** Whether a problem of the shape is in what stands under a key, or was meant to stand there. */
function isAbout({ pointer, suggestion }: FoundProblem, key: string): boolean {
  const isAtRoot = pointer.lastIndexOf("/") === 0;
  return pointer === `/${key}` || pointer.startsWith(`/${key}/`) || (isAtRoot && suggestion === key);
}

function normalizationProblems(data: JsonValue): readonly Pick<FoundProblem, "pointer" | "message">[] {
  const written = fieldOf(fieldOf(data, "capabilities"), "dataNormalization");
  if (!Array.isArray(written) || written.length < 2 || !written.includes("None")) return [];
  const message =
    "dataNormalization is None and something else: either nothing is done to anchors, or that. Take one of them out.";
  return [{ pointer: "/capabilities/dataNormalization", message }];
}
