import type { JsonValue } from "@idle/contract";
import { appendToPointer, createRedactor, escapeText, secretSchemeOf } from "@idle/core";
import { invalidReference, referenceProblem, secretInClear } from "./check-reference.ts";
import { runStepNames } from "./definition.ts";
import type { ConnectorCode } from "./definition-codes.ts";
import type { FoundProblem } from "./found-problem.ts";
import { entriesOf, fieldOf, isJsonObject, listOf, textOf } from "./read-fields.ts";

const { isSecretName } = createRedactor();

/** Names that fit no keyed collection, and values that would have to be secret. */
export function parameterProblems(data: JsonValue): readonly FoundProblem[] {
  const parameters = fieldOf(data, "parameters");
  const scope = (name: string): Group => ({ pointer: `/parameters/${name}`, written: fieldOf(parameters, name) });
  const [partition, runStep] = [scope("partition"), scope("runStep")];
  const overPartition = listOf(data, "partitions").map((each, index) => ({
    pointer: `/partitions/${index}/parameters`,
    written: fieldOf(each, "parameters"),
  }));
  const overRunStep = runStepNames.map((name) => ({
    pointer: `/runSteps/${name}/parameters`,
    written: fieldOf(fieldOf(fieldOf(data, "runSteps"), name), "parameters"),
  }));
  return [
    ...groupProblems(scope("global"), null),
    ...groupProblems(partition, null),
    ...groupProblems(runStep, null),
    ...overPartition.flatMap((group) => groupProblems(group, partition)),
    ...overRunStep.flatMap((group) => groupProblems(group, runStep)),
  ];
}

interface Group {
  readonly pointer: string;
  readonly written: JsonValue | undefined;
}

/** `base` has the parameters that those of the group stand over. */
function groupProblems({ pointer, written }: Group, base: Group | null): readonly FoundProblem[] {
  const problems: FoundProblem[] = [];
  const names = new Map(entriesOf(base?.written).map(([name]) => [name.toLowerCase(), name]));
  for (const [name, value] of entriesOf(written)) {
    const place = appendToPointer(pointer, name);
    const other = names.get(name.toLowerCase());
    if (other !== undefined && other !== name) {
      const message = `${shown(name)} and ${shown(other)} differ in case alone, and some scripts could not tell them apart. Write one of them otherwise.`;
      problems.push({ code: "ParameterAmbiguous" satisfies ConnectorCode, pointer: place, message, at: "key" });
    }
    if (other === undefined) names.set(name.toLowerCase(), name);
    const wrong = valueProblem(name, value, place);
    if (wrong !== null) problems.push(wrong);
  }
  return problems;
}

function valueProblem(name: string, value: JsonValue, pointer: string): FoundProblem | null {
  if (isJsonObject(value)) {
    const reference = textOf(value, "secret") ?? "";
    return reference === "" ? null : referenceProblem(reference, `${pointer}/secret`, shown(name));
  }
  if (!isNameOfSecret(name) || value === "" || (typeof value !== "string" && typeof value !== "number")) return null;
  const remedy = '{ secret: "env:NAME" } for an environment variable, { secret: "file:/path" } for a file';
  if (typeof value === "string" && secretSchemeOf(value) !== null) {
    return invalidReference(pointer, `${shown(name)} would be this very text. Write it as a secret: ${remedy}.`);
  }
  return secretInClear(
    pointer,
    `${shown(name)} stands here in clear. Write where it comes from in its place: ${remedy}.`,
  );
}

/** `Client Secret` and `client_secret` are the same name to people. */
function isNameOfSecret(name: string): boolean {
  return isSecretName(name) || isSecretName(name.replaceAll(/[ ._-]/g, ""));
}

function shown(name: string): string {
  return escapeText(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}
