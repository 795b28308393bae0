import { engineEventTypes, type JsonObject, type JsonValue } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { suggest } from "../diagnostics/did-you-mean.ts";
import { quote, quoteList } from "../diagnostics/quote.ts";
import type { Report } from "./findings.ts";
import type { StepRegistry } from "./step-registry.ts";

const maxSteps = 500;

/** A step as it stands in the document, whatever its shape. */
export interface RawStep {
  readonly pointer: string;
  readonly data: JsonObject;
}

/** Every step of both lists that is an object, in the order of the document. */
export function listSteps(data: JsonObject): RawStep[] {
  return ["steps", "onFailureSteps"].flatMap((list) => listEntries(data, list));
}

/** The entries of a list at the top of the document that are objects. */
export function listEntries(data: JsonObject, key: string): RawStep[] {
  const list: JsonValue | undefined = Object.hasOwn(data, key) ? data[key] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: JsonValue, index) =>
    isObject(entry) ? [{ pointer: `/${key}/${index}`, data: entry }] : [],
  );
}

/** Pass: not too many steps, each name once in its list, each type one that is registered. */
export function checkSteps(data: JsonObject, registry: StepRegistry | null, report: Report): void {
  const steps = listSteps(data);
  const tooMany = steps[maxSteps];
  if (tooMany) {
    const message = `The workflow has ${steps.length} steps; ${maxSteps} are allowed. Split it.`;
    report({ code: "TooManySteps", message, pointer: tooMany.pointer });
  }
  for (const list of ["steps", "onFailureSteps"]) checkNames(listEntries(data, list), report);
  for (const step of steps) checkOwnEvent(step, report);
  if (registry === null) return;
  for (const { pointer, data: step } of steps) {
    if (typeof step.type !== "string" || registry.get(step.type)) continue;
    const types = registry.types();
    const { sentence, field } = suggestType(step.type, types);
    const list = types.length === 0 ? " No step types are registered." : ` Registered: ${quoteList(types)}.`;
    const message = `There is no step type ${quote(step.type)}.${sentence === "" ? list : sentence}${packageHint(step.type, field.suggestion)}`;
    report({ code: "StepTypeUnknown", message, pointer: `${pointer}/type`, ...field });
  }
}

/** A package that is installed, or named for its provider, has its step types not registered by that. */
function packageHint(written: string, meant: string | undefined): string {
  const prefixOf = (type: string) => type.toLowerCase().split(".", 1)[0];
  const isMisspelt = meant !== undefined && (!written.includes(".") || prefixOf(written) === prefixOf(meant));
  return isMisspelt ? "" : " A type of a package: name the package under steps in the configuration.";
}

/** People leave the prefix out: `EnsureAttributes` is near `IdLE.Step.EnsureAttributes` as well. */
function suggestType(written: string, types: readonly string[]): ReturnType<typeof suggest> {
  const last = `.${written.toLowerCase()}`;
  const meant = types.find((type) => type.toLowerCase().endsWith(last));
  if (meant === undefined) return suggest(written, types);
  return { sentence: ` Did you mean ${quote(meant)}?`, field: { suggestion: meant } };
}

/** An event of a workflow's own must not pass for one of the engine. */
function checkOwnEvent({ pointer, data }: RawStep, report: Report): void {
  const event = data.preconditionEvent;
  if (!isObject(event) || !engineEventTypes.some((type) => type === event.type)) return;
  const message = `${quote(String(event.type))} is an event of the engine. Choose another name.`;
  report({ code: "NameReserved", message, pointer: `${pointer}/preconditionEvent/type` });
}

function checkNames(steps: readonly RawStep[], report: Report): void {
  const seen = new Set<string>();
  for (const { pointer, data } of steps) {
    if (typeof data.name !== "string") continue;
    if (seen.has(data.name)) {
      const message = `There is a step named ${quote(data.name)} in this list already. Give each a name of its own.`;
      report({ code: "DuplicateStepName", message, pointer: `${pointer}/name` });
    }
    seen.add(data.name);
  }
}
