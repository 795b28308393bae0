import type { JsonValue, PlannedStep } from "@idle/contract";
import { secretNames } from "@idle/core";
import { isObject } from "../input/is-object.ts";
import type { Line } from "./lay-out.ts";
import { factText, labelText } from "./short-text.ts";
import type { Style } from "./style.ts";

const names: ReadonlySet<string> = new Set(secretNames.map((name) => name.toLowerCase()));

/** Where a step that creates something takes its secrets from: the inputs that ask for one, each on a line. */
export function secretSourceLines({ inputs, changes }: PlannedStep, indent: number, style: Style): Line[] {
  if (inputs === null || changes?.some(({ action }) => action === "create") !== true) return [];
  return Object.entries(inputs).flatMap(([name, value]) => {
    const source = names.has(name.toLowerCase()) ? sourceInWords(value, style) : null;
    if (source === null) return [];
    return [{ indent, pieces: [{ text: `${labelText(name, style)}: ${source}`, paint: style.dim }] }];
  });
}

/** Null for a value that asks for no secret. */
function sourceInWords(value: JsonValue, style: Style): string | null {
  if (!isObject(value) || Object.keys(value).length !== 1) return null;
  if (typeof value.secret === "string") return `from session ${factText(value.secret, style)}`;
  return value.generate === true ? "generated, sealed" : null;
}
